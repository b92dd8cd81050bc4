/**
 * Verifies one region of one account: its digests, then the log files they list, then what is lacking between them.
 */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { dayFolderIn } from '../trail-folders.ts';
import { type CheckedFile, checkFolders, type UnlistedFile } from './check-folders.ts';
import { type FoundDigest, findDigests, isNear, WITNESS_MS } from './find-digests.ts';
import { findGaps, findMissingBackfills, type Gap, type MissingDigest } from './find-gaps.ts';
import { fileKindOf, HourBook } from './hour-book.ts';
import { type JudgedDigest, judgeChain } from './judge-chain.ts';
import { openKeyRing } from './key-ring.ts';
import { findFirstDay } from './places.ts';
import { FAULTS, type Fault, type FaultCode, type Notice, type RegionReport, type Signer } from './report.ts';
import type { PlaceRun } from './run.ts';
import { HOUR_MS, hourOf, hoursFrom, isInWindow, isPast, startOfHour, toTimeText } from './times.ts';

/**
 * CloudTrail writes a digest about half an hour after the time that it is about, and promises no time: one is overdue when
 * it is an hour late.
 */
const GRACE_MS = HOUR_MS;

interface Chain {
  readonly isBackfill: boolean;
  readonly judged: readonly JudgedDigest[];
}

export async function verifyPlace(run: PlaceRun): Promise<RegionReport> {
  return new PlaceVerification(run).verify();
}

class PlaceVerification {
  readonly #run: PlaceRun;
  readonly #hours: HourBook;
  readonly #faults: Fault[] = [];
  readonly #notices: Notice[] = [];
  readonly #signers = new Set<Signer>();
  /** Times of log files that stand in no digest's time. */
  readonly #strays: number[] = [];
  /** Digests by the clock hours that they touch: those that hold, and those that are known to be lacking. */
  readonly #spans = new Map<string, { fromMs: number; untilMs: number; isValid: boolean }[]>();

  constructor(run: PlaceRun) {
    this.#run = run;
    this.#hours = new HourBook(run.window);
  }

