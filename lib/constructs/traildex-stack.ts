/** The whole deployment, wired: trail, bucket, notification, function, tables, outputs. */
import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Construct } from 'constructs';
import { OUTPUT } from '../config/outputs.ts';
import type { Settings } from '../config/settings.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { EventIndexTables } from './event-index-tables.ts';
import { IngestFunction } from './ingest-function.ts';
import { TrailBucket } from './trail-bucket.ts';

export interface TraildexStackProps extends StackProps {
  readonly settings: Settings;
}

const FUNCTION_TIMEOUT = Duration.minutes(5);

export class TraildexStack extends Stack {
  constructor(scope: Construct, id: string, props: TraildexStackProps) {
    super(scope, id, { description: 'traildex: CloudTrail, indexed for audit questions', ...props });
    const { settings } = props;
    const removalPolicy = settings.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const trailName = settings.trail.name ?? this.stackName;
    const trailArn = this.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName });

    const trailBucket = new TrailBucket(this, 'Trail', {
      trailArn,
      accountId: Aws.ACCOUNT_ID,
      keyPrefix: settings.trail.keyPrefix,
      ...settings.bucket,
      removalPolicy,
    });
    const { bucket } = trailBucket;
    const delivery = new DeliveryQueue(this, 'Delivery', { trailArn, functionTimeout: FUNCTION_TIMEOUT });
    const tables = new EventIndexTables(this, 'Index', { removalPolicy });
    new IngestFunction(this, 'Ingest', {
      settings,
      tables,
      bucket,
      bucketOwner: Aws.ACCOUNT_ID,
      queue: delivery.queue,
      timeout: FUNCTION_TIMEOUT,
      removalPolicy,
    });
    const trail = new CfnTrail(this, 'CloudTrail', {
      trailName,
      s3BucketName: bucket.bucketName,
      ...(settings.trail.keyPrefix === undefined ? {} : { s3KeyPrefix: settings.trail.keyPrefix }),
      snsTopicName: delivery.topic.topicName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
    });
    // CloudTrail checks the policies of bucket and topic when the trail is made, and its first notification would be lost
    // if the subscription, or the queue's policy, came later.
    trail.node.addDependency(trailBucket, delivery);

    this.addOutputs({
      [OUTPUT.eventsTable]: tables.events.tableName,
      [OUTPUT.logFilesTable]: tables.logFiles.tableName,
      [OUTPUT.trailBucket]: bucket.bucketName,
      [OUTPUT.deliveryTopic]: delivery.topic.topicArn,
      [OUTPUT.queue]: delivery.queue.queueUrl,
      [OUTPUT.deadLetterQueue]: delivery.deadLetterQueue.queueUrl,
      ...(settings.trail.keyPrefix === undefined ? {} : { [OUTPUT.keyPrefix]: settings.trail.keyPrefix }),
    });
  }

  private addOutputs(outputs: Record<string, string>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
