/** Verifies one region of one account: its digests, what is lacking between them, and the log files that they list. */
import { checkFolders } from './check-folders.ts';
import { DigestSpans } from './digest-spans.ts';
import { type FoundDigest, findDigests, WITNESS_MS } from './find-digests.ts';
import { findGaps, findMissingBackfills } from './find-gaps.ts';
import { findRecordedDigests, takeMissing } from './find-missing.ts';
import { type JudgedDigest, judgeChain } from './judge-chain.ts';
import { openKeyRing } from './key-ring.ts';
import { LogFileFindings } from './log-file-findings.ts';
import { findFirstDay } from './places.ts';
import { RegionFindings } from './region-findings.ts';
import type { RegionReport } from './report.ts';
import type { PlaceRun } from './run.ts';
import { isInWindow, toTimeText } from './times.ts';
import { takeUncoveredTime } from './uncovered-time.ts';

interface Chain {
  readonly isBackfill: boolean;
  readonly judged: readonly JudgedDigest[];
}

export async function verifyPlace(run: PlaceRun): Promise<RegionReport> {
  const { window } = run;
  const findings = new RegionFindings(run.place, window);
  const chains = await judgeChains(await findDigests(run), run);
  const ordinary = chains.filter(({ isBackfill }) => !isBackfill);
  const judged = chains.flatMap((chain) => chain.judged);
  for (const digest of judged) takeDigest(digest, run, findings);

  const startMs = await findStart(
    ordinary.flatMap((chain) => chain.judged),
    run,
  );
  const lacking = ordinary.map((chain) => findGaps(chain.judged, startMs ?? window.fromMs));
  const recorded = await findRecordedDigests(new Set(judged.map(({ key }) => key)), run);
  const missing = distinct([
    ...lacking.flatMap((chain) => chain.missing),
    ...chains.flatMap((chain) => (chain.isBackfill ? findMissingBackfills(chain.judged, window.fromMs) : [])),
    ...recorded,
  ]);
  takeMissing(missing, run, findings);

  const spans = new DigestSpans();
  for (const { fromMs, untilMs, kind } of ordinary.flatMap((chain) => chain.judged))
    spans.add({ fromMs, untilMs, isValid: kind === 'valid' });
  for (const { fromMs, untilMs } of missing) spans.add({ fromMs, untilMs, isValid: false });
  const logFiles = new LogFileFindings(run, spans, findings);
  const valid = judged.filter((digest) => digest.kind === 'valid');
  await checkFolders(valid, ({ fromMs }) => isInWindow(fromMs, window), run, logFiles);

  const ends = [...lacking.map(({ endMs }) => endMs), ...recorded.map(({ untilMs }) => untilMs)];
  const endMs = ends.length === 0 ? undefined : Math.max(...ends);
  const gaps = lacking.flatMap((chain) => chain.gaps);
  takeUncoveredTime({ startMs, endMs, gaps, strays: logFiles.strays }, run, findings);
  if (endMs !== undefined) tellEnds(ordinary, endMs, findings);
  return findings.toReport(judged);
}

/** Where several trails deliver, one that stopped is easily missed: the others cover its hours. */
function tellEnds(chains: readonly Chain[], endMs: number, findings: RegionFindings): void {
  for (const { judged } of chains) {
    const last = judged.filter(({ kind }) => kind === 'valid').sort((a, b) => b.untilMs - a.untilMs)[0];
    if (last === undefined || last.untilMs >= endMs - WITNESS_MS) continue;
    const message = `The last digest of its trail ends at ${toTimeText(last.untilMs)}, those of another trail go on.`;
    findings.addNotice('trail-ended', last.key, message);
  }
}

/** Digests of a trail, in a region and a layout, vouch for each other; backfill digests among themselves. */
async function judgeChains(found: readonly FoundDigest[], run: PlaceRun): Promise<readonly Chain[]> {
  const keys = openKeyRing(run.stores.keys);
  const groups = Map.groupBy(found, ({ key, name }) => {
    const { prefix = '', organizationId = '', trailName, homeRegion = '', backfill } = name;
    return JSON.stringify([prefix, organizationId, trailName ?? key, homeRegion, backfill]);
  });
  return Promise.all(
    [...groups.values()].map(async (digests) => ({
      isBackfill: digests[0]?.name.backfill ?? false,
      judged: await judgeChain(digests, keys, run.request),
    })),
  );
}

function takeDigest(digest: JudgedDigest, { window }: PlaceRun, findings: RegionFindings): void {
  const { key, fromMs, isBackfill } = digest;
  if (!isInWindow(fromMs, window)) return;
  if (digest.kind === 'invalid') {
    findings.addFault(digest.code, fromMs, key, digest.message);
    return;
  }
  // A backfill digest adds to what the ordinary one says of an hour, and cannot stand for it.
  if (!isBackfill) findings.cover(fromMs, digest.signer);
  if (digest.isVouched) {
    const message = 'The object has no signature in its metadata; the digest after it vouches for it.';
    findings.addNotice('digest-vouched', key, message);
  }
  if (digest.digest.previous === undefined && !isBackfill) {
    const message = `A starting digest: none before ${toTimeText(fromMs)} belongs to its chain.`;
    findings.addNotice('chain-started', key, message);
  }
}

/**
 * When there should be digests from: the beginning of the window, unless the first one of all is a starting digest within
 * it and nothing was delivered before. Undefined where there is no digest.
 */
async function findStart(
  ordinary: readonly JudgedDigest[],
  { place, stores, window }: PlaceRun,
): Promise<number | undefined> {
  const [first] = ordinary.toSorted((a, b) => a.fromMs - b.fromMs);
  if (first === undefined) return undefined;
  const isStart = first.kind === 'valid' && first.digest.previous === undefined;
  if (!isStart || first.fromMs <= window.fromMs) return window.fromMs;
  const folders = [...place.digestFolders, ...place.logFileFolders];
  const firstDay = await findFirstDay(folders, stores.listing);
  const fromDay = toTimeText(window.fromMs).slice(0, 10);
  return firstDay !== undefined && firstDay < fromDay ? window.fromMs : first.fromMs;
}

/** What digests name before what is inferred, and what the index was told of last. */
function distinct<Named extends { readonly key: string }>(all: readonly Named[]): readonly Named[] {
  const byKey = new Map<string, Named>();
  for (const one of all) if (!byKey.has(one.key)) byKey.set(one.key, one);
  return [...byKey.values()];
}
