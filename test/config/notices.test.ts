import { describe, expect, it } from 'vitest';
import { findNotices } from '../../lib/config/notices.ts';
import { parseSettings } from '../../lib/config/settings.ts';

const EXISTING = { bucketName: 'logs', notifications: { from: 's3' } };

/** Warnings alone, which most are. */
function noticesOf(settings: unknown, level = 'warning'): readonly (readonly [string, string])[] {
  const notices = findNotices(parseSettings(settings)).filter((notice) => notice.level === level);
  return notices.map(({ id, text }) => [id, text]);
}

function smallObjects(storageClass: string, reason: string): [string, string] {
  return [
    `small-objects-logFiles-${storageClass}`,
    `traildex.bucket.logFiles.steps[0] moves small objects too, at a price for each, and ${storageClass} ${reason}. ` +
      'Set minimumSizeKiB to 128 to move only what pays.',
  ];
}

describe('findNotices', () => {
  it('warns of nothing by default', () => {
    expect(noticesOf({})).toEqual([]);
  });

  it.each([
    [
      'STANDARD_IA',
      'bills each object as 128 KiB or more, so that one of 2 KB costs 35 times what it does in Standard',
    ],
    [
      'ONEZONE_IA',
      'bills each object as 128 KiB or more, so that one of 2 KB costs 28 times what it does in Standard',
    ],
    [
      'GLACIER_IR',
      'bills each object as 128 KiB or more, so that one of 2 KB costs 11 times what it does in Standard',
    ],
    ['INTELLIGENT_TIERING', 'bills objects of less than 128 KiB as Standard does'],
  ])('says what small objects cost in %s', (storageClass, reason) => {
    const stepsOf = (minimumSizeKiB: number) => ({
      bucket: { logFiles: { steps: [{ afterDays: 30, storageClass, minimumSizeKiB }] } },
    });
    expect(noticesOf(stepsOf(127))).toEqual([smallObjects(storageClass, reason)]);
    expect(noticesOf(stepsOf(128))).toEqual([]);
  });

  it.each([
    ['GLACIER', 'adds 40 KiB to each object, so that one of 2 KB costs 7 times what it does in Standard'],
    [
      'DEEP_ARCHIVE',
      'adds 40 KiB to each object, so that one of 2 KB costs 5 times what it does in Standard',
    ],
  ])('says what becomes unreadable in %s, and what small objects cost there', (storageClass, reason) => {
    const logFiles = { steps: [{ afterDays: 30, storageClass }] };
    expect(noticesOf({ bucket: { logFiles } })).toEqual([
      [
        'archived-logFiles',
        `traildex.bucket.logFiles go to ${storageClass} after 30 days: from then on \`traildex show\`, backfill and indexing anew fail for them until somebody restores them in S3, which takes hours.`,
      ],
      smallObjects(storageClass, reason),
    ]);
  });

  it('names the step that moves small objects', () => {
    const steps = [
      { afterDays: 30, storageClass: 'STANDARD_IA', minimumSizeKiB: 128 },
      { afterDays: 60, storageClass: 'GLACIER_IR' },
    ];
    const [notice] = noticesOf({ bucket: { digests: { steps } } });
    expect(notice?.[0]).toBe('small-objects-digests-GLACIER_IR');
    expect(notice?.[1]).toContain('traildex.bucket.digests.steps[1] moves small objects too');
  });

  it.each([
    [
      'archived digests',
      {
        bucket: { digests: { steps: [{ afterDays: 0, storageClass: 'GLACIER', minimumSizeKiB: 128 }] } },
      },
      'archived-digests',
      'traildex.bucket.digests go to GLACIER after 0 days: from then on log files cannot be proven by them until somebody restores them in S3, which takes hours.',
    ],
    [
      'objects that leave a class early',
      {
        bucket: {
          logFiles: {
            steps: [{ afterDays: 10, storageClass: 'GLACIER_IR', minimumSizeKiB: 128 }],
            expireAfterDays: 99,
          },
          digests: { expireAfterDays: 99 },
        },
        index: { retentionDays: 99 },
      },
      'early-deletion-logFiles',
      'traildex.bucket.logFiles expire 89 days after they go to GLACIER_IR, which bills 90 days at least.',
    ],
    [
      'digests that go before log files',
      { bucket: { digests: { expireAfterDays: 365 } } },
      'digests-expire-first',
      'traildex.bucket.digests expire after 365 days, before the log files: what is older can no longer be proven to be what CloudTrail delivered.',
    ],
    [
      'optional indexes',
      { index: { optionalIndexes: ['by-source-ip', 'by-user-name'] } },
      'one-index-a-deployment',
      'traildex.index.optionalIndexes has by-source-ip, by-user-name: once the table exists, DynamoDB takes one new or dropped index a deployment, so add or remove one, deploy, then the next.',
    ],
    [
      'write shards',
      { index: { writeShards: 8 } },
      'write-shards-only-raised',
      'traildex.index.writeShards is 8 and can only be raised: the table remembers the highest number, and a lower one later has no effect.',
    ],
    [
      'warm throughput',
      { index: { warmThroughput: { writeUnits: 40_000, readUnits: 40_000 } } },
      'warm-throughput-only-raised',
      "traildex.index.warmThroughput is billed once for what it adds, on the table and on each index, and the table's cannot be lowered.",
    ],
    [
      'a lock in compliance mode',
      { bucket: { objectLock: { mode: 'COMPLIANCE', days: 365 } } },
      'object-lock-stays',
      'traildex.bucket.objectLock cannot be switched off once the bucket is made, nor can its versioning; nobody, not even the root user, can delete an object within 365 days of its delivery.',
    ],
    [
      'a lock in governance mode',
      { bucket: { objectLock: { mode: 'GOVERNANCE', days: 365 } } },
      'object-lock-stays',
      'traildex.bucket.objectLock cannot be switched off once the bucket is made, nor can its versioning; only those with s3:BypassGovernanceRetention can delete an object within 365 days of its delivery.',
    ],
    [
      'no look for missed log files',
      { backfill: { everyHours: 0 } },
      'no-backfill',
      'traildex.backfill.everyHours is 0: a log file whose notification is lost stays out of the index until somebody looks.',
    ],
    [
      'a stack to be thrown away',
      { removalPolicy: 'destroy' },
      'throw-away',
      'traildex.removalPolicy is "destroy": deleting the stack deletes the log files, the tables and the logs for good.',
    ],
    [
      "a stack to be thrown away that reads somebody else's log files",
      { removalPolicy: 'destroy', trail: { existing: EXISTING } },
      'throw-away',
      'traildex.removalPolicy is "destroy": deleting the stack deletes the tables and the logs for good.',
    ],
    [
      'capacity over the quota',
      { index: { capacity: { minWriteUnits: 1, maxWriteUnits: 40_001, minReadUnits: 1, maxReadUnits: 1 } } },
      'units-over-quota',
      "traildex.index asks for more than 40000 units a second, DynamoDB's quota of a table and of each index unless AWS has raised it for the account: ask for that first.",
    ],
  ])('says what to know of %s', (_, settings, id, text) => {
    expect(noticesOf(settings)).toEqual([[id, text]]);
  });

  it.each([
    [
      'alarms that nobody hears',
      {},
      [
        'alarms-unheard',
        'traildex.alarms has neither emails nor topicArn: alarms go to a topic of the stack to which nobody is subscribed, so that they are seen on the dashboard only.',
      ],
    ],
    [
      'what expires and stays',
      {
        alarms: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms' },
        bucket: { logFiles: { expireAfterDays: 400 }, expireNoncurrentVersionsAfterDays: 30 },
        index: { retentionDays: 400 },
      },
      [
        'expired-but-kept-logFiles',
        'traildex.bucket.logFiles expire after 400 days, and their last versions are stored, and billed, 30 days more, as traildex.bucket.expireNoncurrentVersionsAfterDays says: 430 in all.',
      ],
    ],
  ])('informs of %s', (_, settings, notice) => {
    expect(noticesOf(settings, 'info')).toEqual([notice]);
  });

  it('has nothing to inform of where somebody hears the alarms', () => {
    expect(noticesOf({ alarms: { emails: ['oncall@example.com'] } }, 'info')).toEqual([]);
  });

  it.each([
    [{ ingest: {} }, 'SQS, SNS, X-Ray'],
    [{ ingest: { tracing: false } }, 'SQS, SNS'],
    [{ backfill: { everyHours: 0 }, ingest: { tracing: false } }, 'SQS, SNS'],
    [{ backfill: { everyHours: 0 }, verify: { everyHours: 0 }, ingest: { tracing: false } }, 'SQS'],
    [{ backfill: { everyHours: 0 }, verify: { repair: false }, ingest: { tracing: false } }, 'SQS'],
  ])('names the endpoints that the functions need in a VPC: %j', (settings, interfaces) => {
    const vpc = { subnetIds: ['subnet-01234567'], securityGroupIds: ['sg-01234567'] };
    const inVpc = { ...settings, ingest: { ...settings.ingest, vpc } };
    expect(noticesOf(inVpc)).toContainEqual([
      'vpc-way-out',
      `traildex.ingest.vpc: the functions get no public address. Their subnets need gateway endpoints for S3 and DynamoDB and interface endpoints for ${interfaces}, or a NAT gateway: without a way out nothing is indexed, and notifications end in the dead-letter queue within a day.`,
    ]);
  });

  it('says what a verification in a VPC needs to have the keys of other regions', () => {
    const vpc = { subnetIds: ['subnet-01234567'], securityGroupIds: ['sg-01234567'] };
    const told = (settings: unknown) => noticesOf(settings).map(([id]) => id);
    expect(told({ ingest: { vpc } })).toContain('vpc-public-keys');
    expect(told({ ingest: { vpc }, verify: { everyHours: 0 } })).not.toContain('vpc-public-keys');
    expect(told({})).not.toContain('vpc-public-keys');
  });

  it('says what nobody looks for without a scheduled verification', () => {
    expect(noticesOf({ verify: { everyHours: 0 } })).toContainEqual([
      'no-verification',
      "traildex.verify.everyHours is 0: nobody holds bucket and index against CloudTrail's digests until somebody runs `traildex verify`.",
    ]);
  });

  it('says that copies of locked objects need a lock, too', () => {
    const bucket = {
      objectLock: { mode: 'GOVERNANCE', days: 1 },
      replicateTo: { bucketArn: 'arn:aws:s3:::copies' },
    };
    expect(noticesOf({ bucket })).toContainEqual([
      'object-lock-of-copies',
      'traildex.bucket.replicateTo: S3 copies locked objects only into a bucket that has Object Lock on, too.',
    ]);
  });
});