  async verify(): Promise<RegionReport> {
    const run = this.#run;
    const chains = await judgeChains(await findDigests(run), run);
    const judged = chains.flatMap(({ judged }) => judged);
    for (const digest of judged) this.#takeDigest(digest);
    const valid = judged.filter((digest) => digest.kind === 'valid');
    const startMs = await this.#startOf(judged);
    const ordinary = chains.filter(({ isBackfill }) => !isBackfill);
    const lacking = ordinary.map(({ judged }) => findGaps(judged, startMs ?? run.window.fromMs));
    const recorded = await this.#findRecorded(judged);
    const missing = [
      ...lacking.flatMap(({ missing }) => missing),
      ...chains
        .filter(({ isBackfill }) => isBackfill)
        .flatMap(({ judged }) => findMissingBackfills(judged, run.window.fromMs)),
      ...recorded,
    ];
    this.#takeMissing(missing);
    await checkFolders(valid, (digest) => isInWindow(digest.fromMs, run.window), run, {
      onChecked: (file) => this.#takeChecked(file),
      onUnlisted: (file) => this.#takeUnlisted(file),
    });
    for (const { gaps } of lacking) this.#takeGaps(gaps);
    this.#takeTails(
      lacking.map(({ endMs }) => endMs),
      recorded,
      startMs,
    );
    return this.#report(judged);
  }

  #takeDigest(digest: JudgedDigest): void {
    const { key, fromMs, untilMs, isBackfill } = digest;
    if (!isBackfill) this.#addSpan({ fromMs, untilMs, isValid: digest.kind === 'valid' });
    if (!isInWindow(fromMs, this.#run.window)) return;
    if (digest.kind === 'invalid') {
      this.#addFault(digest.code, fromMs, key, digest.message);
      return;
    }
    this.#signers.add(digest.signer);
    if (!isBackfill) this.#hours.cover(fromMs);
    if (digest.isVouched)
      this.#notice(
        'digest-vouched',
        key,
        'The object has no signature in its metadata; the digest after it vouches for it.',
      );
    if (digest.digest.previous === undefined && !isBackfill)
      this.#notice(
        'chain-started',
        key,
        `A starting digest: no digest before ${toTimeText(fromMs)} belongs to its chain.`,
      );
  }

  /**
   * From when on there should be digests: from the beginning of the window, unless the first digest of all is a starting
   * one in the window, and there was nothing before. Undefined where there is no digest.
   */
  async #startOf(judged: readonly JudgedDigest[]): Promise<number | undefined> {
    const { place, stores, window } = this.#run;
    const first = judged.filter(({ isBackfill }) => !isBackfill).sort((a, b) => a.fromMs - b.fromMs)[0];
    if (first === undefined) return undefined;
    const isStart = first.kind === 'valid' && first.digest.previous === undefined;
    if (!isStart || first.fromMs <= window.fromMs) return window.fromMs;
    const firstDay = await findFirstDay([...place.digestFolders, ...place.logFileFolders], stores.listing);
    const fromDay = toTimeText(window.fromMs).slice(0, 10);
    return firstDay !== undefined && firstDay < fromDay ? window.fromMs : first.fromMs;
  }

  /** Digests that the index was told of and that are not in the bucket. */
  async #findRecorded(judged: readonly JudgedDigest[]): Promise<readonly MissingDigest[]> {
    const run = this.#run;
    const present = new Set(judged.map(({ key }) => key));
    const missing: MissingDigest[] = [];
    for (const day of run.days(WITNESS_MS)) {
      for (const folder of run.place.digestFolders) {
        for await (const { key, status } of run.stores.ledger.readFolder(day, dayFolderIn(folder, day))) {
          const name = parseObjectKey(key);
          if (
            status !== 'recorded' ||
            present.has(key) ||
            name.kind !== 'digest' ||
            name.endTime === undefined
          )
            continue;
          if (!isNear(name, run)) continue;
          const untilMs = Date.parse(name.endTime);
          missing.push({ key, fromMs: untilMs - HOUR_MS, untilMs, isInferred: false });
        }
      }
    }
    return missing;
  }

  #takeMissing(missing: readonly MissingDigest[]): void {
    const { request, window } = this.#run;
    const known = new Set<string>();
    for (const { key, fromMs, untilMs, isInferred } of missing) {
      if (known.has(key)) continue;
      known.add(key);
      this.#addSpan({ fromMs, untilMs, isValid: false });
      if (!isInWindow(fromMs, window)) continue;
      if (isPast(untilMs, request.retention.digestDays, request.now)) {
        this.#hours.note(fromMs, 'expired');
        continue;
      }
      const message = isInferred
        ? 'The digest is not in the bucket. CloudTrail writes one each hour; its key is worked out from its neighbours.'
        : 'The digest is not in the bucket.';
      this.#addFault('digest-not-found', fromMs, key, message);
    }
  }

  #takeChecked({ key, digest, verdict }: CheckedFile): void {
    const { fromMs } = digest;
    const { request } = this.#run;
    if (verdict.kind === 'proven') {
      this.#hours.countFile(fromMs, 'proven', verdict.records);
      if (verdict.isRecompressed)
        this.#notice(
          'log-file-recompressed',
          key,
          'The object was written anew; its content is what CloudTrail delivered.',
        );
      if (verdict.refusedRecords > 0)
        this.#notice(
          'records-refused',
          key,
          `${verdict.refusedRecords} of its records were refused, with reasons: traildex files -v.`,
        );
      return;
    }
    const { code, message } = verdict;
    if (code === 'log-file-not-found' && isPast(fromMs, request.retention.logFileDays, request.now)) {
      this.#hours.countFile(fromMs, 'expired');
      return;
    }
    this.#hours.countFile(fromMs, fileKindOf(FAULTS[code]));
    this.#addFault(code, fromMs, key, message);
  }

  #takeUnlisted({ key, object, entry }: UnlistedFile): void {
    const { window, request } = this.#run;
    const atMs = deliveryTimeOf(key, object?.storedAt);
    if (!isInWindow(atMs, window) || request.trailName !== undefined) return;
    const span = this.#spanAt(atMs);
    const hourMs = span?.fromMs ?? startOfHour(atMs);
    if (object === undefined) {
      this.#takeVanished(key, atMs, hourMs);
      return;
    }
    this.#hours.countFile(hourMs, 'notCovered');
    if (span === undefined) this.#strays.push(atMs);
    if (span?.isValid !== true) return;
    const why = entry?.notAsDelivered
      ? 'No digest lists the log file: it was rewrapped by traildex and is no evidence.'
      : 'No digest lists the log file. A backfill digest may still come, or CloudTrail never delivered it.';
    this.#addFault('log-file-not-listed', hourMs, key, why);
  }

  /** The ledger knows it, the bucket does not have it, and the digest that listed it is gone as well. */
  #takeVanished(key: string, atMs: number, hourMs: number): void {
    const { retention, now } = this.#run.request;
    if (isPast(atMs, retention.logFileDays, now)) {
      this.#hours.countFile(hourMs, 'expired');
      return;
    }
    this.#hours.countFile(hourMs, 'missing');
    this.#addFault(
      'log-file-not-found',
      hourMs,
      key,
      'The index knows the log file, and the bucket does not have it any more. No digest lists it.',
    );
  }

  #takeGaps(gaps: readonly Gap[]): void {
    for (const { fromMs, untilMs } of gaps) {
      this.#addWanting(
        'no-digest',
        { fromMs, untilMs },
        'No digest speaks for this time: logging or its validation was turned off, or the digests of the end of a chain were deleted.',
      );
    }
  }

  /** After the last digest, and where there is none at all. */
  #takeTails(
    chainEnds: readonly number[],
    recorded: readonly MissingDigest[],
    startMs: number | undefined,
  ): void {
    const { request, window } = this.#run;
    const ends = [...chainEnds, ...recorded.map(({ untilMs }) => untilMs)];
    const untilMs = Math.min(window.untilMs, request.now.getTime());
    const lastStray = Math.max(...this.#strays, Number.NEGATIVE_INFINITY);
    if (ends.length === 0) {
      const firstStray = Math.min(...this.#strays, Number.POSITIVE_INFINITY);
      if (lastStray < firstStray) return;
      const span = { fromMs: startOfHour(firstStray), untilMs: startOfHour(lastStray) + HOUR_MS };
      this.#addWanting(
        'no-digest',
        span,
        'No digest speaks for this time: validation is off for this region, or its digests were deleted.',
      );
      return;
    }
    const endMs = Math.max(...ends);
    if (request.isLive) {
      const dueMs = request.now.getTime() - HOUR_MS - GRACE_MS;
      const overdueUntil = Math.min(untilMs, Math.floor((dueMs - endMs) / HOUR_MS + 1) * HOUR_MS + endMs);
      if (overdueUntil > endMs)
        this.#addWanting(
          'digest-overdue',
          { fromMs: endMs, untilMs: overdueUntil },
          'The digest should be there by the clock. CloudTrail is late, it stopped, or the digest was deleted.',
        );
      for (const ms of hoursFrom(Math.max(endMs, overdueUntil), untilMs))
        this.#hours.noteWanting(ms, 'awaited');
    } else if (lastStray >= endMs) {
      const span = { fromMs: endMs, untilMs: startOfHour(lastStray) + HOUR_MS };
      this.#addWanting(
        'no-digest',
        span,
        'No digest speaks for this time, in which log files were delivered.',
      );
    }
    const firstStray = Math.min(...this.#strays, Number.POSITIVE_INFINITY);
    if (startMs !== undefined && firstStray < startMs) {
      const span = { fromMs: startOfHour(firstStray), untilMs: startMs };
      this.#addWanting(
        'no-digest',
        span,
        'No digest speaks for this time, in which log files were delivered.',
      );
    }
  }

  /** One fault for a time that digests are wanting for, unless those of another trail cover all of it. */
  #addWanting(
    code: 'no-digest' | 'digest-overdue',
    span: { fromMs: number; untilMs: number },
    message: string,
  ): void {
    const hours = [...hoursFrom(span.fromMs, span.untilMs)].filter(
      (ms) => isInWindow(ms, this.#run.window) && !this.#hours.isCovered(ms),
    );
    const [first] = hours;
    if (first === undefined) return;
    for (const ms of hours) this.#hours.noteWanting(ms, FAULTS[code]);
    const [from, until] = [toTimeText(span.fromMs), toTimeText(span.untilMs)];
    this.#faults.push({ ...this.#fault(code, first, undefined, message), from, until });
  }

  #addFault(code: FaultCode, ms: number, key: string, message: string): void {
    this.#hours.note(ms, FAULTS[code]);
    this.#faults.push(this.#fault(code, ms, key, message));
  }

  #fault(code: FaultCode, ms: number, key: string | undefined, message: string): Fault {
    const { accountId, region } = this.#run.place;
    return { code, state: FAULTS[code], accountId, region, hour: hourOf(ms), key, message };
  }

  #notice(code: Notice['code'], key: string, message: string): void {
    const { accountId, region } = this.#run.place;
    this.#notices.push({ code, accountId, region, key, message });
  }

  #addSpan(span: { fromMs: number; untilMs: number; isValid: boolean }): void {
    for (const ms of hoursFrom(startOfHour(span.fromMs), span.untilMs)) {
      const hour = hourOf(ms);
      const spans = this.#spans.get(hour) ?? [];
      this.#spans.set(hour, spans);
      spans.push(span);
    }
  }

  /** The digest in whose time it lies; one that holds before one that does not. */
  #spanAt(ms: number) {
    const spans =
      this.#spans.get(hourOf(ms))?.filter(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs) ?? [];
    return spans.find(({ isValid }) => isValid) ?? spans[0];
  }

  #report(judged: readonly JudgedDigest[]): RegionReport {
    const { accountId, region } = this.#run.place;
    const inWindow = judged.filter(({ fromMs }) => isInWindow(fromMs, this.#run.window));
    const countOf = (isBackfill: boolean) => {
      const digests = inWindow.filter((digest) => digest.isBackfill === isBackfill);
      return { read: digests.length, valid: digests.filter(({ kind }) => kind === 'valid').length };
    };
    const newest = Math.max(...judged.filter(({ kind }) => kind === 'valid').map(({ untilMs }) => untilMs));
    return {
      accountId,
      region,
      hours: this.#hours.toReports({ accountId, region }),
      faults: this.#faults.toSorted((a, b) => (a.hour < b.hour ? -1 : a.hour > b.hour ? 1 : 0)),
      notices: this.#notices,
      digests: countOf(false),
      backfillDigests: countOf(true),
      newestDigestEnd: Number.isFinite(newest) ? toTimeText(newest) : undefined,
      signers: [...this.#signers].sort(),
    };
  }
}

/** Digests of a trail, in a region and a layout, vouch for each other; backfill digests for themselves. */
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

/** When the log file was delivered, by its name to the minute. */
function deliveryTimeOf(key: string, storedAt: Date | undefined): number {
  const name = parseObjectKey(key);
  if (name.kind !== 'log-file') return Number.NaN;
  if (name.deliveredAt !== undefined) return Date.parse(name.deliveredAt);
  return storedAt?.getTime() ?? Date.parse(name.day);
}
