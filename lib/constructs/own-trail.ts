/**
 * The trail that the stack makes, in two steps, because CloudTrail checks the policies of bucket, topic and key when the
 * trail is made, and because its first notification would be lost if subscription or queue policy came later: first the
 * place it delivers to, last the trail itself, with everything of the stack's own left out of its data events.
 */
import { Aws, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { BucketSettings } from '../config/sections/bucket.ts';
import type { TrailSettings } from '../config/sections/trail.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { Encryption } from './encryption.ts';
import { trailArnOf } from './trail-arn.ts';
import { TrailBucket } from './trail-bucket.ts';
import type { TrailSource, TrailSourceBucket } from './trail-source.ts';

export interface OwnTrailProps {
  readonly trail: TrailSettings;
  readonly bucket: BucketSettings;
  readonly delivery: DeliveryQueue;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

/** What of the stack would feed the trail with events of its own work, were it recorded. ARNs. */
export interface OwnResources {
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly topics: readonly string[];
  readonly queues: readonly string[];
}

export class OwnTrail extends Construct implements TrailSource {
  readonly bucket: TrailSourceBucket;
  readonly bucketOwner = Aws.ACCOUNT_ID;
  readonly key: IKey | undefined;
  readonly trailArn: string;
  private readonly trailBucket: TrailBucket;
  private readonly props: OwnTrailProps;

  constructor(scope: Construct, id: string, props: OwnTrailProps) {
    super(scope, id);
    this.props = props;
    const { trail, delivery, encryption } = props;
    this.trailArn = trailArnOf(this, this.trailName, trail.managementAccountId);
    this.trailBucket = new TrailBucket(this, 'Bucket', {
      trailArn: this.trailArn,
      trail,
      settings: props.bucket,
      encryption,
      removalPolicy: props.removalPolicy,
    });
    this.bucket = this.trailBucket.bucket;
    this.key = encryption.key;
    delivery.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSCloudTrailSNSPolicy20131101',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [delivery.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceArn': this.trailArn } },
      }),
    );
  }

  private get trailName(): string {
    return this.props.trail.name ?? Stack.of(this).stackName;
  }

  /** Turns the recording on, last of all. */
  record(_own: OwnResources): CfnTrail {
    const { trail, delivery } = this.props;
    const recording = new CfnTrail(this, 'Trail', {
      trailName: this.trailName,
      s3BucketName: this.bucket.bucketName,
      ...(trail.keyPrefix === undefined ? {} : { s3KeyPrefix: trail.keyPrefix }),
      snsTopicName: delivery.topic.topicName,
      isLogging: true,
      isMultiRegionTrail: trail.multiRegion,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
    });
    recording.node.addDependency(this.trailBucket, delivery);
    return recording;
  }
}
