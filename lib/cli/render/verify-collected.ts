/**
 * What a report for people keeps of the reports of all regions: sums, and of faults and notices the first of each kind.
 *
 * Bounded, however many regions there are and whatever is wrong in them.
 */

import {
  COVERED_STATES,
  type Fault,
  type FaultCode,
  type Notice,
  type RegionReport,
} from '../../audit/verify/report.ts';
import { VerifyTally, type VerifyTotals } from '../../audit/verify/totals.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { isMendable } from '../../operations/repair/files-to-mend.ts';
import { extendRun, type FaultRun, startRun } from './verify-fault-runs.ts';
import { addSigned, type SignedDigests } from './verify-signers.ts';

/** Of each kind. */
const KEPT_OF_A_KIND = 50;

export interface KeptOf<Kept> {
  readonly count: number;
  readonly first: readonly Kept[];
}

export interface KeySpan {
  readonly region: string;
  readonly firstHour: string;
  readonly lastHour: string;
}

export interface Collected {
  readonly totals: VerifyTotals;
  /** Runs, and the faults that are in all of them. */
  readonly faults: ReadonlyMap<FaultCode, KeptOf<FaultRun>>;
  readonly notices: ReadonlyMap<Notice['code'], KeptOf<Notice>>;
  /** Digests that are known to be gone. */
  readonly missingDigests: { readonly digests: number; readonly backfillDigests: number };
  /** Log files that no digest speaks for and that are no fault. */
  readonly besideDigests: {
    /** Of kinds that no digest lists, in hours that are proven or silent all the same. */
    readonly ofUnlistedKinds: number;
    /** Newer than the newest digest, while the next one is not due. */
    readonly awaited: number;
  };
  readonly signed: SignedDigests;
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
  readonly #missingDigests = { digests: 0, backfillDigests: 0 };
  readonly #besideDigests = { ofUnlistedKinds: 0, awaited: 0 };
  readonly #signed: SignedDigests = new Map();
  readonly #keysMissing = new Map<string, KeySpan>();
  #mendable = 0;
  #movedRegions = 0;
  #newestDigestEnd: string | undefined;

  add(report: RegionReport): void {
    this.#tally.add(report);
    for (const fault of report.faults) this.#addFault(fault);
    for (const notice of report.notices) keepNotice(this.#notices, notice);
    for (const { state, files } of report.hours) {
      if ((COVERED_STATES as readonly string[]).includes(state))
        this.#besideDigests.ofUnlistedKinds += files.notCovered;
      if (state === 'awaited') this.#besideDigests.awaited += files.notCovered;
    }
    addSigned(this.#signed, report);
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
      missingDigests: { ...this.#missingDigests },
      besideDigests: { ...this.#besideDigests },
      signed: this.#signed,
      mendable: this.#mendable,
      movedRegions: this.#movedRegions,
      keysMissing: [...this.#keysMissing.values()],
      newestDigestEnd: this.#newestDigestEnd,
    };
  }

  #addFault(fault: Fault): void {
    keepFault(this.#faults, fault);
    if (isMendable(fault)) this.#mendable++;
    if (fault.code === 'digest-not-found')
      this.#missingDigests[isBackfill(fault) ? 'backfillDigests' : 'digests']++;
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
  const longer = run && extendRun(run, fault);
  if (longer !== undefined) same.first[same.first.length - 1] = longer;
  else if (same.first.length < KEPT_OF_A_KIND) same.first.push(startRun(fault));
}

function isBackfill({ key = '' }: Fault): boolean {
  const name = parseObjectKey(key);
  return name.kind === 'digest' && name.backfill;
}
