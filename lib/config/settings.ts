/**
 * What a deployment can set: the object under the context key `traildex` of cdk.json, its defaults and its limits.
 *
 * Checked as a whole at synth; every mistake is named at once, with the key, what stands there and what it takes.
 * Nothing here reads the environment, so that synth gives the same template everywhere.
 */
import { z } from 'zod';

const days = (purpose: string) => z.int().min(1).describe(purpose);

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html, as the 200 characters below. */
const TRAIL_NAME = /^(?=.{3,128}$)(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/;

/**
 * Letters, digits and ! - _ . ' ( ), which S3 calls safe, save the asterisk: in the policies that name the prefix it
 * would stand for any text. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const KEY_PREFIX = /^(?=.{1,200}$)(?!\.{1,2}(?:\/|$))[\w!.'()-]+(?:\/(?!\.{1,2}(?:\/|$))[\w!.'()-]+)*$/;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const SETTINGS = z.strictObject({
  trail: z
    .strictObject({
      name: z
        .string()
        .regex(
          TRAIL_NAME,
          'takes 3 to 128 letters, digits and single ".", "_" or "-" between them, and is no IP address',
        )
        .optional()
        .describe(
          'Name of the trail, 3 to 128 letters, digits, ".", "_" or "-". Default: the name of the stack.',
        ),
      keyPrefix: z
        .string()
        .regex(
          KEY_PREFIX,
          'takes 1 to 200 letters, digits and ! - _ . \' ( ) /, no slash at either end, no folder that is empty, "." or ".."',
        )
        .optional()
        .describe('S3 key prefix of the log files, without a slash at either end. Default: none.'),
    })
    .prefault({}),
  bucket: z
    .strictObject({
      expireLogFilesAfterDays: days('Days after which log files are deleted. Default: never.').optional(),
      expireNoncurrentVersionsAfterDays: days('Days that replaced or deleted versions are kept.').default(90),
    })
    .prefault({}),
  index: z
    .strictObject({
      retentionDays: days(
        'Days that an event stays in the index, from its time on. Default: for ever.',
      ).optional(),
      writeShards: z
        .int()
        .min(1)
        .max(100)
        .default(1)
        .describe('Write shards per index key. Raised, never lowered.'),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      memoryMiB: z
        .int()
        // A warm function remembers the catalogue beside the log files that it reads.
        .min(512)
        .max(10_240)
        .default(1024)
        .describe('Memory of the ingest function.'),
      batchSize: z.int().min(1).max(1_000).default(100).describe('Notifications per invocation, at most.'),
      maxConcurrency: z
        .int()
        .min(2)
        .max(1_000)
        .default(10)
        .describe('Invocations at the same time, at most.'),
      maxInflatedMiB: z
        .int()
        // Room for CloudTrail's own files, of at most 50 MB; no more than `traildex show` reads back.
        .min(64)
        .max(1024)
        .default(1024)
        .describe('Size up to which a log file is inflated; a larger one is refused.'),
      maxRecordMiB: z
        .int()
        // Room for the largest event of today, 256 KB; no more than a function holds of several files at once.
        .min(1)
        .max(32)
        .default(16)
        .describe('Size up to which a record is indexed; a larger one is refused, its neighbours are not.'),
      logRetentionDays: z
        .literal(LOG_RETENTION_DAYS, `takes one of ${LOG_RETENTION_DAYS.join(', ')}`)
        .default(30)
        .describe(`Days that the function log is kept: ${LOG_RETENTION_DAYS.join(', ')}.`),
    })
    .prefault({}),
  removalPolicy: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe('What deleting the stack does to bucket, tables and log. "destroy" is for throw-away stacks.'),
});

export type Settings = z.infer<typeof SETTINGS>;

export const SETTINGS_CONTEXT_KEY = 'traildex';

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid-settings';
}

/** @throws SettingsError naming every key that is wrong. */
export function parseSettings(value: unknown): Settings {
  const parsed = SETTINGS.safeParse(value ?? {});
  if (!parsed.success) throw new SettingsError(describeMistakes(value, parsed.error.issues));
  const settings = parsed.data;
  const { expireLogFilesAfterDays } = settings.bucket;
  const { retentionDays } = settings.index;
  if (
    expireLogFilesAfterDays !== undefined &&
    (retentionDays ?? Number.POSITIVE_INFINITY) > expireLogFilesAfterDays
  ) {
    throw new SettingsError(
      `traildex.index.retentionDays is ${retentionDays ?? 'not set (for ever)'}; it takes at most ` +
        `${expireLogFilesAfterDays}, the days after which traildex.bucket.expireLogFilesAfterDays deletes the log files ` +
        'that the index points to.',
    );
  }
  return settings;
}

function describeMistakes(value: unknown, issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${keyName([...issue.path, key])} is not a setting of traildex.`);
    }
    const got = JSON.stringify(issue.path.reduce<unknown>(memberOf, value)) ?? 'nothing';
    return [`${keyName(issue.path)} is ${got}: ${issue.message}.`];
  });
  return ['The configuration of traildex (cdk.json, context) has mistakes:', ...lines].join('\n  ');
}

function keyName(path: readonly PropertyKey[]): string {
  return [SETTINGS_CONTEXT_KEY, ...path.map(String)].join('.');
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
