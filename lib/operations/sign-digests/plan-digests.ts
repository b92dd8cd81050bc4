/**
 * Which digests to write for an account and region, so that every log file is listed once and no chain is broken.
 *
 * A chain can only grow at its end. Hours without a digest get one: it goes on from the digest before it, over empty
 * hours where need be, or begins a chain after a long silence. Log files that came late, for an hour that has its digest,
 * go into a backfill digest. Nothing is signed for time whose digest is gone or cannot be read: whoever verifies must find
 * it so.
 */

import { LOCAL_TRAIL_NAME } from '../../audit/verify/local-trail.ts';
import type { PreviousDigest } from '../../cloudtrail/digest.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { type DigestHour, type DigestHours, hoursBetween } from './digest-hours.ts';
import { timeWithin } from './time-within.ts';

/** A log file that no digest lists. */
export interface UnsignedFile {
  readonly key: string;
  readonly deliveredMs: number;
}

/** A digest that was written here earlier. */
export interface OwnDigest extends DigestHour {
  readonly trailName: string;
  readonly backfill: boolean;
  /** What the next one says of it; undefined where it cannot be gone on from. */
  readonly link: PreviousDigest | undefined;
}

export interface StandingDigests {
  readonly own: readonly OwnDigest[];
  /** Time in which nothing is signed. */
  readonly closed: readonly DigestHour[];
}

export interface PlannedDigest<File> extends DigestHour {
  readonly files: readonly File[];
}

/** Digests in a row, each the previous of the next. */
export interface PlannedChain<File> {
  readonly trailName: string;
  readonly backfill: boolean;
  /** Of the first of them; undefined for a starting digest. */
  readonly previous: PreviousDigest | undefined;
  readonly digests: readonly PlannedDigest<File>[];
}

/** A chain that would have more empty hours in a row is ended: years may lie between what somebody delivers. */
const LONGEST_SILENCE_MS = 48 * HOUR_MS;

export function planDigests<File extends UnsignedFile>(
  files: readonly File[],
  { own, closed }: StandingDigests,
  hours: DigestHours,
): readonly PlannedChain<File>[] {
  const isClosed = timeWithin(closed);
  const digests = digestsOf(
    files.filter(({ deliveredMs }) => !isClosed({ startMs: deliveredMs, endMs: deliveredMs + 1 })),
    hours,
  );
  const ordinary = own.filter(({ backfill }) => !backfill).sort(byTime);
  const isTaken = timeWithin(ordinary);
  const fresh = digests.filter((digest) => !isTaken(digest));
  const late = digests.filter(isTaken);
  const backfills = own.filter(({ backfill }) => backfill).sort(byTime);
  return [...planChains(fresh, ordinary), ...planBackfill(late, backfills)];
}

interface GrowingChain<File> extends PlannedChain<File> {
  readonly digests: PlannedDigest<File>[];
}

/** @param fresh in the order of time, as `standing` is */
function planChains<File>(
  fresh: readonly PlannedDigest<File>[],
  standing: readonly OwnDigest[],
): readonly PlannedChain<File>[] {
  const chains: GrowingChain<File>[] = [];
  const begin = (previous: PreviousDigest | undefined) => {
    const chain = { trailName: LOCAL_TRAIL_NAME, backfill: false, previous, digests: [] };
    chains.push(chain);
    return chain;
  };
  /** The last digest before, and the chain that goes on from it where that is possible. */
  let last: { readonly endMs: number; readonly chain: GrowingChain<File> | undefined } | undefined;
  let passed = 0;
  for (const digest of fresh) {
    for (let own = standing[passed]; own && own.startMs < digest.startMs; own = standing[++passed])
      last = { endMs: own.endMs, chain: own.link && begin(own.link) };
    const silence = last && silenceBetween(last.endMs, digest.startMs);
    const chain = (silence && last?.chain) ?? begin(undefined);
    if (chain === last?.chain) chain.digests.push(...(silence ?? []));
    chain.digests.push(digest);
    last = { endMs: digest.endMs, chain };
  }
  return chains.filter(({ digests }) => digests.length > 0);
}

/** The empty digests that lead from one to the next; undefined where the chain ends instead. */
function silenceBetween(fromMs: number, untilMs: number): readonly PlannedDigest<never>[] | undefined {
  if (untilMs - fromMs > LONGEST_SILENCE_MS) return undefined;
  return hoursBetween(fromMs, untilMs).map((hour) => ({ ...hour, files: [] }));
}

/** One chain, of the first trail name whose backfill digests all lie before. @param late in the order of time */
function planBackfill<File>(
  late: readonly PlannedDigest<File>[],
  standing: readonly OwnDigest[],
): readonly PlannedChain<File>[] {
  const [first] = late;
  if (first === undefined) return [];
  for (let number = 1; ; number++) {
    const trailName = number === 1 ? LOCAL_TRAIL_NAME : `${LOCAL_TRAIL_NAME}-${number}`;
    const newest = standing.findLast((digest) => digest.trailName === trailName);
    if (newest === undefined || newest.endMs <= first.startMs)
      return [{ trailName, backfill: true, previous: newest?.link, digests: late }];
  }
}

/** In the order of time. */
function digestsOf<File extends UnsignedFile>(
  files: readonly File[],
  { hourOf }: DigestHours,
): readonly PlannedDigest<File>[] {
  const digests = new Map<number, PlannedDigest<File> & { readonly files: File[] }>();
  for (const file of files) {
    const hour = hourOf(file.deliveredMs);
    const digest = digests.get(hour.startMs) ?? { ...hour, files: [] };
    digests.set(hour.startMs, digest);
    digest.files.push(file);
  }
  return [...digests.values()].sort(byTime);
}

function byTime(a: DigestHour, b: DigestHour): number {
  return a.startMs - b.startMs;
}
