/**
 * Where S3 writes who read and wrote the trail bucket: private, TLS only, and written to by nobody but S3's log delivery
 * for that one bucket.
 *
 * Encrypted with S3's own keys: log delivery cannot write where a key of AWS KMS that AWS manages is the default, and a
 * key of the customer's would need the delivery service in its policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface AccessLogBucketProps {
  /** Days that logs are kept. */
  readonly expireAfterDays: number;
  readonly removalPolicy: RemovalPolicy;
}

const REMAINS_KEPT = Duration.days(7);

export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, { expireAfterDays, removalPolicy }: AccessLogBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(expireAfterDays),
          noncurrentVersionExpiration: REMAINS_KEPT,
          abortIncompleteMultipartUploadAfter: REMAINS_KEPT,
        },
      ],
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
    // A bucket that stays keeps its policy: without it, S3's log delivery would be shut out.
    this.policy?.applyRemovalPolicy(removalPolicy);
  }
}
