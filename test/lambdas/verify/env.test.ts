import { describe, expect, it } from 'vitest';
import { readVerifySettings } from '../../../lambdas/verify/env.ts';

const REQUIRED = { LOG_FILES_TABLE: 'log-files', TRAIL_BUCKET: 'trail' };

describe('readVerifySettings', () => {
  it('takes no prefix, no organisation, any owner, no repair and no end of retention where none is named', () => {
    expect(readVerifySettings(REQUIRED)).toEqual({
      logFilesTable: 'log-files',
      trailBucket: 'trail',
      trailBucketOwner: undefined,
      deliveryTopic: undefined,
      keyPrefix: '',
      organizationId: '',
      retention: { logFileDays: undefined, digestDays: undefined, eventDays: undefined },
    });
  });

  it('takes every variable', () => {
    const variables = {
      ...REQUIRED,
      TRAIL_BUCKET_OWNER: '444455556666',
      DELIVERY_TOPIC: 'arn:aws:sns:us-east-1:111122223333:delivery',
      KEY_PREFIX: 'audit/main',
      ORGANIZATION_ID: 'o-exampleorg1',
      LOG_FILE_RETENTION_DAYS: '2557',
      DIGEST_RETENTION_DAYS: '3653',
      EVENT_RETENTION_DAYS: '365',
    };
    expect(readVerifySettings(variables)).toMatchObject({
      trailBucketOwner: '444455556666',
      deliveryTopic: 'arn:aws:sns:us-east-1:111122223333:delivery',
      keyPrefix: 'audit/main',
      organizationId: 'o-exampleorg1',
      retention: { logFileDays: 2557, digestDays: 3653, eventDays: 365 },
    });
  });

  it.each(Object.keys(REQUIRED))('names the variable that is missing: %s', (name) => {
    expect(() => readVerifySettings({ ...REQUIRED, [name]: '' })).toThrow(
      `The environment variable ${name} of the verify function is not set.`,
    );
  });

  it.each(['LOG_FILE_RETENTION_DAYS', 'DIGEST_RETENTION_DAYS', 'EVENT_RETENTION_DAYS'])(
    'takes only whole numbers of days above 0: %s',
    (name) => {
      expect(() => readVerifySettings({ ...REQUIRED, [name]: '1.5' })).toThrow(
        `The environment variable ${name} of the verify function is "1.5"; it takes a whole number above 0.`,
      );
    },
  );
});
