/**
 * What is lacking between the digests of one chain: digests that are gone, and time that none was ever made for.
 *
 * A digest that holds names the one before it. Where that one is not in the bucket it is missing; and of the hours before
 * it, back to the last digest that is there, every digest is missing too: CloudTrail writes one each hour, and only a
 * starting digest says that there was none before. Following the names alone would lose all but the last of several
 * digests that were deleted in a row. Their keys are worked out from the series, whose minute and second stay the same.
 */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { type JudgedDigest, previousKeyOf } from './judge-chain.ts';
import { HOUR_MS, type TimeSpan, toTimeText } from './times.ts';

export interface MissingDigest extends TimeSpan {
  readonly key: string;
  /** What tells of it: the digest after it, the series, or the ledger. */
  readonly how: 'named' | 'inferred' | 'recorded';
}

export type Gap = TimeSpan;

export interface ChainGaps {
  readonly missing: readonly MissingDigest[];
  readonly gaps: readonly Gap[];
  /** The end of the last digest, whether it holds or not. */
  readonly endMs: number;
}

/** Digests of a series end in the same second; a gap shorter than this is none. */
const SLACK_MS = 60_000;

/**
 * @param judged digests of one chain, at least one
 * @param startMs when the time begins that the chain should speak for
 */
export function findGaps(judged: readonly JudgedDigest[], startMs: number): ChainGaps {
  const missing = new Map<string, MissingDigest>();
  const gaps: Gap[] = [];
  const present = new Set(judged.map(({ key }) => key));
  const inOrder = judged.toSorted((a, b) => a.fromMs - b.fromMs);
  let reachedMs = startMs;
  for (const digest of inOrder) {
    const previousKey = digest.kind === 'valid' ? previousKeyOf(digest) : undefined;
    const isStart = digest.kind === 'valid' && previousKey === undefined;
    const isGap = digest.fromMs - reachedMs > SLACK_MS;
    if (previousKey !== undefined && !present.has(previousKey)) addNamed(previousKey, startMs, missing);
    // Nothing is worked out from a digest that does not hold, unless there is another one on the other side.
    const isUnknown = digest.kind === 'invalid' && digest === inOrder[0];
    const goesOn = previousKey !== undefined && present.has(previousKey);
    if (isGap && (isStart || isUnknown || goesOn)) gaps.push({ fromMs: reachedMs, untilMs: digest.fromMs });
    else if (isGap) addInferred(previousKey ?? digest.key, { reachedMs, untilMs: digest.fromMs }, missing);
    reachedMs = Math.max(reachedMs, digest.untilMs);
  }
  return { missing: [...missing.values()], gaps, endMs: reachedMs };
}

/** Backfill digests come when there is something to add: only those that a later one names are known to be missing. */
export function findMissingBackfills(
  judged: readonly JudgedDigest[],
  startMs: number,
): readonly MissingDigest[] {
  const missing = new Map<string, MissingDigest>();
  const present = new Set(judged.map(({ key }) => key));
  for (const digest of judged) {
    const previousKey = digest.kind === 'valid' ? previousKeyOf(digest) : undefined;
    if (previousKey !== undefined && !present.has(previousKey)) addNamed(previousKey, startMs, missing);
  }
  return [...missing.values()];
}

/** One that ended before the time in question is not looked for. */
function addNamed(key: string, startMs: number, missing: Map<string, MissingDigest>): void {
  const endMs = endOf(key);
  if (endMs === undefined || endMs <= startMs) return;
  missing.set(key, { key, fromMs: endMs - HOUR_MS, untilMs: endMs, how: 'named' });
}

function addInferred(
  neighbour: string,
  { reachedMs, untilMs }: { readonly reachedMs: number; readonly untilMs: number },
  missing: Map<string, MissingDigest>,
): void {
  for (let endMs = untilMs; endMs - HOUR_MS >= reachedMs - SLACK_MS; endMs -= HOUR_MS) {
    const key = digestKeyAt(neighbour, endMs);
    if (!missing.has(key))
      missing.set(key, { key, fromMs: endMs - HOUR_MS, untilMs: endMs, how: 'inferred' });
  }
}

function endOf(key: string): number | undefined {
  const name = parseObjectKey(key);
  return name.kind === 'digest' && name.endTime !== undefined ? Date.parse(name.endTime) : undefined;
}

/** The key of the digest of the same chain that ends then. */
export function digestKeyAt(neighbour: string, endMs: number): string {
  const time = toTimeText(endMs);
  const stamp = time.replaceAll(/[-:]/g, '');
  const day = time.slice(0, 10).replaceAll('-', '/');
  return neighbour.replace(
    /\/\d{4}\/\d\d\/\d\d\/([^/]*)_\d{8}T\d{6}Z([^/]*)$/,
    (_, name: string, ending: string) => `/${day}/${name}_${stamp}${ending}`,
  );
}
