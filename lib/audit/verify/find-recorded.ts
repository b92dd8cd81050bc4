/** Digests that the ledger has as recorded and that are not in the bucket: the only trace that deleted newest ones leave. */
import { type DigestKey, parseObjectKey } from '../../cloudtrail/object-key.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { dayFolderIn } from '../trail-folders.ts';
import { isNear, WITNESS_MS } from './find-digests.ts';
import type { PlaceRun } from './run.ts';
import type { TimeSpan } from './times.ts';

export interface RecordedDigest extends TimeSpan {
  readonly kind: 'gone';
  readonly key: string;
  readonly name: DigestKey;
}

export async function findRecordedDigests(
  present: ReadonlySet<string>,
  run: PlaceRun,
): Promise<readonly RecordedDigest[]> {
  const gone: RecordedDigest[] = [];
  for (const day of run.days(WITNESS_MS)) {
    for (const folder of run.place.digestFolders) {
      for await (const { key, status } of run.stores.ledger.readFolder(day, dayFolderIn(folder, day))) {
        const name = parseObjectKey(key);
        if (status !== 'recorded' || present.has(key) || name.kind !== 'digest') continue;
        if (name.endTime === undefined || !isNear(name, run)) continue;
        const untilMs = Date.parse(name.endTime);
        gone.push({ kind: 'gone', key, name, fromMs: untilMs - HOUR_MS, untilMs });
      }
    }
  }
  return gone;
}
