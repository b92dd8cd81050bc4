/** What lifecycle steps and expiry bring with them. */
import type { LifecycleSettings } from '../sections/bucket.ts';
import type { Settings } from '../settings.ts';
import { CLASSES } from '../storage-classes.ts';
import { info, type Notice, warning } from './notice.ts';

const OBJECT_KINDS = ['logFiles', 'digests'] as const;
/** Below it no class bills less than Standard does. */
const SMALL_OBJECT_KIB = 128;

const CONSEQUENCE_OF_ARCHIVING = {
  logFiles: '`traildex show`, backfill and indexing anew fail for them',
  digests: 'log files cannot be proven by them',
} as const;

function archivedObjects({ bucket }: Settings): Notice[] {
  return OBJECT_KINDS.flatMap((kind) => {
    const step = bucket[kind].steps.find(({ storageClass }) => CLASSES[storageClass].isArchive);
    if (step === undefined) return [];
    const text =
      `traildex.bucket.${kind} go to ${step.storageClass} after ${step.afterDays} days: from then on ` +
      `${CONSEQUENCE_OF_ARCHIVING[kind]} until somebody restores them in S3, which takes hours.`;
    return [warning(`archived-${kind}`, text)];
  });
}

function smallObjects({ bucket }: Settings): Notice[] {
  return OBJECT_KINDS.flatMap((kind) =>
    bucket[kind].steps.flatMap(({ storageClass, minimumSizeKiB }, position) => {
      if (minimumSizeKiB >= SMALL_OBJECT_KIB) return [];
      const text =
        `traildex.bucket.${kind}.steps[${position}] moves small objects too, at a price for each, and ` +
        `${storageClass} ${CLASSES[storageClass].smallObject}. ` +
        `Set minimumSizeKiB to ${SMALL_OBJECT_KIB} to move only what pays.`;
      return [warning(`small-objects-${kind}-${storageClass}`, text)];
    }),
  );
}

/** In a bucket with versions, what expires becomes an old version first. */
function expiredButKept({ bucket }: Settings): Notice[] {
  const { expireNoncurrentVersionsAfterDays: longer } = bucket;
  return OBJECT_KINDS.flatMap((kind) => {
    const { expireAfterDays } = bucket[kind];
    if (expireAfterDays === undefined) return [];
    const text =
      `traildex.bucket.${kind} expire after ${expireAfterDays} days, and their last versions are stored, and billed, ` +
      `${longer} days more, as traildex.bucket.expireNoncurrentVersionsAfterDays says: ${expireAfterDays + longer} in all.`;
    return [info(`expired-but-kept-${kind}`, text)];
  });
}

function earlyDeletion({ bucket }: Settings): Notice[] {
  return OBJECT_KINDS.flatMap((kind) => {
    const { steps, expireAfterDays } = bucket[kind];
    const last = steps.at(-1);
    if (last === undefined || expireAfterDays === undefined) return [];
    const { stayDays } = CLASSES[last.storageClass];
    if (expireAfterDays >= last.afterDays + stayDays) return [];
    const text =
      `traildex.bucket.${kind} expire ${expireAfterDays - last.afterDays} days after they go to ` +
      `${last.storageClass}, which bills ${stayDays} days at least.`;
    return [warning(`early-deletion-${kind}`, text)];
  });
}

function unprovenLogFiles({ bucket: { logFiles, digests } }: Settings): Notice[] {
  if (daysKept(digests) >= daysKept(logFiles)) return [];
  const text =
    `traildex.bucket.digests expire after ${digests.expireAfterDays} days, before the log files: what is older ` +
    'can no longer be proven to be what CloudTrail delivered.';
  return [warning('digests-expire-first', text)];
}

function daysKept({ expireAfterDays = Number.POSITIVE_INFINITY }: LifecycleSettings): number {
  return expireAfterDays;
}

export const LIFECYCLE_NOTICES = [
  archivedObjects,
  smallObjects,
  expiredButKept,
  earlyDeletion,
  unprovenLogFiles,
];
