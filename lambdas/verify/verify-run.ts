/** What one invocation did, added up for its metrics: regions count in the invocation that brings them to their end. */
import type { RegionReport } from '../../lib/audit/verify/report.ts';
import { VerifyTally, type VerifyTotals } from '../../lib/audit/verify/totals.ts';

export class VerifyRun {
  readonly #tally = new VerifyTally();
  #regions = 0;
  #announced = 0;

  get regions(): number {
    return this.#regions;
  }

  /** Log files that the delivery topic was told of. */
  get announced(): number {
    return this.#announced;
  }

  addRegion(report: RegionReport): void {
    this.#tally.add(report);
    this.#regions++;
  }

  addAnnounced(files: number): void {
    this.#announced += files;
  }

  totals(): VerifyTotals {
    return this.#tally.totals();
  }
}
