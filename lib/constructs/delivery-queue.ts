/**
 * From CloudTrail's delivery notification to the queue that feeds the ingest function, with its dead-letter queue.
 *
 * A queue stands between topic and function because log files are tiny: many notifications share an invocation,
 * failures are answered one by one, and throttling becomes waiting instead of loss.
 */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface DeliveryQueueProps {
  readonly trailArn: string;
  readonly functionTimeout: Duration;
}

/** How long a message that fails again and again stays in the queue before it is set aside. */
const PATIENCE = Duration.days(2);
const QUEUE_RETENTION = Duration.days(7);
/** A message keeps its age when it moves, so the dead-letter queue must keep it longer than the queue does. */
const DEAD_LETTER_RETENTION = Duration.days(14);

export class DeliveryQueue extends Construct {
  readonly topic: Topic;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: DeliveryQueueProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSCloudTrailSNSPolicy20131101',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceArn': props.trailArn } },
      }),
    );
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
    });
    // Lambda's advice for a queue as event source: at least six times the function's timeout.
    const visibilityTimeout = Duration.seconds(props.functionTimeout.toSeconds() * 6);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: QUEUE_RETENTION,
      visibilityTimeout,
      deadLetterQueue: {
        queue: this.deadLetterQueue,
        maxReceiveCount: Math.ceil(PATIENCE.toSeconds() / visibilityTimeout.toSeconds()),
      },
    });
    this.topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: false }));
  }
}
