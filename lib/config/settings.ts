/**
 * What a deployment can set: the object under the context key `traildex` of cdk.json, its defaults and its limits.
 *
 * Checked as a whole at synth; every mistake is named at once, with the key, what stands there and what it takes.
 * Nothing here reads the environment, so that synth gives the same template everywhere.
 */
import { z } from 'zod';

const days = (purpose: string) => z.int().min(1).describe(purpose);

const SETTINGS = z.strictObject({
  trail: z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/)
        .optional()
        .describe(
          'Name of the trail, 3 to 128 letters, digits, ".", "_" or "-". Default: the name of the stack.',
        ),
      keyPrefix: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^/](?:.*[^/])?$/)
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
      memoryMiB: z.int().min(256).max(10_240).default(1024).describe('Memory of the ingest function.'),
      batchSize: z.int().min(1).max(1_000).default(100).describe('Notifications per invocation, at most.'),
      maxConcurrency: z
        .int()
        .min(2)
        .max(1_000)
        .default(10)
        .describe('Invocations at the same time, at most.'),
      logRetentionDays: z.int().min(1).default(30).describe('Days that the function log is kept.'),
    })
    .prefault({}),
  removalPolicy: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe('What deleting the stack does to bucket and tables. "destroy" is for throw-away stacks.'),
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
