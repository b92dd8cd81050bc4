/** Settings that are right one by one and wrong together: the list of all rules, by what they are about. */
import { BUCKET_RULES } from './contradictions/bucket.ts';
import { EVENT_SELECTOR_RULES } from './contradictions/event-selectors.ts';
import { FUNCTION_RULES } from './contradictions/functions.ts';
import { INDEX_RULES } from './contradictions/index-tables.ts';
import type { Rule } from './contradictions/rule.ts';
import { STORAGE_RULES } from './contradictions/storage-steps.ts';
import { TRAIL_RULES } from './contradictions/trail.ts';

const RULES: readonly Rule[] = [
  ...TRAIL_RULES,
  ...EVENT_SELECTOR_RULES,
  ...BUCKET_RULES,
  ...STORAGE_RULES,
  ...INDEX_RULES,
  ...FUNCTION_RULES,
];

/** @param written before defaults are filled in */
export function findContradictions(written: unknown): string[] {
  return RULES.flatMap((rule) => rule(written));
}
