/**
 * What of the bucket goes together, and with the rest.
 *
 * Object Lock: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
import type { LifecycleSettings } from '../sections/bucket.ts';
import { refuse } from '../sentence.ts';
import { ofOwnTrail, type Rule, rule, whereWritten } from './rule.ts';

/** An organisation's keys have the account before the kind, and lifecycle rules know prefixes only. */
const kindsOfAnOrganization = rule(
  ['trail.organizationId', 'bucket.logFiles', 'bucket.digests'],
  (organizationId, logFiles, digests) => {
    if (organizationId === undefined || isSame(logFiles, digests)) return [];
    const takes =
      'the same as traildex.bucket.logFiles with traildex.trail.organizationId: in the keys of an organisation the ' +
      'account stands before the kind, and S3 chooses objects by how their keys begin';
    return [refuse('bucket.digests', digests, takes)];
  },
);

const locksBeyondExpiry = (['logFiles', 'digests'] as const).map((kind) =>
  rule(['bucket.objectLock.days', `bucket.${kind}.expireAfterDays`], (days, expireAfterDays) => {
    if (expireAfterDays === undefined || days <= expireAfterDays) return [];
    const takes =
      `at most ${expireAfterDays}, the days of traildex.bucket.${kind}.expireAfterDays: ` +
      'expiry cannot remove what is locked';
    return [refuse('bucket.objectLock.days', days, takes)];
  }),
);

const lockOfAThrowAway = whereWritten(
  'bucket.objectLock',
  rule(['removalPolicy'], (removalPolicy) => {
    if (removalPolicy !== 'destroy') return [];
    const takes = '"retain" with traildex.bucket.objectLock: S3 deletes no bucket with locked objects in it';
    return [refuse('removalPolicy', removalPolicy, takes)];
  }),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
const copiesWithoutKey = whereWritten(
  'bucket.replicateTo',
  rule(['bucket.replicateTo.kmsKeyArn', 'encryption'], (kmsKeyArn, encryption) => {
    if (kmsKeyArn !== undefined || encryption === 'aws-managed') return [];
    const takes =
      'the ARN of a KMS key where traildex.encryption is one: S3 copies what a KMS key encrypts ' +
      'only for another KMS key';
    return [refuse('bucket.replicateTo.kmsKeyArn', undefined, takes)];
  }),
);

const expiryOfOthersAccessLogs = whereWritten(
  'bucket.expireAccessLogsAfterDays',
  rule(['bucket.accessLogs', 'bucket.expireAccessLogsAfterDays'], (accessLogs, days) => {
    if (accessLogs === 'own-bucket') return [];
    const takes = 'nothing unless traildex.bucket.accessLogs is "own-bucket", the bucket that it is about';
    return [refuse('bucket.expireAccessLogsAfterDays', days, takes)];
  }),
);

function isSame(one: LifecycleSettings, other: LifecycleSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export const BUCKET_RULES: readonly Rule[] = [
  ofOwnTrail(kindsOfAnOrganization),
  ...locksBeyondExpiry,
  lockOfAThrowAway,
  copiesWithoutKey,
  expiryOfOthersAccessLogs,
];
