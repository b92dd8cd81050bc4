/** A trail that is there already, of this account or another: its bucket is read, and its notifications are heard. */
import { Aws } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ExistingTrailSettings } from '../config/sections/trail.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { TrailSource, TrailSourceBucket } from './trail-source.ts';

export interface ExistingTrailProps {
  readonly existing: ExistingTrailSettings;
  readonly keyPrefix: string | undefined;
  readonly delivery: DeliveryQueue;
}

export class ExistingTrail extends Construct implements TrailSource {
  readonly bucket: TrailSourceBucket;
  readonly bucketOwner: string;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { existing, delivery }: ExistingTrailProps) {
    super(scope, id);
    this.bucket = Bucket.fromBucketName(this, 'Bucket', existing.bucketName);
    this.bucketOwner = existing.bucketAccountId ?? Aws.ACCOUNT_ID;
    this.key = existing.kmsKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', existing.kmsKeyArn);
    const { notifications } = existing;
    if (notifications.from === 'topic')
      delivery.subscribeTo(Topic.fromTopicArn(this, 'Topic', notifications.topicArn));
  }
}
