/**
 * What a deployment can set: the object under the context key `traildex` of cdk.json, its defaults and its limits.
 *
 * Checked as a whole at synth; every mistake is named at once, with the key, what stands there and what it takes.
 * Nothing here reads the environment, so that synth gives the same template everywhere. docs/configuration.md is
 * written from these schemas.
 */
import { z } from 'zod';
import { findContradictions } from './contradictions.ts';
import { ALARMS } from './sections/alarms.ts';
import { BUCKET } from './sections/bucket.ts';
import { ENCRYPTION } from './sections/encryption.ts';
import { INDEX } from './sections/event-index.ts';
import { BACKFILL, INGEST } from './sections/ingest.ts';
import { TRAIL } from './sections/trail.ts';

export const SETTINGS = z.strictObject({
  trail: TRAIL.prefault({}),
  bucket: BUCKET.prefault({}),
  encryption: ENCRYPTION,
  index: INDEX.prefault({}),
  ingest: INGEST.prefault({}),
  backfill: BACKFILL.prefault({}),
  alarms: ALARMS.prefault({}),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe('Tags of everything in the stack that takes tags.'),
  removalPolicy: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe(
      'What deleting the stack does to bucket, tables, keys and logs. "destroy" is for throw-away stacks.',
    ),
});

/** Checked, every default filled in. */
export type Settings = z.output<typeof SETTINGS>;
/** As people write it: everything may be left out. */
export type SettingsInput = z.input<typeof SETTINGS>;

export const SETTINGS_CONTEXT_KEY = 'traildex';

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid-settings';
}

/** @throws SettingsError naming every key that is wrong. */
export function parseSettings(value: unknown): Settings {
  const parsed = SETTINGS.safeParse(value ?? {});
  const mistakes = parsed.success
    ? findContradictions(parsed.data)
    : describeMistakes(value, parsed.error.issues);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new SettingsError(
    ['The configuration of traildex (cdk.json, context) has mistakes:', ...mistakes].join('\n  '),
  );
}

function describeMistakes(value: unknown, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${keyName([...issue.path, key])} is not a setting of traildex.`);
    }
    const got = JSON.stringify(issue.path.reduce<unknown>(memberOf, value)) ?? 'nothing';
    return [`${keyName(issue.path)} is ${got}: ${issue.message}.`];
  });
}

function keyName(path: readonly PropertyKey[]): string {
  return [SETTINGS_CONTEXT_KEY, ...path.map(String)].join('.');
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
