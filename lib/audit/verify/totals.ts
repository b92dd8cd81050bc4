/** What the reports of all regions add up to. */
import {
  COVERED_STATES,
  type FaultState,
  type FileCounts,
  HOUR_STATES,
  type HourState,
  NO_FILES,
  type RegionReport,
  type Signer,
} from './report.ts';

export interface VerifyTotals {
  readonly accounts: number;
  /** Regions of accounts. */
  readonly regions: number;
  readonly hours: Readonly<Record<HourState, number>>;
  readonly files: FileCounts;
  readonly records: number;
  readonly digests: { readonly read: number; readonly valid: number };
  readonly backfillDigests: { readonly read: number; readonly valid: number };
  readonly faults: Readonly<Partial<Record<FaultState, number>>>;
  readonly signers: readonly Signer[];
}

export class VerifyTally {
  readonly #accounts = new Set<string>();
  #regions = 0;
  readonly #hours = Object.fromEntries(HOUR_STATES.map((state) => [state, 0])) as Record<HourState, number>;
  readonly #files: Record<keyof FileCounts, number> = { ...NO_FILES };
  #records = 0;
  readonly #digests = { read: 0, valid: 0 };
  readonly #backfillDigests = { read: 0, valid: 0 };
  readonly #faults: Partial<Record<FaultState, number>> = {};
  readonly #signers = new Set<Signer>();

  add(report: RegionReport): void {
    this.#accounts.add(report.accountId);
    this.#regions++;
    for (const { state, files, records } of report.hours) {
      this.#hours[state]++;
      addTo(this.#files, files);
      this.#records += records;
    }
    addTo(this.#digests, report.digests);
    addTo(this.#backfillDigests, report.backfillDigests);
    for (const { state } of report.faults) this.#faults[state] = (this.#faults[state] ?? 0) + 1;
    for (const signer of report.signers) this.#signers.add(signer);
  }

  totals(): VerifyTotals {
    return {
      accounts: this.#accounts.size,
      regions: this.#regions,
      hours: { ...this.#hours },
      files: { ...this.#files },
      records: this.#records,
      digests: { ...this.#digests },
      backfillDigests: { ...this.#backfillDigests },
      faults: { ...this.#faults },
      signers: [...this.#signers].sort(),
    };
  }
}

/**
 * Hours that are proven or silent, in percent of those that could be: not those that are expired, or whose digest is not
 * due. Undefined where there is none: nothing is neither complete nor incomplete.
 */
export function coveragePercent(hours: VerifyTotals['hours']): number | undefined {
  const due = HOUR_STATES.filter((state) => state !== 'expired' && state !== 'awaited');
  const all = due.reduce((sum, state) => sum + hours[state], 0);
  const covered = COVERED_STATES.reduce((sum, state) => sum + hours[state], 0);
  return all === 0 ? undefined : (100 * covered) / all;
}

function addTo<Name extends string>(sums: Record<Name, number>, more: Readonly<Record<Name, number>>): void {
  for (const name of Object.keys(sums) as Name[]) sums[name] += more[name];
}
