/**
 * What a deployment can set: the object under the context key `traildex` of cdk.json, its defaults and its limits.
 *
 * Checked as a whole at synth; every mistake is told at once: what the schemas refuse (mistakes.ts) and what is
 * wrong together (contradictions.ts), the latter also where another section has mistakes of its own. Nothing
 * here reads the environment, so that synth gives the same template everywhere. docs/configuration.md is written
 * from these schemas.
 */
import { z } from 'zod';
import { findContradictions } from './contradictions.ts';
import { describeMistakes } from './mistakes.ts';
import { ALARMS } from './sections/alarms.ts';
import { BUCKET } from './sections/bucket.ts';
import { ENCRYPTION } from './sections/encryption.ts';
import { INDEX } from './sections/event-index.ts';
import { BACKFILL, INGEST } from './sections/ingest.ts';
import { TAGS } from './sections/tags.ts';
import { TRAIL } from './sections/trail.ts';
import { writtenAt } from './sentence.ts';
import type { SchemaNode } from './takes.ts';

export { SETTINGS_CONTEXT_KEY } from './sentence.ts';

export const SETTINGS = z.strictObject({
  trail: TRAIL.prefault({}).describe('The trail: one that the stack makes, or one that is there already.'),
  bucket: BUCKET.prefault({}).describe(
    'The bucket that the stack makes for its trail. Not for an existing trail.',
  ),
  encryption: ENCRYPTION,
  index: INDEX.prefault({}).describe('The tables of the index.'),
  ingest: INGEST.prefault({}).describe('The function that indexes log files, and what feeds it.'),
  backfill: BACKFILL.prefault({}).describe('The scheduled look for log files whose notification was lost.'),
  alarms: ALARMS.prefault({}).describe('The alarms: who is told, and from when on.'),
  tags: TAGS,
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

/** The schemas as data, for messages and documentation. */
export const SETTINGS_SCHEMA: SchemaNode = z.toJSONSchema(SETTINGS, { io: 'input' });

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid-settings';
  /** One sentence each. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(['The configuration of traildex (cdk.json, context) has mistakes:', ...mistakes].join('\n  '));
    this.mistakes = mistakes;
  }
}

/**
 * Checks settings as somebody wrote them. Not those that it gave back: with every default filled in, nothing tells any
 * more what was written, and some rules ask for that.
 *
 * @throws SettingsError naming every key that is wrong.
 */
export function parseSettings(value: unknown): Settings {
  const written = value ?? {};
  const parsed = SETTINGS.safeParse(written);
  const mistakes = parsed.success ? [] : describeMistakes(written, parsed.error.issues, SETTINGS_SCHEMA);
  mistakes.push(...findContradictions(parsed.success ? parsed.data : parseSections(written), written));
  if (!parsed.success || mistakes.length > 0) throw new SettingsError(mistakes);
  return parsed.data;
}

/** The sections that have no mistake of their own. */
function parseSections(written: unknown): Partial<Settings> {
  const sections = Object.entries(SETTINGS.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(writtenAt(written, [key]));
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(sections);
}
