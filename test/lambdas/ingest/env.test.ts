import { describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT, readIngestSettings } from '../../../lambdas/ingest/env.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/log-files';
const REQUIRED = { EVENTS_TABLE: 'events', LOG_FILES_TABLE: 'log-files', TRAIL_BUCKET: 'trail', QUEUE_URL };

describe('readIngestSettings', () => {
  it('needs tables, bucket and queue only', () => {
    expect(readIngestSettings(REQUIRED)).toEqual({
      eventsTable: 'events',
      logFilesTable: 'log-files',
      trailBucket: 'trail',
      trailBucketOwner: undefined,
      queueUrl: QUEUE_URL,
      keyPrefix: undefined,
      organizationId: undefined,
      accountIds: undefined,
      retentionDays: undefined,
      writeShards: 1,
      maxInflatedBytes: 1_073_741_824,
      maxRecordBytes: 4_194_304,
      maxRecords: 1_000_000,
      maxKeysPerNotification: 10_000,
    });
  });

  it('takes every variable', () => {
    const settings = readIngestSettings({
      ...REQUIRED,
      TRAIL_BUCKET_OWNER: '111122223333',
      RETENTION_DAYS: '365',
      WRITE_SHARDS: '4',
      MAX_INFLATED_BYTES: '67108864',
      MAX_RECORD_BYTES: '1048576',
      MAX_RECORDS: '200000',
      MAX_KEYS_PER_NOTIFICATION: '500',
      ACCOUNT_IDS: '111122223333,444455556666',
    });
    expect(settings).toMatchObject({
      trailBucketOwner: '111122223333',
      retentionDays: 365,
      writeShards: 4,
      maxInflatedBytes: 67_108_864,
      maxRecordBytes: 1_048_576,
      maxRecords: 200_000,
      maxKeysPerNotification: 500,
      accountIds: ['111122223333', '444455556666'],
    });
  });

  it.each([
    ['no variable: any', undefined, undefined],
    ['an asterisk: any', '*', undefined],
    ['an empty text: only keys that have none', '', ''],
    ['a value: that one only', 'o-exampleorg1', 'o-exampleorg1'],
  ])('reads key prefix and organisation alike; %s', (_, variable, expected) => {
    const settings = readIngestSettings({
      ...REQUIRED,
      ...(variable !== undefined && { KEY_PREFIX: variable, ORGANIZATION_ID: variable }),
    });
    expect(settings.keyPrefix).toBe(expected);
    expect(settings.organizationId).toBe(expected);
  });

  it('takes any account where the variable is an asterisk', () => {
    expect(readIngestSettings({ ...REQUIRED, ACCOUNT_IDS: '*' }).accountIds).toBeUndefined();
  });

  it.each(Object.keys(REQUIRED))('names the variable that is missing: %s', (name) => {
    expect(() => readIngestSettings({ ...REQUIRED, [name]: '' })).toThrow(
      `The environment variable ${name} of the ingest function is not set.`,
    );
  });

  it.each(['RETENTION_DAYS', 'WRITE_SHARDS', 'MAX_INFLATED_BYTES', 'MAX_RECORD_BYTES'])(
    'names the variable that is no whole number above 0: %s',
    (name) => {
      for (const value of ['0', '-1', '1.5', 'many', '9007199254740992']) {
        expect(() => readIngestSettings({ ...REQUIRED, [name]: value })).toThrow(
          `The environment variable ${name} of the ingest function is "${value}"; it takes a whole number above 0.`,
        );
      }
    },
  );
});

describe('LOCAL_FUNCTION_ENVIRONMENT', () => {
  it('takes and keeps everything, whatever the template says', () => {
    const ofTemplate = { KEY_PREFIX: '', ORGANIZATION_ID: '', RETENTION_DAYS: '30' };
    const settings = readIngestSettings({ ...REQUIRED, ...ofTemplate, ...LOCAL_FUNCTION_ENVIRONMENT });
    expect(settings).toMatchObject({
      keyPrefix: undefined,
      organizationId: undefined,
      retentionDays: undefined,
    });
  });
});
