import { describe, expect, it } from 'vitest';
import { decideFailure, OutOfTimeError } from '../../../lambdas/ingest/errors.ts';
import { LogFileError } from '../../../lib/cloudtrail/log-file-error.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('what a failure means for a log file', () => {
  it('is rejected where its bytes are at fault', () => {
    expect(decideFailure(new LogFileError('not-gzip', 'The bytes are no gzip.'))).toEqual({
      action: 'reject',
      reason: 'The bytes are no gzip.',
    });
  });

  it.each([
    [
      named('NoSuchKey', 'The specified key does not exist.'),
      'The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.',
    ],
    [
      named('AccessDenied', 'Access Denied'),
      'S3 refuses access to the log file: s3:GetObject is needed. Without s3:ListBucket, S3 says the same of a file ' +
        'that is gone.',
    ],
    [
      named('KMS.DisabledException', 'arn:aws:kms:…:key/1 is disabled.'),
      'The log file cannot be decrypted: its KMS key cannot be used. arn:aws:kms:…:key/1 is disabled.',
    ],
    [
      Object.assign(named('InvalidObjectState', 'The operation is not valid.'), { StorageClass: 'GLACIER' }),
      'The log file is archived (GLACIER): it has to be restored before it can be read.',
    ],
    [
      named('ProvisionedThroughputExceededException', 'Rate exceeded.'),
      'DynamoDB throttles a table of the index.',
    ],
    [
      named('AccessDeniedException', 'User is not authorized.'),
      'DynamoDB refuses access to a table: the policy of the function or of the KMS key of the tables was changed.',
    ],
    [named('SlowDown', 'Please reduce your request rate.'), 'SlowDown: Please reduce your request rate.'],
    [
      named('Error', 'Checksum mismatch: expected "a" but received "b".'),
      'Checksum mismatch: expected "a" but received "b".',
    ],
    [new OutOfTimeError('The invocation ran out of time.'), 'The invocation ran out of time.'],
    ['gone wrong', 'gone wrong'],
  ])('is tried again after %s', (error, reason) => {
    expect(decideFailure(error)).toEqual({ action: 'retry', reason });
  });
});
