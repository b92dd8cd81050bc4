/**
 * Which storage class steps S3 takes, in which order and at which time.
 *
 * S3 holds the stay in a class against a single rule only; here it holds for all steps of a kind, because
 * leaving early is billed anyway.
 */
import type { LifecycleSettings } from '../sections/bucket.ts';
import { refuse } from '../sentence.ts';
import { CLASSES } from '../storage-classes.ts';
import { oneOf } from '../takes.ts';
import { type Rule, rule } from './rule.ts';

type Step = LifecycleSettings['steps'][number];

const KINDS = ['logFiles', 'digests'] as const;

const steps = KINDS.map((kind) =>
  rule([`bucket.${kind}.steps[]`], (entries) =>
    entries.flatMap((step, position) => {
      const previous = entries[position - 1];
      // Nothing is known of a step after one with mistakes.
      if (step === undefined || (position > 0 && previous === undefined)) return [];
      return mistakesOfStep(step, previous, `bucket.${kind}.steps[${position}]`);
    }),
  ),
);

const expiryBeforeSteps = KINDS.map((kind) =>
  rule([`bucket.${kind}.steps[]`, `bucket.${kind}.expireAfterDays`], (entries, expireAfterDays) => {
    const last = Math.max(...entries.flatMap((step) => step?.afterDays ?? []));
    if (expireAfterDays === undefined || expireAfterDays > last) return [];
    const takes = `more than ${last}, the days of the last step`;
    return [refuse(`bucket.${kind}.expireAfterDays`, expireAfterDays, takes)];
  }),
);

/** A log file whose notification was lost is read when the next look finds it. */
const archivedBeforeRepair = rule(
  ['bucket.logFiles.steps[]', 'backfill.everyHours', 'backfill.lookBackDays'],
  (entries, everyHours, lookBackDays) =>
    entries.flatMap((step, position) => {
      if (step === undefined || everyHours === 0 || step.afterDays >= lookBackDays) return [];
      const { storageClass, afterDays } = step;
      if (!CLASSES[storageClass].isArchive) return [];
      const takes =
        `at least ${lookBackDays} for ${storageClass}, the days of traildex.backfill.lookBackDays: ` +
        'a log file that was missed must be readable until then';
      return [refuse(`bucket.logFiles.steps[${position}].afterDays`, afterDays, takes)];
    }),
);

function mistakesOfStep(step: Step, previous: Step | undefined, key: string): string[] {
  const { notBeforeDays } = CLASSES[step.storageClass];
  if (previous === undefined) {
    const takes = `at least ${notBeforeDays} for ${step.storageClass}`;
    return step.afterDays < notBeforeDays ? [refuse(`${key}.afterDays`, step.afterDays, takes)] : [];
  }
  const { next, stayDays } = CLASSES[previous.storageClass];
  if (!next.includes(step.storageClass)) {
    const takes =
      next.length === 0
        ? `nothing after ${previous.storageClass}`
        : `${oneOf(next)} after ${previous.storageClass}`;
    return [refuse(`${key}.storageClass`, step.storageClass, takes)];
  }
  const earliest = Math.max(notBeforeDays, previous.afterDays + Math.max(stayDays, 1));
  if (step.afterDays >= earliest) return [];
  const stay = stayDays === 0 ? '' : `, where objects stay ${stayDays} days`;
  const takes =
    `at least ${earliest} for ${step.storageClass} after ${previous.storageClass} ` +
    `at ${previous.afterDays}${stay}`;
  return [refuse(`${key}.afterDays`, step.afterDays, takes)];
}

export const STORAGE_RULES: readonly Rule[] = [...steps, ...expiryBeforeSteps, archivedBeforeRepair];
