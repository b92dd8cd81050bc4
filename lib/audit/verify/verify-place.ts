/** Verifies one region of one account: its digests, what is lacking between them, and the log files that they list. */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { toTimeText } from '../../cloudtrail/utc.ts';
import { findEdgeDay } from '../edge-day.ts';
import { judgeChains } from './chains.ts';
import { checkFolders } from './check-folders.ts';
import { findDigestTime } from './digest-time.ts';
import { findDigests } from './find-digests.ts';
import type { Known, MissingDigest } from './find-gaps.ts';
import { findRecordedDigests } from './find-recorded.ts';
import type { JudgedDigest, ValidDigest } from './judge-digest.ts';
import { isBesideOthers, withoutLocal } from './local-trail.ts';
import { LogFileFindings } from './log-file-findings.ts';
import { RegionFindings } from './region-findings.ts';
import type { RegionReport } from './report.ts';
import type { PlaceRun } from './run.ts';
import { isInWindow, isPast } from './times.ts';
import { takeUncoveredTime } from './uncovered-time.ts';

export async function verifyPlace(run: PlaceRun): Promise<RegionReport> {
  const { place, window } = run;
  const findings = new RegionFindings(place, window);
  const { found, hasEarlier } = await findDigests(run);
  const recorded = await findRecordedDigests(new Set(found.map(({ key }) => key)), run);
  const areOthersThere = await isBesideOthers([...found, ...recorded], run);
  const chains = await judgeChains(
    withoutLocal(found, areOthersThere),
    withoutLocal(recorded, areOthersThere),
    run,
  );
  const judged = chains.flatMap((chain) => chain.judged);
  for (const digest of judged) takeDigest(digest, run, findings);

  const time = await findDigestTime(chains, hasEarlier, run);
  takeMissing(time.missing, run, findings);
  const valid = judged.filter((digest) => digest.kind === 'valid');
  const logFiles = new LogFileFindings(run, time.spans, findings, foldersListed(valid));
  await checkFolders(valid, ({ fromMs }) => isInWindow(fromMs, window), run, logFiles);

  takeUncoveredTime(time, logFiles.strays, run, findings);
  if (judged.length === 0 && logFiles.strays.length === 0) await tellRegionEnd(run, findings);
  for (const digests of time.over) tellEnd(digests, findings);
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

function foldersListed(digests: readonly ValidDigest[]): ReadonlySet<string> {
  const keys = digests.flatMap(({ digest }) => digest.logFiles.map(({ key }) => key));
  // Nearly all are of the usual one, of which nobody asks.
  const names = keys.filter((key) => !key.includes('/CloudTrail/')).map(parseObjectKey);
  return new Set(names.flatMap((name) => (name.kind === 'log-file' ? [name.folder] : [])));
}

/** No digest and no log file: accounts leave and regions are closed, but somebody should know. */
async function tellRegionEnd({ place, stores }: PlaceRun, findings: RegionFindings): Promise<void> {
  const last = await findEdgeDay(stores.listing, place.digestFolders, 'last');
  const [folder] = last?.folders ?? [];
  if (last === undefined || folder === undefined) return;
  const message = `Nothing was delivered in this time. The newest digest of the region is of ${last.day}.`;
  findings.addNotice('region-ended', folder, message);
}

/** Where several trails deliver, one that stopped is easily missed: the others cover its hours. */
function tellEnd(digests: readonly Known[], findings: RegionFindings): void {
  const [last] = digests.filter(({ kind }) => kind === 'valid').sort((a, b) => b.untilMs - a.untilMs);
  if (last === undefined) return;
  const message = `The last digest of its trail ends at ${toTimeText(last.untilMs)}, those of another trail go on.`;
  findings.addNotice('trail-ended', last.key, message);
}
