/** What the rest of the stack needs to know of a trail, whoever made it. */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface TrailSource {
  /** The bucket that CloudTrail delivers to. */
  readonly bucket: TrailSourceBucket;
  /** Account that owns the bucket; reads fail when the bucket is somebody else's. */
  readonly bucketOwner: string;
  /** Encrypts the log files; undefined where S3's own keys do. */
  readonly key: IKey | undefined;
}

export type TrailSourceBucket = Pick<IBucket, 'bucketName' | 'bucketArn' | 'arnForObjects'>;
