/**
 * The bucket that CloudTrail delivers to: private, TLS only, versioned, with the policy that CloudTrail checks.
 *
 * The statements are those of "Amazon S3 bucket policy for CloudTrail" with `aws:SourceArn` on each, so that no other
 * trail of no other account can write here. They name the trail before it exists, so its ARN is built by hand.
 */
import { Aws, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { BucketSettings } from '../config/sections/bucket.ts';
import type { TrailSettings } from '../config/sections/trail.ts';
import type { Encryption } from './encryption.ts';

export interface TrailBucketProps {
  readonly trailArn: string;
  readonly trail: TrailSettings;
  readonly settings: BucketSettings;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

export class TrailBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id);
    const { settings, encryption } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      ...encryption.forBucket(),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: props.removalPolicy,
      lifecycleRules: [
        {
          id: 'tidy-up',
          abortIncompleteMultipartUploadAfter: Duration.days(settings.abortIncompleteUploadsAfterDays),
          noncurrentVersionExpiration: Duration.days(settings.expireNoncurrentVersionsAfterDays),
        },
      ],
    });
    this.allowDelivery(props);
  }

  private allowDelivery(props: TrailBucketProps): void {
    const { keyPrefix } = props.trail;
    const folder = [...(keyPrefix ? [keyPrefix] : []), 'AWSLogs', Aws.ACCOUNT_ID].join('/');
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
