/**
 * Verifies the last day of one account, region by region: names what is wrong, announces what was missed, stores what was
 * found.
 *
 * A region is stored when everything about it is done, so a message that comes again goes on with the regions that are
 * left, and an account that is too large for one invocation comes to its end.
 */

import { daysNewestFirst, deliveryDayOf } from '../../lib/audit/delivery-days.ts';
import type { RegionReport } from '../../lib/audit/verify/report.ts';
import type { DayCoverage } from '../../lib/event-index/coverage.ts';
import { coverageToStore, regionsVerified } from './coverage-to-store.ts';
import type { FaultLog } from './fault-log.ts';
import type { CoverageStore, Log } from './ports.ts';
import type { VerifyMessage } from './verify-message.ts';
import type { VerifyRun } from './verify-run.ts';

export interface VerifyAccountContext {
  readonly coverage: CoverageStore;
  /** Those that the bucket has folders of, or the ledger knows. */
  findRegions(message: VerifyMessage): Promise<readonly string[]>;
  /** `regions`: those that are looked at; undefined for every one. */
  verify(message: VerifyMessage, regions: readonly string[] | undefined): AsyncIterable<RegionReport>;
  /** Announces at most `limit` missed log files and says how many it was. */
  repair(report: RegionReport, limit: number): Promise<number>;
  now(): Date;
  readonly run: VerifyRun;
  readonly faults: FaultLog;
  readonly log: Log;
}

/** Log files announced for one account and message: some minutes' worth. */
const MOST_ANNOUNCED = 10_000;

export async function verifyAccount(message: VerifyMessage, context: VerifyAccountContext): Promise<void> {
  const { coverage, run, faults, log } = context;
  const { accountId, until } = message;
  const stored = await readCoverage(message, coverage);
  const verified = regionsVerified(stored, until);
  const regions = verified.length === 0 ? undefined : await regionsLeft(message, verified, context);
  for await (const report of context.verify(message, regions)) {
    faults.add(report.faults);
    run.addAnnounced(await context.repair(report, MOST_ANNOUNCED - run.announced));
    for (const day of coverageToStore(report, stored, { at: context.now(), until })) await coverage.put(day);
    run.addRegion(report);
  }
  if (run.regions === 0 && verified.length === 0)
    log.warn('The bucket has no digests and no log files of this account', { accountId });
}

async function regionsLeft(
  message: VerifyMessage,
  verified: readonly string[],
  { findRegions, log }: VerifyAccountContext,
): Promise<readonly string[]> {
  const { accountId } = message;
  log.info('Regions verified before are left out', { accountId, regions: verified });
  return (await findRegions(message)).filter((region) => !verified.includes(region));
}

async function readCoverage(
  { accountId, from, until }: VerifyMessage,
  coverage: CoverageStore,
): Promise<readonly DayCoverage[]> {
  const stored: DayCoverage[] = [];
  for (const day of daysNewestFirst(deliveryDayOf(from), deliveryDayOf(until))) {
    for await (const ofRegion of coverage.readDay(day, accountId)) stored.push(ofRegion);
  }
  return stored;
}
