/**
 * What a report for people keeps of the reports of all regions: sums, and of faults and notices the first of each kind.
 *
 * Bounded, however many regions there are and whatever is wrong in them.
 */

import type { Fault, FaultCode, Notice, RegionReport } from '../../audit/verify/report.ts';
import { VerifyTally, type VerifyTotals } from '../../audit/verify/totals.ts';
import { isMendable } from '../../operations/repair/files-to-mend.ts';

/** Of each kind. */
export const KEPT_OF_A_KIND = 50;
const KEPT_KEYS = 3;

export interface KeptOf<Kept> {
  readonly count: number;
  readonly first: readonly Kept[];
}

/** Faults of one place that have the same to say, one after the other. */
export interface FaultRun {
  readonly first: Fault;
  readonly last: Fault;
  readonly count: number;
  /** Of the first few. */
  readonly keys: readonly string[];
}

export interface KeySpan {
  readonly region: string;
  readonly firstHour: string;
  readonly lastHour: string;
}

export interface Collected {
  readonly totals: VerifyTotals;
  readonly faults: ReadonlyMap<FaultCode, KeptOf<FaultRun>>;
  readonly notices: ReadonlyMap<Notice['code'], KeptOf<Notice>>;
  /** Faults that a repair can mend. */
  readonly mendable: number;
  /** Regions where every digest that was read says that it belongs elsewhere. */
  readonly movedRegions: number;
  /** Where public keys were not found, by region. */
  readonly keysMissing: readonly KeySpan[];
  /** The end of the newest digest that holds, of all regions. */
  readonly newestDigestEnd: string | undefined;
}

export class ReportCollector {
  readonly #tally = new VerifyTally();
  readonly #faults = new Map<FaultCode, { count: number; first: FaultRun[] }>();
  readonly #notices = new Map<Notice['code'], { count: number; first: Notice[] }>();
  readonly #keysMissing = new Map<string, KeySpan>();
  #mendable = 0;
  #movedRegions = 0;
  #newestDigestEnd: string | undefined;

  add(report: RegionReport): void {
    this.#tally.add(report);
    for (const fault of report.faults) this.#addFault(fault);
    for (const notice of report.notices) keepNotice(this.#notices, notice);
    const moved = report.faults.filter(({ code }) => code === 'digest-moved').length;
    if (moved > 0 && moved === report.digests.read + report.backfillDigests.read) this.#movedRegions++;
    const end = report.newestDigestEnd;
    if (end !== undefined && end > (this.#newestDigestEnd ?? '')) this.#newestDigestEnd = end;
  }

  collected(): Collected {
    return {
      totals: this.#tally.totals(),
      faults: this.#faults,
      notices: this.#notices,
      mendable: this.#mendable,
      movedRegions: this.#movedRegions,
      keysMissing: [...this.#keysMissing.values()],
      newestDigestEnd: this.#newestDigestEnd,
    };
  }

  #addFault(fault: Fault): void {
    keepFault(this.#faults, fault);
    if (isMendable(fault)) this.#mendable++;
    if (fault.code !== 'digest-key-not-found') return;
    const { region, hour } = fault;
    const { firstHour = hour, lastHour = hour } = this.#keysMissing.get(region) ?? {};
    this.#keysMissing.set(region, {
      region,
      firstHour: hour < firstHour ? hour : firstHour,
      lastHour: hour > lastHour ? hour : lastHour,
    });
  }
}

function keepNotice(kept: Map<Notice['code'], { count: number; first: Notice[] }>, notice: Notice): void {
  const same = kept.get(notice.code) ?? { count: 0, first: [] };
  kept.set(notice.code, same);
  same.count++;
  if (same.first.length < KEPT_OF_A_KIND) same.first.push(notice);
}

function keepFault(kept: Map<FaultCode, { count: number; first: FaultRun[] }>, fault: Fault): void {
  const same = kept.get(fault.code) ?? { count: 0, first: [] };
  kept.set(fault.code, same);
  same.count++;
  const run = same.first.at(-1);
  if (run !== undefined && saysTheSame(run.first, fault))
    same.first[same.first.length - 1] = extend(run, fault);
  else if (same.first.length < KEPT_OF_A_KIND)
    same.first.push({
      first: fault,
      last: fault,
      count: 1,
      keys: fault.key === undefined ? [] : [fault.key],
    });
}

function saysTheSame(one: Fault, other: Fault): boolean {
  return one.accountId === other.accountId && one.region === other.region && one.message === other.message;
}

function extend({ first, count, keys }: FaultRun, last: Fault): FaultRun {
  const isNamed = last.key !== undefined && keys.length < KEPT_KEYS;
  return {
    first,
    last,
    count: count + 1,
    keys: isNamed && last.key !== undefined ? [...keys, last.key] : keys,
  };
}
