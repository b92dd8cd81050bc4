/**
 * Digests sorted into chains: those of a trail in a region vouch for each other, also after it was converted to another
 * layout; backfill digests among themselves. A digest whose name tells no trail is a chain of its own.
 */
import type { DigestKey } from '../../cloudtrail/object-key.ts';
import type { FoundDigest } from './find-digests.ts';
import type { RecordedDigest } from './find-recorded.ts';
import { judgeChain } from './judge-chain.ts';
import type { JudgedDigest } from './judge-digest.ts';
import { openKeyRing } from './key-ring.ts';
import { isPlausible } from './local-trail.ts';
import type { PlaceRun } from './run.ts';

export interface Chain {
  /**
   * `stray`: of an object whose name is none that CloudTrail has given yet, of no trail or of a time to come. Nothing follows
   * from where it lies.
   */
  readonly kind: 'ordinary' | 'backfill' | 'stray';
  readonly judged: readonly JudgedDigest[];
  /** The ledger knows them, and the bucket does not have them. */
  readonly gone: readonly RecordedDigest[];
}

export type ChainDigest = JudgedDigest | RecordedDigest;

export async function judgeChains(
  found: readonly FoundDigest[],
  recorded: readonly RecordedDigest[],
  run: PlaceRun,
): Promise<readonly Chain[]> {
  const keys = openKeyRing(run.stores.keys);
  const groups = Map.groupBy([...found, ...recorded], (digest) => chainOf(digest, run));
  return Promise.all(
    [...groups.values()].map(async (digests) => ({
      kind: kindOf(digests[0]?.name, run),
      judged: await judgeChain(
        digests.filter((digest) => digest.kind === 'found'),
        keys,
        run.request,
      ),
      gone: digests.filter((digest) => digest.kind === 'gone'),
    })),
  );
}

function kindOf(name: DigestKey | undefined, run: PlaceRun): Chain['kind'] {
  if (name?.trailName === undefined || !isPlausible(name, run.request.now)) return 'stray';
  return name.backfill ? 'backfill' : 'ordinary';
}

function chainOf({ key, name }: { readonly key: string; readonly name: DigestKey }, run: PlaceRun): string {
  const { trailName, homeRegion = '', backfill } = name;
  const trail = trailName !== undefined && isPlausible(name, run.request.now) ? trailName : key;
  return JSON.stringify([trail, homeRegion, backfill]);
}
