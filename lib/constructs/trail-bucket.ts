/**
 * The bucket that CloudTrail delivers to: private, TLS only, versioned, with the policy that CloudTrail checks.
 *
 * The statements are those of "Amazon S3 bucket policy for CloudTrail" with `aws:SourceArn` on each, so that no other
 * trail of no other account can write here. They name the trail before it exists, so its ARN is built by hand.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface TrailBucketProps {
  readonly trailArn: string;
  readonly accountId: string;
  /** S3 key prefix of the trail. @default none */
  readonly keyPrefix?: string | undefined;
  /** Days after which log files and digests are deleted. @default never */
  readonly expireLogFilesAfterDays?: number | undefined;
  readonly expireNoncurrentVersionsAfterDays: number;
  readonly removalPolicy: RemovalPolicy;
}

export class TrailBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: props.removalPolicy,
      lifecycleRules: [
        {
          id: 'tidy-up',
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(props.expireNoncurrentVersionsAfterDays),
          ...(props.expireLogFilesAfterDays === undefined ? { expiredObjectDeleteMarker: true } : {}),
        },
        ...(props.expireLogFilesAfterDays === undefined
          ? []
          : [{ id: 'expire-log-files', expiration: Duration.days(props.expireLogFilesAfterDays) }]),
      ],
    });
    this.allowDelivery(props);
  }

  private allowDelivery(props: TrailBucketProps): void {
    const folder = [...(props.keyPrefix ? [props.keyPrefix] : []), 'AWSLogs', props.accountId].join('/');
    const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSCloudTrailAclCheck20150319',
        effect: Effect.ALLOW,
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucket.bucketArn],
        conditions: { StringEquals: { 'aws:SourceArn': props.trailArn } },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSCloudTrailWrite20150319',
        effect: Effect.ALLOW,
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${folder}/*`)],
        conditions: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': props.trailArn },
        },
      }),
    );
  }
}
