import { describe, expect, it } from 'vitest';
import { readBackfillSettings } from '../../../lambdas/backfill/env.ts';

const REQUIRED = {
  LOG_FILES_TABLE: 'log-files',
  TRAIL_BUCKET: 'trail',
  DELIVERY_TOPIC: 'arn:aws:sns:us-east-1:111122223333:delivery',
  LOOK_BACK_DAYS: '2',
};

describe('readBackfillSettings', () => {
  it('takes no prefix, no organisation and any owner where none is named', () => {
    expect(readBackfillSettings(REQUIRED)).toEqual({
      logFilesTable: 'log-files',
      trailBucket: 'trail',
      trailBucketOwner: undefined,
      deliveryTopic: 'arn:aws:sns:us-east-1:111122223333:delivery',
      keyPrefix: '',
      organizationId: '',
      lookBackDays: 2,
    });
  });

  it('takes every variable', () => {
    const variables = {
      ...REQUIRED,
      TRAIL_BUCKET_OWNER: '444455556666',
      KEY_PREFIX: 'audit/main',
      ORGANIZATION_ID: 'o-exampleorg1',
      LOOK_BACK_DAYS: '90',
    };
    expect(readBackfillSettings(variables)).toMatchObject({
      trailBucketOwner: '444455556666',
      keyPrefix: 'audit/main',
      organizationId: 'o-exampleorg1',
      lookBackDays: 90,
    });
  });

  it.each(Object.keys(REQUIRED))('names the variable that is missing: %s', (name) => {
    expect(() => readBackfillSettings({ ...REQUIRED, [name]: '' })).toThrow(
      `The environment variable ${name} of the backfill function is not set.`,
    );
  });

  it.each(['0', '-1', '1.5', 'many'])('takes no %s for a number of days', (value) => {
    expect(() => readBackfillSettings({ ...REQUIRED, LOOK_BACK_DAYS: value })).toThrow(
      `The environment variable LOOK_BACK_DAYS of the backfill function is "${value}"; it takes a whole number above 0.`,
    );
  });
});
