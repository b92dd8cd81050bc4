/** A stack with what alarms, watch and dashboard look at, made of plain resources with known logical ids. */
import { type CfnResource, type Resource, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { testApp } from './test-app.ts';

const RULE_ARN = 'arn:aws:events:eu-west-1:111122223333:rule';

const PARTITION_KEY = { partitionKey: { name: 'id', type: AttributeType.STRING } };

export class WatchedStack extends Stack {
  readonly delivery = {
    topic: named('DeliveryTopic', new Topic(this, 'DeliveryTopic')),
    queue: named('Queue', new Queue(this, 'Queue')),
    deadLetterQueue: named('DeadLetterQueue', new Queue(this, 'DeadLetterQueue')),
  };
  readonly tables = {
    events: named('Events', new Table(this, 'Events', PARTITION_KEY)),
    logFiles: named('LogFiles', new Table(this, 'LogFiles', PARTITION_KEY)),
    indexNames: ['by-event-name', 'by-source-ip'],
  };
  readonly functions = {
    ingest: this.function('Ingest'),
    backfill: this.function('Backfill'),
    plan: this.function('Plan'),
    verify: this.function('Verify'),
  };
  readonly verifyQueue = {
    queue: named('VerifyQueue', new Queue(this, 'VerifyQueue')),
    deadLetterQueue: named('VerifyDeadLetterQueue', new Queue(this, 'VerifyDeadLetterQueue')),
  };
  readonly schedules = ['Schedule', 'PlanSchedule'].map((id) =>
    Rule.fromEventRuleArn(this, id, `${RULE_ARN}/Audit-${id}`),
  );
  readonly bucket = named('TrailBucket', new Bucket(this, 'TrailBucket'));
  readonly key = named('Key', new Key(this, 'Key'));

  constructor() {
    super(testApp(), 'Audit');
  }

  private function(id: string): LambdaFunction {
    const logGroup = named(`${id}Logs`, new LogGroup(this, `${id}Logs`));
    const fn = new LambdaFunction(this, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
      logGroup,
    });
    return named(id, fn);
  }
}

/** Without the hash that CDK adds to logical ids, so that a test can write them down. */
function named<Made extends Resource>(logicalId: string, made: Made): Made {
  (made.node.defaultChild as CfnResource).overrideLogicalId(logicalId);
  return made;
}
