/** Encryption that new data no longer gets, and keys that stop changing or lose their material. */
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

export const ENCRYPTION_WEAKENED: EventsQuestion = {
  kind: 'events',
  id: 'encryption-weakened',
  title: 'Where was encryption switched off or weakened?',
  why: 'New volumes and objects are then written without the key that was meant to guard them.',
  severity: 'medium',
  parameters: [],
  select: () => [
    doneCallsOf('ec2', ['DisableEbsEncryptionByDefault', 'ResetEbsDefaultKmsKeyId']),
    doneCallsOf('s3', ['DeleteBucketEncryption']),
    doneCallsOf('kms', ['DisableKeyRotation', 'DeleteImportedKeyMaterial']),
  ],
  columns: DONE_COLUMNS,
  falsePositives: ['S3 encrypts with a key of its own what no longer has one of yours.'],
  next: 'show {eventID}',
};
