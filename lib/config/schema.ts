/**
 * The schema of all settings, section by section. What is checked, what messages say and docs/configuration.md all come
 * from it.
 */
import { z } from 'zod';
import { ALARMS } from './sections/alarms.ts';
import { BUCKET } from './sections/bucket.ts';
import { ENCRYPTION } from './sections/encryption.ts';
import { INDEX } from './sections/event-index.ts';
import { BACKFILL, INGEST } from './sections/ingest.ts';
import { TAGS } from './sections/tags.ts';
import { TRAIL } from './sections/trail.ts';
import { VERIFY } from './sections/verify.ts';
import type { SchemaNode } from './takes.ts';

export const SETTINGS = z.strictObject({
  trail: TRAIL.prefault({}).describe('The trail: one that the stack makes, or one that is there already.'),
  bucket: BUCKET.prefault({}).describe(
    'The bucket that the stack makes for its trail. Not for an existing trail.',
  ),
  encryption: ENCRYPTION,
  index: INDEX.prefault({}).describe('The tables of the index.'),
  ingest: INGEST.prefault({}).describe('The function that indexes log files, and what feeds it.'),
  backfill: BACKFILL.prefault({}).describe('The scheduled look for log files whose notification was lost.'),
  verify: VERIFY.prefault({}).describe("The scheduled verification against CloudTrail's digests."),
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
