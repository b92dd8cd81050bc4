import { describe, expect, it } from 'vitest';
import { readVerifyPlanSettings } from '../../../lambdas/verify-plan/env.ts';

const REQUIRED = {
  TRAIL_BUCKET: 'trail',
  LOG_FILES_TABLE: 'log-files',
  VERIFY_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/verify',
};

describe('readVerifyPlanSettings', () => {
  it('takes no prefix, no organisation, any owner and every account where none is named', () => {
    expect(readVerifyPlanSettings(REQUIRED)).toEqual({
      trailBucket: 'trail',
      trailBucketOwner: undefined,
      logFilesTable: 'log-files',
      verifyQueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/verify',
      keyPrefix: '',
      organizationId: '',
      accountIds: undefined,
    });
  });

  it('takes every variable', () => {
    const variables = {
      ...REQUIRED,
      TRAIL_BUCKET_OWNER: '444455556666',
      KEY_PREFIX: 'audit/main',
      ORGANIZATION_ID: 'o-exampleorg1',
      ACCOUNT_IDS: '111122223333,444455556666',
    };
    expect(readVerifyPlanSettings(variables)).toMatchObject({
      trailBucketOwner: '444455556666',
      keyPrefix: 'audit/main',
      organizationId: 'o-exampleorg1',
      accountIds: ['111122223333', '444455556666'],
    });
  });

  it.each(Object.keys(REQUIRED))('names the variable that is missing: %s', (name) => {
    expect(() => readVerifyPlanSettings({ ...REQUIRED, [name]: '' })).toThrow(
      `The environment variable ${name} of the verify-plan function is not set.`,
    );
  });
});
