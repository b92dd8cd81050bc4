/**
 * What of a region's report goes into the table, and which regions a message that comes again may leave out.
 *
 * The newest day of the window is written in any case, and last: its item says that the region was verified until then.
 * Other days are written where they differ from what is stored, or where that is older than a day.
 */

import { deliveryDayOf } from '../../lib/audit/delivery-days.ts';
import type { RegionReport } from '../../lib/audit/verify/report.ts';
import { DAY_MS } from '../../lib/cloudtrail/utc.ts';
import { type DayCoverage, joinCoverage, toDayCoverages } from '../../lib/event-index/coverage.ts';

export interface Verified {
  readonly at: Date;
  /** The end of the time that was asked about. */
  readonly until: Date;
}

/** In the order in which they are to be written: that of time. */
export function coverageToStore(
  report: RegionReport,
  stored: readonly DayCoverage[],
  verified: Verified,
): readonly DayCoverage[] {
  const { accountId, region, hours } = report;
  const found = toDayCoverages({
    accountId,
    region,
    hours,
    verifiedAt: verified.at.toISOString(),
    verifiedUntil: verified.until.toISOString(),
    deep: false,
  });
  const newestDay = newestDayOf(verified.until);
  return found.flatMap((day) => {
    const known = stored.find((other) => other.day === day.day && other.region === region);
    const joined = joinCoverage(known, day);
    return day.day === newestDay || isWorthWriting(joined, known, verified.at) ? [joined] : [];
  });
}

/** Regions that were verified until then before. */
export function regionsVerified(stored: readonly DayCoverage[], until: Date): readonly string[] {
  return stored
    .filter(({ day, verifiedUntil }) => day === newestDayOf(until) && verifiedUntil >= until.toISOString())
    .map(({ region }) => region);
}

/** The end of a window is not in it. */
function newestDayOf(until: Date): string {
  return deliveryDayOf(new Date(until.getTime() - 1));
}

function isWorthWriting(joined: DayCoverage, known: DayCoverage | undefined, now: Date): boolean {
  if (known === undefined || now.getTime() - Date.parse(known.verifiedAt) > DAY_MS) return true;
  return JSON.stringify(joined.hours) !== JSON.stringify(known.hours);
}
