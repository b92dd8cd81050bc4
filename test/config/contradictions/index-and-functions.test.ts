import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

const UNITS = { minWriteUnits: 10, maxWriteUnits: 100, minReadUnits: 5, maxReadUnits: 50 };
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const EXISTING = { bucketName: 'logs', notifications: { from: 's3' }, expireAfterDays: 90 };
const RETENTION_BESIDE =
  'it takes at most 90, the days of traildex.bucket.logFiles.expireAfterDays, when the log files go that the index points to.';

describe('settings that are wrong together', () => {
  it.each([
    [
      'an index for ever of log files that expire',
      { bucket: { logFiles: { expireAfterDays: 90 } } },
      `traildex.index.retentionDays is not set; ${RETENTION_BESIDE}`,
    ],
    [
      'an index that outlives its log files',
      { bucket: { logFiles: { expireAfterDays: 90 } }, index: { retentionDays: 91 } },
      `traildex.index.retentionDays is 91; ${RETENTION_BESIDE}`,
    ],
    [
      'an index that outlives the log files of others',
      { trail: { existing: EXISTING }, index: { retentionDays: 91 } },
      'traildex.index.retentionDays is 91; it takes at most 90, the days of traildex.trail.existing.expireAfterDays, when the log files go that the index points to.',
    ],
    [
      'write capacity upside down',
      { index: { capacity: { ...UNITS, minWriteUnits: 101 } } },
      'traildex.index.capacity.minWriteUnits is 101; it takes at most 100, what traildex.index.capacity.maxWriteUnits is.',
    ],
    [
      'read capacity upside down',
      { index: { capacity: { ...UNITS, minReadUnits: 51 } } },
      'traildex.index.capacity.minReadUnits is 51; it takes at most 50, what traildex.index.capacity.maxReadUnits is.',
    ],
    [
      'a table that is colder than what it has',
      {
        index: {
          capacity: { ...UNITS, minWriteUnits: 5_000, maxWriteUnits: 9_000 },
          warmThroughput: { writeUnits: 4_999, readUnits: 12_000 },
        },
      },
      'traildex.index.warmThroughput.writeUnits is 4999; it takes at least 5000, what traildex.index.capacity.minWriteUnits is.',
    ],
    [
      'protection of what is to be thrown away',
      { index: { deletionProtection: true }, removalPolicy: 'destroy' },
      'traildex.index.deletionProtection is true; it takes false where traildex.removalPolicy is "destroy".',
    ],
    [
      'a large batch that nobody waits for',
      { ingest: { batchSize: 11, batchingWindowSeconds: 0 } },
      'traildex.ingest.batchingWindowSeconds is 0; it takes at least 1 where traildex.ingest.batchSize is more than 10 (11).',
    ],
    [
      'a queue that asks for more than is set aside',
      { ingest: { reservedConcurrency: 9 } },
      'traildex.ingest.reservedConcurrency is 9; it takes at least 10, what traildex.ingest.maxConcurrency is.',
    ],
    [
      "addresses for somebody else's topic",
      { alarms: { topicArn: TOPIC, emails: ['a@example.com'] } },
      'traildex.alarms.emails is ["a@example.com"]; it takes no entry with traildex.alarms.topicArn: subscribe the addresses to that topic.',
    ],
  ])('are refused: %s', (_, settings, complaint) => {
    expect(complaintsAbout(settings)).toEqual([complaint]);
  });

  it.each([
    [
      'an index as old as its log files',
      { bucket: { logFiles: { expireAfterDays: 90 } }, index: { retentionDays: 90 } },
    ],
    [
      'an index as old as the log files of others',
      { trail: { existing: EXISTING }, index: { retentionDays: 90 } },
    ],
    ['fixed capacity', { index: { capacity: { ...UNITS, minWriteUnits: 100, minReadUnits: 50 } } }],
    [
      'a table that is just warm enough',
      {
        index: {
          capacity: { ...UNITS, minWriteUnits: 4_000, maxWriteUnits: 9_000 },
          warmThroughput: { writeUnits: 4_000, readUnits: 12_000 },
        },
      },
    ],
    ['protection of what stays', { index: { deletionProtection: true } }],
    ['a small batch that nobody waits for', { ingest: { batchSize: 10, batchingWindowSeconds: 0 } }],
    ['just enough set aside', { ingest: { reservedConcurrency: 10 } }],
    ["somebody else's topic", { alarms: { topicArn: TOPIC } }],
  ])('are taken where they are not: %s', (_, settings) => {
    expect(complaintsAbout(settings)).toEqual([]);
  });

  it('are told beside mistakes in other settings, and not where one of their own has a mistake', () => {
    const expiring = { bucket: { logFiles: { expireAfterDays: 90 } } };
    expect(complaintsAbout({ ...expiring, ingest: { memoryMiB: 1 }, nothing: 1 })).toEqual([
      'traildex.ingest.memoryMiB is 1; it takes a whole number from 512 to 10240.',
      'traildex.nothing is not a setting; traildex takes trail, bucket, encryption, index, ingest, backfill, verify, alarms, tags or removalPolicy.',
      `traildex.index.retentionDays is not set; ${RETENTION_BESIDE}`,
    ]);
    expect(complaintsAbout({ ...expiring, index: { retentionDays: 0 } })).toEqual([
      'traildex.index.retentionDays is 0; it takes a whole number from 1 to 36500.',
    ]);
  });
});
