/** Settings that are right one by one and wrong together. Each rule gives a sentence that names its keys. */
import type { Settings } from './settings.ts';

export function findContradictions(settings: Settings): string[] {
  return [retentionBeyondLogFiles(settings)].filter((mistake) => mistake !== undefined);
}

function retentionBeyondLogFiles({ bucket, index, trail }: Settings): string | undefined {
  const key = trail.existing ? 'trail.existing.expireAfterDays' : 'bucket.logFiles.expireAfterDays';
  const expireAfterDays = trail.existing ? trail.existing.expireAfterDays : bucket.logFiles.expireAfterDays;
  if (expireAfterDays === undefined) return undefined;
  if ((index.retentionDays ?? Number.POSITIVE_INFINITY) <= expireAfterDays) return undefined;
  return (
    `traildex.index.retentionDays is ${index.retentionDays ?? 'not set (for ever)'}; it takes at most ${expireAfterDays}, ` +
    `the days after which traildex.${key} deletes the log files that the index points to.`
  );
}
