/**
 * The bucket that CloudTrail delivers to: private, TLS only, versioned, with the policy that CloudTrail checks.
 *
 * The statements are those of "Amazon S3 bucket policy for CloudTrail" with `aws:SourceArn` on each, so that no other
 * trail of no other account can write here. They name the trail before it exists, so its ARN is built by hand. For an
 * organisation trail both folders count, the organisation's and that of the management account: CloudTrail delivers
 * there while a trail is turned into an organisation's and back.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
import { Annotations, Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  type BucketProps,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { trailFolder } from '../../cloudtrail/object-key.ts';
import type { BucketSettings } from '../../config/sections/bucket.ts';
import type { TrailSettings } from '../../config/sections/trail.ts';
import type { Encryption } from '../encryption.ts';
import { stackNames } from '../owners/stack-names.ts';
import { tellOwners } from '../owners/tell-owners.ts';
import { AccessLogBucket } from './access-log-bucket.ts';
import { askForAccessLogs } from './access-log-request.ts';
import { BucketReplication } from './bucket-replication.ts';
import { buildLifecycleRules } from './lifecycle-rules.ts';

export interface TrailBucketProps {
  /** The only trail that may write. */
  readonly trailArn: string;
  readonly trail: Pick<TrailSettings, 'keyPrefix' | 'organizationId'>;
  readonly settings: BucketSettings;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

export class TrailBucket extends Construct {
  readonly bucket: Bucket;
  /** Undefined where access is not logged, or logged elsewhere. */
  readonly accessLogBucket: Bucket | undefined;

  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id);
    const { settings, trail, encryption, removalPolicy } = props;
    // Also in apps that do not set this flag: without it CDK wants ACLs on the bucket that takes the logs.
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true);
    if (settings.accessLogs === 'own-bucket')
      this.accessLogBucket = new AccessLogBucket(this, 'AccessLogs', {
        expireAfterDays: settings.expireAccessLogsAfterDays,
        removalPolicy,
      });
    const { replicateTo } = settings;
    const isLocked = settings.objectLock !== undefined;
    const replication = replicateTo && new BucketReplication(this, 'Replication', { replicateTo, isLocked });
    this.bucket = new Bucket(this, 'Bucket', {
      ...encryption.forBucket(),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: buildLifecycleRules(settings, {
        root: trailFolder(trail.keyPrefix),
        accountId: trail.organizationId === undefined ? Aws.ACCOUNT_ID : undefined,
      }),
      ...objectLockOf(settings),
      ...this.accessLogsOf(settings),
      ...replication?.forBucket(),
    });
    replication?.allowCopying(this.bucket, encryption.key);
    Validations.of(this.bucket).acknowledge({
      id: 'CloudFormation-Validate::W9003',
      reason: 'Object sizes of lifecycle rules are numbers in CDK and texts in the schema; S3 takes both.',
    });
    this.allowDelivery(props);
    this.askForAccessLogs(settings);
    // A bucket that stays keeps its policy: private and TLS only, also when the stack is gone.
    this.bucket.policy?.applyRemovalPolicy(removalPolicy);
  }

  private accessLogsOf({ accessLogs }: BucketSettings): Partial<BucketProps> {
    if (this.accessLogBucket !== undefined) {
      // CDK's own class does not fit its interface where optional properties are exact.
      return { serverAccessLogsBucket: this.accessLogBucket as IBucket };
    }
    if (typeof accessLogs === 'string') return {};
    const { bucketName, prefix } = accessLogs;
    return {
      serverAccessLogsBucket: Bucket.fromBucketName(this, 'AccessLogs', bucketName),
      ...(prefix === undefined ? {} : { serverAccessLogsPrefix: prefix }),
    };
  }

  private askForAccessLogs({ accessLogs }: BucketSettings): void {
    if (typeof accessLogs === 'string') return;
    const request = askForAccessLogs({ ...accessLogs, sourceArn: this.bucket.bucketArn }, stackNames(this));
    tellOwners(this, [request]);
    Annotations.of(this.bucket).acknowledgeWarning(
      '@aws-cdk/aws-s3:accessLogsPolicyNotAdded',
      'Its owner is asked for the statement.',
    );
  }

  private allowDelivery({ trailArn, trail }: TrailBucketProps): void {
    const { keyPrefix, organizationId } = trail;
    const root = trailFolder(keyPrefix);
    this.allowCloudTrail(trailArn, {
      sid: 'AWSCloudTrailAclCheck20150319',
      action: 's3:GetBucketAcl',
      resource: this.bucket.bucketArn,
    });
    this.allowWriting(trailArn, 'AWSCloudTrailWrite20150319', `${root}${Aws.ACCOUNT_ID}/*`);
    if (organizationId !== undefined)
      this.allowWriting(trailArn, 'AWSCloudTrailOrganizationWrite20150319', `${root}${organizationId}/*`);
  }

  private allowWriting(trailArn: string, sid: string, keys: string): void {
    this.allowCloudTrail(
      trailArn,
      { sid, action: 's3:PutObject', resource: this.bucket.arnForObjects(keys) },
      { 's3:x-amz-acl': 'bucket-owner-full-control' },
    );
  }

  private allowCloudTrail(
    trailArn: string,
    { sid, action, resource }: { sid: string; action: string; resource: string },
    conditions: Record<string, string> = {},
  ): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: [action],
        resources: [resource],
        conditions: { StringEquals: { ...conditions, 'aws:SourceArn': trailArn } },
      }),
    );
  }
}

function objectLockOf({ objectLock }: BucketSettings): Partial<BucketProps> {
  if (objectLock === undefined) return {};
  const days = Duration.days(objectLock.days);
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention:
      objectLock.mode === 'GOVERNANCE'
        ? ObjectLockRetention.governance(days)
        : ObjectLockRetention.compliance(days),
  };
}
