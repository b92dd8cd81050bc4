import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const REPLICA = 'arn:aws:s3:::copies';

describe('the bucket', () => {
  it.each([
    [
      'other rules for the digests of an organisation',
      { trail: { organizationId: 'o-a1b2c3d4e5' }, bucket: { digests: { expireAfterDays: 400 } } },
      'traildex.bucket.digests is {"steps":[],"expireAfterDays":400}; it takes the same as traildex.bucket.logFiles with traildex.trail.organizationId: in the keys of an organisation the account stands before the kind, and S3 chooses objects by how their keys begin.',
    ],
    [
      'a lock that outlasts log files',
      {
        bucket: { logFiles: { expireAfterDays: 365 }, objectLock: { mode: 'GOVERNANCE', days: 366 } },
        index: { retentionDays: 365 },
      },
      'traildex.bucket.objectLock.days is 366; it takes at most 365, the days of traildex.bucket.logFiles.expireAfterDays: expiry cannot remove what is locked.',
    ],
    [
      'a lock that outlasts digests',
      { bucket: { digests: { expireAfterDays: 365 }, objectLock: { mode: 'COMPLIANCE', days: 366 } } },
      'traildex.bucket.objectLock.days is 366; it takes at most 365, the days of traildex.bucket.digests.expireAfterDays: expiry cannot remove what is locked.',
    ],
    [
      'a lock on what is to be thrown away',
      { bucket: { objectLock: { mode: 'GOVERNANCE', days: 1 } }, removalPolicy: 'destroy' },
      'traildex.removalPolicy is "destroy"; it takes "retain" with traildex.bucket.objectLock: S3 deletes no bucket with locked objects in it.',
    ],
    [
      'copies without a key of what has one',
      { bucket: { replicateTo: { bucketArn: REPLICA } }, encryption: 'new-key' },
      'traildex.bucket.replicateTo.kmsKeyArn is not set; it takes the ARN of a KMS key where traildex.encryption is one: S3 copies what a KMS key encrypts only for another KMS key.',
    ],
    [
      'days of access logs that go to the bucket of others',
      { bucket: { accessLogs: { bucketName: 'all-logs' }, expireAccessLogsAfterDays: 30 } },
      'traildex.bucket.expireAccessLogsAfterDays is 30; it takes nothing unless traildex.bucket.accessLogs is "own-bucket", the bucket that it is about.',
    ],
    [
      'days of access logs that nobody writes',
      { bucket: { accessLogs: 'off', expireAccessLogsAfterDays: 30 } },
      'traildex.bucket.expireAccessLogsAfterDays is 30; it takes nothing unless traildex.bucket.accessLogs is "own-bucket", the bucket that it is about.',
    ],
  ])('is refused with %s', (_, settings, complaint) => {
    expect(complaintsAbout(settings)).toEqual([complaint]);
  });

  it.each([
    [
      'the same rules for all of an organisation',
      {
        trail: { organizationId: 'o-a1b2c3d4e5' },
        bucket: { digests: { expireAfterDays: 400 }, logFiles: { expireAfterDays: 400 } },
        index: { retentionDays: 400 },
      },
    ],
    [
      'a lock as long as log files stay',
      {
        bucket: { logFiles: { expireAfterDays: 365 }, objectLock: { mode: 'COMPLIANCE', days: 365 } },
        index: { retentionDays: 365 },
      },
    ],
    [
      'copies with a key',
      { bucket: { replicateTo: { bucketArn: REPLICA, kmsKeyArn: KEY } }, encryption: { keyArn: KEY } },
    ],
    ['days of access logs of its own', { bucket: { expireAccessLogsAfterDays: 30 } }],
    ['copies without a key of what has none', { bucket: { replicateTo: { bucketArn: REPLICA } } }],
  ])('is taken with %s', (_, settings) => {
    expect(complaintsAbout(settings)).toEqual([]);
  });
});
