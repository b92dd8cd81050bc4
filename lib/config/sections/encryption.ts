/** Settings of encryption at rest: one answer for bucket, topics, queues, tables and logs. */
import { z } from 'zod';
import { arn } from './patterns.ts';

export const ENCRYPTION = z
  .union([
    z.literal('aws-managed'),
    z.literal('new-key'),
    z.strictObject({ keyArn: arn('kms').describe('A symmetric KMS key in the region of the stack.') }),
  ])
  .default('aws-managed')
  .describe(
    'Encryption at rest of bucket, topics, queues, tables and logs: with keys of the services, with a KMS key that the ' +
      'stack makes, or with an existing one.',
  );

export type EncryptionSettings = z.infer<typeof ENCRYPTION>;
