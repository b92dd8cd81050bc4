import { describe, expect, it } from 'vitest';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';
import { toUnreadable } from '../../lib/cloudtrail/unreadable.ts';

function answered(name: string, message = '', members: object = {}): Error {
  return Object.assign(new Error(message), { name, ...members });
}

describe('what S3 answered', () => {
  it.each([
    [
      answered('InvalidObjectState', 'x', { StorageClass: 'GLACIER' }),
      'archived',
      'The log file is archived (GLACIER): it has to be restored before it can be read.',
    ],
    [
      answered('InvalidObjectState', 'x', {
        StorageClass: 'INTELLIGENT_TIERING',
        AccessTier: 'DEEP_ARCHIVE_ACCESS',
      }),
      'archived',
      'The log file is archived (INTELLIGENT_TIERING, DEEP_ARCHIVE_ACCESS): it has to be restored before it can be read.',
    ],
    [
      answered('InvalidObjectState', 'x'),
      'archived',
      'The log file is archived (an archive class): it has to be restored before it can be read.',
    ],
    [
      answered('NoSuchKey', 'The specified key does not exist.'),
      'gone',
      'The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.',
    ],
    [answered('NoSuchBucket'), 'no-bucket', 'The trail bucket is not there any more.'],
    [
      answered('AccessDenied', 'Access Denied'),
      'access-denied',
      'S3 refuses access to the log file: s3:GetObject is needed. Without s3:ListBucket, S3 says the same of a file that is gone.',
    ],
    [
      answered('AccessDenied', 'User: u is not authorized to perform: kms:Decrypt on resource: k'),
      'key-denied',
      'The log file cannot be decrypted: kms:Decrypt on its key is needed.',
    ],
    [
      answered('KMS.DisabledException', 'arn:aws:kms:… is disabled.'),
      'key-unusable',
      'The log file cannot be decrypted: its KMS key cannot be used. arn:aws:kms:… is disabled.',
    ],
    [
      new Error('Reading from S3 ended after 0 of 5 bytes: Checksum mismatch: …', {
        cause: new Error('Checksum mismatch: expected "a" but received "b"'),
      }),
      'damaged',
      'The log file is damaged: its bytes do not fit the checksum that S3 keeps of them.',
    ],
    [answered('TimeoutError', 'slow'), 'failed', 'The log file cannot be read: TimeoutError: slow'],
    [new Error('ECONNRESET'), 'failed', 'The log file cannot be read: ECONNRESET'],
    ['thrown text', 'failed', 'The log file cannot be read: thrown text'],
  ])('%s', (cause, reason, problem) => {
    expect(toUnreadable(cause)).toMatchObject({ reason, problem });
  });

  it('keeps the storage class for who wants to restore', () => {
    const { storageClass } = toUnreadable(
      answered('InvalidObjectState', '', { StorageClass: 'DEEP_ARCHIVE' }),
    );
    expect(storageClass).toBe('DEEP_ARCHIVE');
  });

  it('a key that is gone is gone, whatever its name says', () => {
    expect(toUnreadable(answered('NoSuchKey', 'kms:notes.json.gz')).reason).toBe('gone');
  });
});

it('bytes that are no log file are damage', () => {
  const cause = new LogFileError('corrupt-gzip', 'The inflated bytes do not fit the checksum.');
  expect(toUnreadable(cause)).toEqual({
    reason: 'damaged',
    problem: 'The log file is damaged: The inflated bytes do not fit the checksum.',
  });
});
