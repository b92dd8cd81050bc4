/**
 * Copies of all objects of the trail bucket in a second bucket, and the role with which S3 makes them.
 *
 * Delete markers are not copied: what expires or is deleted here stays there, under the rules of the other
 * bucket. Copies in another account belong to that account, whose owner must let the role in. The role has no
 * rights for delete markers and tags, and uses the keys for these two buckets only.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type BucketProps, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { BucketSettings } from '../../config/sections/bucket.ts';
import { accessStatements, type EncryptedBy } from '../access/access-statements.ts';
import { stackNames } from '../owners/stack-names.ts';
import { tellOwners } from '../owners/tell-owners.ts';
import { copiesRequests } from './copies-requests.ts';

export interface BucketReplicationProps {
  /** The second bucket. */
  readonly replicateTo: NonNullable<BucketSettings['replicateTo']>;
  /** Whether objects have locks, which are copied with them. */
  readonly isLocked: boolean;
}

export type ReplicatedBucket = Pick<IBucket, 'bucketArn' | 'arnForObjects'>;

const READ_OBJECTS = ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication'];
const READ_LOCKS = ['s3:GetObjectLegalHold', 's3:GetObjectRetention'];
/** Decrypting is for the bucket key that the other bucket may use. */
const ENCRYPT_COPIES = ['kms:Decrypt', 'kms:Encrypt'];

export class BucketReplication extends Construct {
  readonly copies: IBucket;
  private readonly copiesKey: IKey | undefined;
  private readonly isInOtherAccount: boolean;
  private readonly isLocked: boolean;
  private readonly role: Role;

  constructor(scope: Construct, id: string, { replicateTo, isLocked }: BucketReplicationProps) {
    super(scope, id);
    const { bucketArn, accountId = Stack.of(this).account, kmsKeyArn } = replicateTo;
    this.isInOtherAccount = accountId !== Stack.of(this).account;
    this.isLocked = isLocked;
    this.copies = Bucket.fromBucketAttributes(this, 'Copies', { bucketArn, account: accountId });
    this.copiesKey = kmsKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'CopiesKey', kmsKeyArn);
    this.role = new Role(this, 'Role', {
      description: 'S3 copies the log files of the traildex trail with this role.',
      assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    });
    const copying = { replicateTo, actions: this.writeCopies, keyActions: ENCRYPT_COPIES };
    tellOwners(this, copiesRequests(copying, stackNames(this)));
  }

  /** What is in another account becomes that account's. */
  private get writeCopies(): string[] {
    const takeOver = this.isInOtherAccount ? ['s3:ObjectOwnerOverrideToBucketOwner'] : [];
    return ['s3:ReplicateObject', ...takeOver];
  }

  /** For the bucket whose objects are copied. */
  forBucket(): Pick<BucketProps, 'replicationRole' | 'replicationRules'> {
    const copies = {
      id: 'copies',
      priority: 1,
      destination: this.copies,
      accessControlTransition: this.isInOtherAccount,
      deleteMarkerReplication: false,
    };
    const encrypted =
      this.copiesKey === undefined ? {} : { kmsKey: this.copiesKey, sseKmsEncryptedObjects: true };
    return { replicationRole: this.role, replicationRules: [{ ...copies, ...encrypted }] };
  }

  /** The rights come after the bucket that they name, which comes after the role. */
  allowCopying(bucket: ReplicatedBucket, key: IKey | undefined): void {
    const rights = [
      { actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], on: 'bucket' },
      {
        actions: this.isLocked ? [...READ_OBJECTS, ...READ_LOCKS] : READ_OBJECTS,
        on: 'objects',
        keyActions: ['kms:Decrypt'],
      },
      {
        actions: this.writeCopies,
        on: 'copies',
        keyActions: ENCRYPT_COPIES,
      },
    ] as const;
    const places = {
      bucket: { arns: [bucket.bucketArn] },
      objects: { arns: [bucket.arnForObjects('*')], encryptedBy: encryptedBy(key, bucket) },
      copies: {
        arns: [this.copies.arnForObjects('*')],
        encryptedBy: encryptedBy(this.copiesKey, this.copies),
      },
    };
    for (const statement of accessStatements(rights, places)) this.role.addToPolicy(statement);
  }
}

/** Requests for an S3 Bucket Key name the bucket, others the object. */
function encryptedBy(key: IKey | undefined, bucket: ReplicatedBucket): EncryptedBy | undefined {
  if (key === undefined) return undefined;
  return {
    key,
    contextKey: 'aws:s3:arn',
    contextValues: [bucket.bucketArn, bucket.arnForObjects('*')],
  };
}
