/** Digests that were there once: those that other digests tell of, and those that the index was told of. */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { dayFolderIn } from '../trail-folders.ts';
import { isNear, WITNESS_MS } from './find-digests.ts';
import type { MissingDigest } from './find-gaps.ts';
import type { RegionFindings } from './region-findings.ts';
import type { PlaceRun } from './run.ts';
import { HOUR_MS, isPast } from './times.ts';

/** Digests that the ledger has as recorded and that are not in the bucket: the only trace that the newest ones leave. */
export async function findRecordedDigests(
  present: ReadonlySet<string>,
  run: PlaceRun,
): Promise<readonly MissingDigest[]> {
  const missing: MissingDigest[] = [];
  for (const day of run.days(WITNESS_MS)) {
    for (const folder of run.place.digestFolders) {
      for await (const { key, status } of run.stores.ledger.readFolder(day, dayFolderIn(folder, day))) {
        const name = parseObjectKey(key);
        if (status !== 'recorded' || present.has(key) || name.kind !== 'digest') continue;
        if (name.endTime === undefined || !isNear(name, run)) continue;
        const untilMs = Date.parse(name.endTime);
        missing.push({ key, fromMs: untilMs - HOUR_MS, untilMs, how: 'recorded' });
      }
    }
  }
  return missing;
}

const HOW = {
  named: 'The digest after it names it.',
  inferred: 'CloudTrail writes one each hour; its key is worked out from its neighbours.',
  recorded: 'The index was told of its delivery.',
} as const satisfies Record<MissingDigest['how'], string>;

/** @param missing of distinct keys */
export function takeMissing(
  missing: Iterable<MissingDigest>,
  { request: { retention, now } }: PlaceRun,
  findings: RegionFindings,
): void {
  for (const { key, fromMs, untilMs, how } of missing) {
    if (isPast(untilMs, retention.digestDays, now)) findings.note(fromMs, 'expired');
    else findings.addFault('digest-not-found', fromMs, key, `The digest is not in the bucket. ${HOW[how]}`);
  }
}
