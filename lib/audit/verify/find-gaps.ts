/**
 * What is lacking between the digests of one chain: digests that are gone, and time that none was ever made for.
 *
 * A digest that holds names the one before it. Where that one is not in the bucket it is missing; and of the hours before
 * it, back to the last digest that is there, every digest is missing too: CloudTrail writes one each hour, and only a
 * starting digest says that there was none before. Following the names alone would lose all but the last of several
 * digests that were deleted in a row. Their keys are worked out from the series, whose minute and second stay the same.
 */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { HOUR_MS, toTimeText } from '../../cloudtrail/utc.ts';
import { regionFolderOf } from '../trail-folders.ts';
import type { Chain, ChainDigest } from './chains.ts';
import { previousKeyOf } from './judge-chain.ts';
import { SLACK_MS, type TimeSpan } from './times.ts';

export interface MissingDigest extends TimeSpan {
  readonly key: string;
  /** What tells of it: the digest after it, the series, or the ledger. */
  readonly how: 'named' | 'inferred' | 'recorded';
}

export interface ChainGaps {
  readonly missing: readonly MissingDigest[];
  readonly gaps: readonly TimeSpan[];
  /** The end of the last digest, whether it holds or not, is there or is known to be gone. */
  readonly endMs: number;
  readonly series: readonly Series[];
}

/** Digests that should follow one another hour by hour. */
export interface Series {
  readonly digests: readonly Known[];
  readonly endMs: number;
}

/** What is known of one digest of a chain: it was judged, or it is gone. */
export type Known = ChainDigest | (MissingDigest & { readonly kind: 'named' });

/** @param startMs when the time begins that the chain should speak for */
export function findGaps(chain: Chain, startMs: number): ChainGaps {
  const named = [...findNamed(chain, startMs)];
  const known: readonly Known[] = [
    ...chain.judged,
    ...chain.gone,
    ...named.map((digest) => ({ ...digest, kind: 'named' as const })),
  ];
  const keys = new Set(known.map(({ key }) => key));
  const series = toSeries(known);
  const found = series.map((digests) => walkSeries(digests, startMs, keys));
  return {
    missing: [...named, ...found.flatMap(({ missing }) => missing)],
    gaps: found.flatMap(({ gaps }) => gaps),
    series: series.map((digests) => ({ digests, endMs: endOfAll(digests, startMs) })),
    endMs: endOfAll(known, startMs),
  };
}

function walkSeries(digests: readonly Known[], startMs: number, known: ReadonlySet<string>) {
  const missing: MissingDigest[] = [];
  const gaps: TimeSpan[] = [];
  let reachedMs = startMs;
  let before: Known | undefined;
  for (const digest of digests.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const gap = { fromMs: reachedMs, untilMs: digest.fromMs };
    const lengthMs = gap.untilMs - gap.fromMs;
    const what = lengthMs > SLACK_MS ? explainGap(digest, before, known) : 'none';
    if (what === 'digests') missing.push(...inferDigests(digest.key, gap));
    if (what === 'nothing' || (what === 'unknown' && lengthMs >= HOUR_MS)) gaps.push(gap);
    reachedMs = Math.max(reachedMs, digest.untilMs);
    before = digest;
  }
  return { missing, gaps };
}

/** Digests that a later one names and that are not there. One that ended before the time in question is not looked for. */
export function* findNamed({ judged, gone }: Chain, startMs: number): Generator<MissingDigest> {
  const known = new Set([...judged, ...gone].map(({ key }) => key));
  for (const digest of judged) {
    const key = digest.kind === 'valid' ? previousKeyOf(digest) : undefined;
    const untilMs = key === undefined || known.has(key) ? undefined : endOf(key);
    if (key === undefined || untilMs === undefined || untilMs <= startMs) continue;
    known.add(key);
    yield { key, fromMs: untilMs - HOUR_MS, untilMs, how: 'named' };
  }
}

/**
 * What there was before a digest: nothing, as a starting digest says, or one that goes on with the digest before it;
 * digests; or nobody knows, where the first one of all does not hold.
 */
function explainGap(
  digest: Known,
  before: Known | undefined,
  known: ReadonlySet<string>,
): 'nothing' | 'digests' | 'unknown' {
  if (digest.kind === 'named') return 'digests';
  if (digest.kind !== 'valid') return before === undefined ? 'unknown' : 'digests';
  const previousKey = previousKeyOf(digest);
  return previousKey === undefined || known.has(previousKey) ? 'nothing' : 'digests';
}

/**
 * A trail that was converted goes on in another folder, which is one series; two trails of one name deliver to two folders at
 * the same time, which are two. Only digests that hold tell them apart: anybody can put others.
 */
function toSeries(known: readonly Known[]): readonly (readonly Known[])[] {
  const series: Known[][] = [];
  for (const folder of Map.groupBy(known, ({ key }) => regionFolderOf(key)).values()) {
    const before = series.find((one) => !areParallel(one, folder));
    if (before === undefined) series.push([...folder]);
    else before.push(...folder);
  }
  return series;
}

function areParallel(one: readonly Known[], other: readonly Known[]): boolean {
  const reached = { one: Number.NEGATIVE_INFINITY, other: Number.NEGATIVE_INFINITY };
  const spans = [
    ...one.filter(({ kind }) => kind === 'valid').map((span) => ({ span, side: 'one' as const })),
    ...other.filter(({ kind }) => kind === 'valid').map((span) => ({ span, side: 'other' as const })),
  ].sort((a, b) => a.span.fromMs - b.span.fromMs);
  return spans.some(({ span, side }) => {
    reached[side] = Math.max(reached[side], span.untilMs);
    return span.fromMs < reached[side === 'one' ? 'other' : 'one'] - SLACK_MS;
  });
}

function endOfAll(digests: readonly TimeSpan[], startMs: number): number {
  return digests.reduce((endMs, { untilMs }) => Math.max(endMs, untilMs), startMs);
}

function* inferDigests(neighbour: string, { fromMs, untilMs: lastMs }: TimeSpan): Generator<MissingDigest> {
  for (let untilMs = lastMs; untilMs - HOUR_MS >= fromMs - SLACK_MS; untilMs -= HOUR_MS) {
    yield { key: digestKeyAt(neighbour, untilMs), fromMs: untilMs - HOUR_MS, untilMs, how: 'inferred' };
  }
}

function endOf(key: string): number | undefined {
  const name = parseObjectKey(key);
  return name.kind === 'digest' && name.endTime !== undefined ? Date.parse(name.endTime) : undefined;
}

/** The key of the digest of the same chain that ends then. */
function digestKeyAt(neighbour: string, endMs: number): string {
  const time = toTimeText(endMs);
  const stamp = time.replaceAll(/[-:]/g, '');
  const day = time.slice(0, 10).replaceAll('-', '/');
  return neighbour.replace(
    /\/\d{4}\/\d\d\/\d\d\/([^/]*)_\d{8}T\d{6}Z([^/]*)$/,
    (_, name: string, ending: string) => `/${day}/${name}_${stamp}${ending}`,
  );
}
