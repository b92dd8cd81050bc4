/**
 * The time that the digests of a region speak for: from when on and until when there are any, what is gone of them, and
 * what lies between.
 */

import { toTimeText } from '../../cloudtrail/utc.ts';
import { findEdgeDay } from '../edge-day.ts';
import type { Chain, ChainDigest } from './chains.ts';
import { DigestSpans } from './digest-spans.ts';
import { WITNESS_MS } from './find-digests.ts';
import { findGaps, findNamed, type Known, type MissingDigest } from './find-gaps.ts';
import type { PlaceRun } from './run.ts';
import type { TimeSpan } from './times.ts';

export interface DigestTime {
  /** When there should be digests from; undefined where there is no ordinary one. */
  readonly startMs: number | undefined;
  /** The end of the last digest that is there or is known to be gone. */
  readonly endMs: number | undefined;
  /** Of distinct keys. */
  readonly missing: readonly MissingDigest[];
  readonly gaps: readonly Gap[];
  /** What backfill digests are about, which hold. */
  readonly backfills: readonly TimeSpan[];
  readonly spans: DigestSpans;
  /** Digests that ended while others went on. */
  readonly over: readonly (readonly Known[])[];
}

export interface Gap extends TimeSpan {
  /** Between digests of an embedded AWS, to which nobody but a person delivers: a silence lacks nothing. */
  readonly isLocal: boolean;
}

export async function findDigestTime(
  chains: readonly Chain[],
  hasEarlier: boolean,
  run: PlaceRun,
): Promise<DigestTime> {
  const { window } = run;
  const ordinary = chains
    .filter(({ kind }) => kind === 'ordinary')
    .map((chain) => within(chain, window.untilMs));
  const startMs = await findStart(ordinary, hasEarlier, run);
  const lacking = ordinary.map((chain) => ({ chain, ...findGaps(chain, startMs ?? window.fromMs) }));
  const endMs = lacking.length === 0 ? undefined : Math.max(...lacking.map((one) => one.endMs));
  const backfill = chains.filter(({ kind }) => kind === 'backfill');
  const missing = distinct([
    ...chains.flatMap(({ gone }) => gone.map((digest) => ({ ...digest, how: 'recorded' as const }))),
    ...lacking.flatMap((one) => one.missing),
    ...backfill.flatMap((chain) => [...findNamed(chain, window.fromMs)]),
  ]);
  return {
    startMs,
    endMs,
    missing,
    gaps: lacking.flatMap(({ chain, gaps }) => gaps.map((gap) => ({ ...gap, isLocal: isLocal(chain) }))),
    backfills: backfill.flatMap(({ judged }) => judged.filter(({ kind }) => kind === 'valid')),
    spans: spansOf(chains, missing),
    over: lacking
      .flatMap(({ series }) => series)
      .filter((one) => one.endMs < (endMs ?? 0) - WITNESS_MS)
      .map(({ digests }) => digests),
  };
}

/**
 * The beginning of the window, unless the first digest of all is a starting one within it and nothing was delivered before.
 */
async function findStart(
  ordinary: readonly Chain[],
  hasEarlier: boolean,
  { place, stores, window }: PlaceRun,
): Promise<number | undefined> {
  const digests = ordinary.flatMap(({ judged, gone }): readonly ChainDigest[] => [...judged, ...gone]);
  const [first] = digests.toSorted((a, b) => a.fromMs - b.fromMs);
  if (first === undefined) return undefined;
  const isStart = first.kind === 'valid' && first.digest.previous === undefined;
  if (!isStart || hasEarlier || first.fromMs <= window.fromMs) return window.fromMs;
  const folders = [...place.digestFolders, ...place.logFileFolders];
  const edge = await findEdgeDay(stores.listing, folders, 'first');
  const fromDay = toTimeText(window.fromMs).slice(0, 10);
  return edge !== undefined && edge.day < fromDay ? window.fromMs : first.fromMs;
}

/** Of what lies beyond, digests that hold vouch for those before; from the others nothing follows. */
function within(chain: Chain, untilMs: number): Chain {
  const judged = chain.judged.filter(({ kind, fromMs }) => kind === 'valid' || fromMs < untilMs);
  return { ...chain, judged };
}

function isLocal({ judged }: Chain): boolean {
  const valid = judged.filter((digest) => digest.kind === 'valid');
  return valid.length > 0 && valid.every(({ signer }) => signer === 'local');
}

/** A backfill digest covers nothing, but one that does not hold may have listed something. */
function spansOf(chains: readonly Chain[], missing: readonly TimeSpan[]): DigestSpans {
  const spans = new DigestSpans();
  for (const { kind, judged } of chains) {
    for (const { fromMs, untilMs, kind: verdict } of kind === 'stray' ? [] : judged)
      if (verdict === 'invalid' || kind === 'ordinary')
        spans.add({ fromMs, untilMs, isValid: verdict === 'valid' });
  }
  for (const { fromMs, untilMs } of missing) spans.add({ fromMs, untilMs, isValid: false });
  return spans;
}

/** Each key by the first that tells of it. */
function distinct<Named extends { readonly key: string }>(all: readonly Named[]): readonly Named[] {
  const byKey = new Map<string, Named>();
  for (const one of all) if (!byKey.has(one.key)) byKey.set(one.key, one);
  return [...byKey.values()];
}
