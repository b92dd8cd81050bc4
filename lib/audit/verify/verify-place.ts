/** Verifies one region of one account: its digests, what is lacking between them, and the log files that they list. */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { findEdgeDay } from '../edge-day.ts';
import { type Chain, judgeChains } from './chains.ts';
import { checkFolders } from './check-folders.ts';
import { DigestSpans } from './digest-spans.ts';
import { findDigests, WITNESS_MS } from './find-digests.ts';
import { findGaps, findNamed, type MissingDigest } from './find-gaps.ts';
import { findRecordedDigests } from './find-recorded.ts';
import type { JudgedDigest, ValidDigest } from './judge-digest.ts';
import { LogFileFindings } from './log-file-findings.ts';
import { RegionFindings } from './region-findings.ts';
import type { RegionReport } from './report.ts';
import type { PlaceRun } from './run.ts';
import { isInWindow, isPast, type TimeSpan, toTimeText } from './times.ts';
import { takeUncoveredTime } from './uncovered-time.ts';

export async function verifyPlace(run: PlaceRun): Promise<RegionReport> {
  const { window } = run;
  const findings = new RegionFindings(run.place, window);
  const { found, hasEarlier } = await findDigests(run);
  const recorded = await findRecordedDigests(new Set(found.map(({ key }) => key)), run);
  const chains = await judgeChains(found, recorded, run);
  const judged = chains.flatMap((chain) => chain.judged);
  for (const digest of judged) takeDigest(digest, run, findings);

  const ordinary = chains.filter(({ isBackfill }) => !isBackfill);
  const startMs = await findStart(ordinary, hasEarlier, run);
  const lacking = ordinary.map((chain) => findGaps(chain, startMs ?? window.fromMs));
  const missing = distinct([
    ...chains.flatMap(({ gone }) => gone.map((digest) => ({ ...digest, how: 'recorded' as const }))),
    ...lacking.flatMap((gaps) => gaps.missing),
    ...chains.flatMap((chain) => (chain.isBackfill ? [...findNamed(chain, window.fromMs)] : [])),
  ]);
  takeMissing(missing, run, findings);

  const spans = spansOf(judged, missing);
  const valid = judged.filter((digest) => digest.kind === 'valid');
  const logFiles = new LogFileFindings(run, spans, findings, foldersListed(valid));
  await checkFolders(valid, ({ fromMs }) => isInWindow(fromMs, window), run, logFiles);

  const endMs = lacking.length === 0 ? undefined : Math.max(...lacking.map((gaps) => gaps.endMs));
  const { strays } = logFiles;
  const gaps = ordinary.flatMap((chain, index) =>
    findGapsThatCount(chain, lacking[index]?.gaps ?? [], strays),
  );
  takeUncoveredTime({ spans, startMs, endMs, gaps, strays }, run, findings);
  if (endMs === undefined && strays.length === 0) await tellRegionEnd(run, findings);
  ordinary.forEach((chain, index) => {
    const isOver = (lacking[index]?.endMs ?? Number.POSITIVE_INFINITY) < (endMs ?? 0) - WITNESS_MS;
    if (isOver) tellEnd(chain, findings);
  });
  return findings.toReport(judged);
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
    const message = 'The object has no signature in its metadata; a later digest has it.';
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
  ordinary: readonly Chain[],
  hasEarlier: boolean,
  { place, stores, window }: PlaceRun,
): Promise<number | undefined> {
  const digests = ordinary.flatMap(({ judged, gone }) => [...judged, ...gone]);
  const [first] = digests.sort((a, b) => a.fromMs - b.fromMs);
  if (first === undefined) return undefined;
  const isStart = first.kind === 'valid' && first.digest.previous === undefined;
  if (!isStart || hasEarlier || first.fromMs <= window.fromMs) return window.fromMs;
  const folders = [...place.digestFolders, ...place.logFileFolders];
  const edge = await findEdgeDay(stores.listing, folders, 'first');
  const fromDay = toTimeText(window.fromMs).slice(0, 10);
  return edge !== undefined && edge.day < fromDay ? window.fromMs : first.fromMs;
}

const HOW = {
  named: 'The digest after it names it.',
  inferred: 'CloudTrail writes one each hour; its key is worked out from its neighbours.',
  recorded: 'The index was told of its delivery.',
} as const satisfies Record<MissingDigest['how'], string>;

function takeMissing(
  missing: Iterable<MissingDigest>,
  { request: { retention, now } }: PlaceRun,
  findings: RegionFindings,
): void {
  for (const { key, fromMs, untilMs, how } of missing) {
    if (isPast(untilMs, retention.digestDays, now)) findings.note(fromMs, 'expired');
    else findings.addFault('digest-not-found', fromMs, key, `The digest is not in the bucket. ${HOW[how]}`);
  }
}

/** Nobody but a person delivers to an embedded AWS: a silence between two deliveries lacks nothing. */
function findGapsThatCount(
  { judged }: Chain,
  gaps: readonly TimeSpan[],
  strays: readonly number[],
): readonly TimeSpan[] {
  const valid = judged.filter((digest) => digest.kind === 'valid');
  const isLocal = valid.length > 0 && valid.every(({ signer }) => signer === 'local');
  if (!isLocal) return gaps;
  return gaps.filter(({ fromMs, untilMs }) => strays.some((ms) => ms >= fromMs && ms < untilMs));
}

/** A backfill digest covers nothing, but one that does not hold may have listed something. */
function spansOf(judged: readonly JudgedDigest[], missing: readonly TimeSpan[]): DigestSpans {
  const spans = new DigestSpans();
  for (const { fromMs, untilMs, kind, isBackfill } of judged)
    if (kind === 'invalid' || !isBackfill) spans.add({ fromMs, untilMs, isValid: kind === 'valid' });
  for (const { fromMs, untilMs } of missing) spans.add({ fromMs, untilMs, isValid: false });
  return spans;
}

/** No digest and no log file: accounts leave and regions are closed, but somebody should know. */
async function tellRegionEnd({ place, stores }: PlaceRun, findings: RegionFindings): Promise<void> {
  const last = await findEdgeDay(stores.listing, place.digestFolders, 'last');
  const [folder] = last?.folders ?? [];
  if (last === undefined || folder === undefined) return;
  const message = `Nothing was delivered in this time. The newest digest of the region is of ${last.day}.`;
  findings.addNotice('region-ended', folder, message);
}

function foldersListed(digests: readonly ValidDigest[]): ReadonlySet<string> {
  const keys = digests.flatMap(({ digest }) => digest.logFiles.map(({ key }) => key));
  // Nearly all are of the usual one, of which nobody asks.
  const names = keys.filter((key) => !key.includes('/CloudTrail/')).map(parseObjectKey);
  return new Set(names.flatMap((name) => (name.kind === 'log-file' ? [name.folder] : [])));
}

/** Where several trails deliver, one that stopped is easily missed: the others cover its hours. */
function tellEnd({ judged }: Chain, findings: RegionFindings): void {
  const [last] = judged.filter(({ kind }) => kind === 'valid').sort((a, b) => b.untilMs - a.untilMs);
  if (last === undefined) return;
  const message = `The last digest of its trail ends at ${toTimeText(last.untilMs)}, those of another trail go on.`;
  findings.addNotice('trail-ended', last.key, message);
}

/** Each key by the first that tells of it. */
function distinct<Named extends { readonly key: string }>(all: readonly Named[]): readonly Named[] {
  const byKey = new Map<string, Named>();
  for (const one of all) if (!byKey.has(one.key)) byKey.set(one.key, one);
  return [...byKey.values()];
}
