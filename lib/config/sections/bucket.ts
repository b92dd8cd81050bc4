/**
 * Settings of the trail bucket that the stack makes: how long objects stay, where, and who may change that.
 *
 * Lifecycle: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
import { z } from 'zod';
import { accountId, arn, bucketName } from './patterns.ts';

export const STORAGE_CLASSES = [
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
] as const;

const STORAGE_STEP = z.strictObject({
  afterDays: z
    .int()
    .min(0)
    .max(36_500)
    .describe('Days after delivery; S3 takes 30 or more for STANDARD_IA and ONEZONE_IA.'),
  storageClass: z.enum(STORAGE_CLASSES).describe('Where the objects go.'),
  minimumSizeKiB: z
    .int()
    .min(0)
    .max(1_048_576)
    .default(0)
    .describe('Only objects larger than this. Most log files are far smaller than 128 KiB.'),
});

/** Of one kind of object. */
const LIFECYCLE = z.strictObject({
  steps: z
    .array(STORAGE_STEP)
    .default([])
    .describe('Storage classes that the objects move to, in order of time.'),
  expireAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe(
      'Days after which the objects are deleted; their last versions are stored, and billed, for ' +
        'expireNoncurrentVersionsAfterDays more. Default: never.',
    ),
});

export const BUCKET = z.strictObject({
  logFiles: LIFECYCLE.prefault({}).describe('Log files, of all kinds of events.'),
  digests: LIFECYCLE.prefault({}).describe('Digest files, which prove the log files.'),
  expireNoncurrentVersionsAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(90)
    .describe('Days that replaced, deleted or expired versions are kept.'),
  abortIncompleteUploadsAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(7)
    .describe('Days after which the parts of an upload that never ended are deleted.'),
  objectLock: z
    .strictObject({
      mode: z
        .enum(['GOVERNANCE', 'COMPLIANCE'])
        .describe('Who may lift the lock: those with the right to, or nobody at all.'),
      days: z.int().min(1).max(36_500).describe('Days for which an object cannot be changed or deleted.'),
    })
    .optional()
    .describe(
      'S3 Object Lock on every new object. Cannot be turned off once the bucket is made. Default: none.',
    ),
  accessLogs: z
    .union([
      z.literal('off'),
      z.literal('own-bucket'),
      z.strictObject({
        bucketName: bucketName().describe("Bucket for the logs; its policy is its owner's."),
        prefix: z.string().min(1).max(512).optional().describe('Prefix of their keys. Default: none.'),
      }),
    ])
    .default('own-bucket')
    .describe('Server access logs of the bucket: none, in a bucket that the stack makes, or in another one.'),
  expireAccessLogsAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(365)
    .describe(
      'Days after which server access logs are deleted from the bucket that the stack makes for them.',
    ),
  replicateTo: z
    .strictObject({
      bucketArn: arn('s3').describe(
        "A bucket with versioning, in this or another account and region; its policy is its owner's.",
      ),
      accountId: accountId()
        .optional()
        .describe('Account that owns that bucket and the copies. Default: the account of the stack.'),
      kmsKeyArn: arn('kms')
        .optional()
        .describe(
          'KMS key that encrypts the copies; needed where a KMS key encrypts the originals. Default: none.',
        ),
    })
    .optional()
    .describe('A second bucket that gets a copy of every object. Default: none.'),
});

export type BucketSettings = z.infer<typeof BUCKET>;
export type LifecycleSettings = z.infer<typeof LIFECYCLE>;
export type StorageClassName = (typeof STORAGE_CLASSES)[number];
