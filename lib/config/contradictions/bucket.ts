/**
 * What of the bucket goes together, and with the rest.
 *
 * Object Lock: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
import type { LifecycleSettings } from '../sections/bucket.ts';
import { refuse } from '../sentence.ts';
import { rule } from './rule.ts';

const OBJECT_KINDS = ['logFiles', 'digests'] as const;

/** An organisation's keys have the account before the kind, and lifecycle rules know prefixes only. */
const kindsOfAnOrganization = rule(['trail', 'bucket'], ({ trail, bucket }) => {
  if (trail.organizationId === undefined || trail.existing !== undefined) return [];
  if (isSame(bucket.logFiles, bucket.digests)) return [];
  const takes =
    'the same as traildex.bucket.logFiles with traildex.trail.organizationId: in the keys of an organisation the ' +
    'account stands before the kind, and S3 chooses objects by how their keys begin';
  return [refuse('bucket.digests', bucket.digests, takes)];
});

const lockBeyondExpiry = rule(['bucket'], ({ bucket }) => {
  const { objectLock } = bucket;
  return OBJECT_KINDS.flatMap((kind) => {
    const { expireAfterDays = Number.POSITIVE_INFINITY } = bucket[kind];
    if (objectLock === undefined || objectLock.days <= expireAfterDays) return [];
    const takes =
      `at most ${expireAfterDays}, the days of traildex.bucket.${kind}.expireAfterDays: ` +
      'expiry cannot remove what is locked';
    return [refuse('bucket.objectLock.days', objectLock.days, takes)];
  });
});

const lockOfAThrowAway = rule(['bucket', 'removalPolicy'], ({ bucket, removalPolicy }) =>
  bucket.objectLock !== undefined && removalPolicy === 'destroy'
    ? [
        refuse(
          'removalPolicy',
          removalPolicy,
          '"retain" with traildex.bucket.objectLock: S3 deletes no bucket with locked objects in it',
        ),
      ]
    : [],
);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
const copiesWithoutKey = rule(['bucket', 'encryption'], ({ bucket: { replicateTo }, encryption }) =>
  replicateTo !== undefined && replicateTo.kmsKeyArn === undefined && encryption !== 'aws-managed'
    ? [
        refuse(
          'bucket.replicateTo.kmsKeyArn',
          undefined,
          'the ARN of a KMS key where traildex.encryption is one: S3 copies what a KMS key encrypts ' +
            'only for another KMS key',
        ),
      ]
    : [],
);

function isSame(one: LifecycleSettings, other: LifecycleSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export const BUCKET_RULES = [kindsOfAnOrganization, lockBeyondExpiry, lockOfAThrowAway, copiesWithoutKey];
