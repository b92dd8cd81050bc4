/** Gathers what is found out about one region, and makes its report of it. */

import { HOUR_MS, toTimeText } from '../../cloudtrail/utc.ts';
import { HourBook } from './hour-book.ts';
import type { JudgedDigest } from './judge-digest.ts';
import {
  type DigestCounts,
  FAULTS,
  type Fault,
  type FaultCode,
  type FileCounts,
  type HourState,
  type Notice,
  type Place,
  type RegionReport,
  type Signer,
} from './report.ts';
import { hourOf, hoursFrom, isInWindow, type RunWindow, type TimeSpan } from './times.ts';

export class RegionFindings {
  readonly #place: Place;
  readonly #window: RunWindow;
  readonly #hours: HourBook;
  readonly #faults: Fault[] = [];
  readonly #notices: Notice[] = [];
  readonly #signers = new Set<Signer>();

  constructor({ accountId, region }: Place, window: RunWindow) {
    this.#place = { accountId, region };
    this.#window = window;
    this.#hours = new HourBook(window);
  }

  cover(ms: number, signer: Signer): void {
    this.#signers.add(signer);
    this.#hours.cover(ms);
  }

  /** Says how an hour stands where nobody is to blame for it. */
  note(ms: number, state: HourState): void {
    this.#hours.note(ms, state);
  }

  countFile(ms: number, kind: keyof FileCounts, records = 0): void {
    this.#hours.countFile(ms, kind, records);
  }

  addNotice(code: Notice['code'], key: string, message: string): void {
    this.#notices.push({ code, ...this.#place, key, message });
  }

  addFault(code: FaultCode, ms: number, key: string, message: string): void {
    if (!isInWindow(ms, this.#window)) return;
    this.#hours.note(ms, FAULTS[code]);
    this.#faults.push(this.#fault(code, ms, key, message));
  }

  /** One fault for a time without digests. */
  addTimeFault(code: 'no-digest' | 'digest-overdue', span: TimeSpan, message: string): void {
    const hours = this.#hoursOf(span);
    const [first] = hours;
    if (first === undefined) return;
    for (const ms of hours) this.#hours.note(ms, FAULTS[code]);
    const [from, until] = [toTimeText(span.fromMs), toTimeText(span.untilMs)];
    this.#faults.push({ ...this.#fault(code, first, undefined, message), from, until });
  }

  addAwaited(span: TimeSpan): void {
    for (const ms of this.#hoursOf(span)) this.#hours.note(ms, 'awaited');
  }

  toReport(judged: readonly JudgedDigest[]): RegionReport {
    const newest = Math.max(...judged.map(({ kind, untilMs }) => (kind === 'valid' ? untilMs : 0)), 0);
    return {
      ...this.#place,
      hours: this.#hours.toReports(this.#place),
      faults: this.#faults.toSorted((a, b) => (a.hour < b.hour ? -1 : a.hour > b.hour ? 1 : 0)),
      notices: this.#notices,
      digests: this.#countDigests(judged.filter(({ isBackfill }) => !isBackfill)),
      backfillDigests: this.#countDigests(judged.filter(({ isBackfill }) => isBackfill)),
      newestDigestEnd: newest === 0 ? undefined : toTimeText(newest),
      signers: [...this.#signers].sort(),
    };
  }

  #countDigests(judged: readonly JudgedDigest[]): DigestCounts {
    const inWindow = judged.filter(({ fromMs }) => isInWindow(fromMs, this.#window));
    return { read: inWindow.length, valid: inWindow.filter(({ kind }) => kind === 'valid').length };
  }

  #hoursOf({ fromMs, untilMs }: TimeSpan): readonly number[] {
    // A time of years, as names and clocks may claim, is not counted out hour by hour.
    const skippedHours = Math.max(0, Math.ceil((this.#window.fromMs - fromMs) / HOUR_MS));
    return [...hoursFrom(fromMs + skippedHours * HOUR_MS, Math.min(untilMs, this.#window.untilMs))];
  }

  #fault(code: FaultCode, ms: number, key: string | undefined, message: string): Fault {
    return { code, state: FAULTS[code], ...this.#place, hour: hourOf(ms), key, message };
  }
}
