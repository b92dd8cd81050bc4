/**
 * The trail that the stack makes, in two steps, because CloudTrail checks the policies of bucket, topic and key when the
 * trail is made, and because its first notification would be lost if subscription or queue policy came later: first the
 * place it delivers to, last the trail itself, with everything of the stack's own left out of its data events.
 */
import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { BucketSettings } from '../../config/sections/bucket.ts';
import type { TrailSettings } from '../../config/sections/trail.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { Encryption } from '../encryption.ts';
import { buildEventSelectors, type OwnResources } from './event-selectors.ts';
import { TrailBucket } from './trail-bucket.ts';
import type { TrailSource, TrailSourceBucket } from './trail-source.ts';

export interface OwnTrailProps {
  readonly trailName: string;
  /** As it will be: the policies name the trail before it exists. */
  readonly trailArn: string;
  readonly trail: TrailSettings;
  readonly bucket: BucketSettings;
  readonly delivery: DeliveryQueue;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

export class OwnTrail extends Construct implements TrailSource {
  readonly bucket: TrailSourceBucket;
  readonly bucketOwner = Aws.ACCOUNT_ID;
  readonly key: IKey | undefined;
  private readonly trailBucket: TrailBucket;
  private readonly props: OwnTrailProps;

  constructor(scope: Construct, id: string, props: OwnTrailProps) {
    super(scope, id);
    this.props = props;
    const { trailArn, trail, delivery, encryption, removalPolicy } = props;
    this.trailBucket = new TrailBucket(this, 'Bucket', {
      trailArn,
      trail,
      settings: props.bucket,
      encryption,
      removalPolicy,
    });
    this.bucket = this.trailBucket.bucket;
    this.key = encryption.key;
    delivery.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSCloudTrailSNSPolicy20131101',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [delivery.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
      }),
    );
  }

  /** Turns the recording on, last of all, with the stack's `own` work left out of it. */
  record(own: Omit<OwnResources, 'buckets'>): CfnTrail {
    const { trailName, trail, delivery, encryption } = this.props;
    const { bucket, accessLogBucket } = this.trailBucket;
    const buckets = [bucket, accessLogBucket].flatMap((one) => one?.bucketArn ?? []);
    const recording = new CfnTrail(this, 'Trail', {
      trailName,
      s3BucketName: bucket.bucketName,
      ...(trail.keyPrefix === undefined ? {} : { s3KeyPrefix: trail.keyPrefix }),
      ...(this.key === undefined ? {} : { kmsKeyId: this.key.keyArn }),
      snsTopicName: delivery.topic.topicName,
      isLogging: true,
      isMultiRegionTrail: trail.multiRegion,
      isOrganizationTrail: trail.organizationId !== undefined,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelectors: buildEventSelectors(trail, { ...own, buckets }),
      insightSelectors: trail.insights.map((insightType) => ({ insightType })),
    });
    recording.node.addDependency(this.trailBucket, delivery, encryption);
    return recording;
  }
}
