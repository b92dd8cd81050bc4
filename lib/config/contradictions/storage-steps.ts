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
import { rule } from './rule.ts';

type Step = LifecycleSettings['steps'][number];

const stepsOfBothKinds = rule(['bucket'], ({ bucket }) =>
  (['logFiles', 'digests'] as const).flatMap((kind) => [
    ...bucket[kind].steps.flatMap((step, position) =>
      mistakesOfStep(step, bucket[kind].steps[position - 1], `bucket.${kind}.steps[${position}]`),
    ),
    ...expiryBeforeSteps(bucket[kind], `bucket.${kind}`),
  ]),
);

/** A log file whose notification was lost is read when the next look finds it. */
const archivedBeforeRepair = rule(['bucket', 'backfill'], ({ bucket, backfill }) => {
  if (backfill.everyHours === 0) return [];
  return bucket.logFiles.steps.flatMap(({ storageClass, afterDays }, position) => {
    if (!CLASSES[storageClass].isArchive || afterDays >= backfill.lookBackDays) return [];
    const takes =
      `at least ${backfill.lookBackDays} for ${storageClass}, the days of traildex.backfill.lookBackDays: ` +
      'a log file that was missed must be readable until then';
    return [refuse(`bucket.logFiles.steps[${position}].afterDays`, afterDays, takes)];
  });
});

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

function expiryBeforeSteps({ steps, expireAfterDays }: LifecycleSettings, key: string): string[] {
  const last = Math.max(...steps.map(({ afterDays }) => afterDays));
  if (expireAfterDays === undefined || expireAfterDays > last) return [];
  return [refuse(`${key}.expireAfterDays`, expireAfterDays, `more than ${last}, the days of the last step`)];
}

export const STORAGE_RULES = [stepsOfBothKinds, archivedBeforeRepair];
