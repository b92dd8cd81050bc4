/**
 * `verify --stored`: the coverage that the scheduled verification has written down, as reports without faults.
 *
 * Reads a few items instead of the bucket, and knows no more than was written: states and counts by the hour.
 */

import {
  HOUR_STATES,
  type HourReport,
  type HourState,
  NO_FILES,
  type RegionReport,
} from '../audit/verify/report.ts';
import type { VerifyWindow } from '../audit/verify/request.ts';
import type { CoverageReader } from '../aws/coverage-store.ts';
import { DAY_MS } from '../cloudtrail/utc.ts';
import type { DayCoverage } from '../event-index/coverage.ts';
import type { ReportShape } from './render/verify-report.ts';
import { hourRows, STORED_FIELDS } from './render/verify-rows.ts';

export interface StoredCoverage {
  /** In the order of account and region. */
  readonly reports: readonly RegionReport[];
  /** When the last of the verifications looked, ISO 8601. */
  readonly newest: string | undefined;
  /** When the day of an hour was last looked at. */
  readonly verifiedAt: (hour: HourReport) => string | undefined;
}

export interface StoredRequest {
  readonly window: VerifyWindow;
  readonly accountIds?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

export async function readStoredCoverage(
  coverage: CoverageReader,
  { window, accountIds, regions }: StoredRequest,
): Promise<StoredCoverage> {
  const hoursOf = new Map<string, HourReport[]>();
  const looks = new Map<string, string>();
  for (const day of daysOf(window)) {
    for (const accountId of accountIds ?? [undefined]) {
      for await (const stored of coverage.readDay(day, accountId)) {
        if (regions?.includes(stored.region) === false) continue;
        const place = `${stored.accountId} ${stored.region}`;
        const hours = toHourReports(stored).filter(({ hour }) => isWithin(hour, window));
        if (hours.length === 0) continue;
        hoursOf.set(place, [...(hoursOf.get(place) ?? []), ...hours]);
        looks.set(`${place} ${day}`, stored.verifiedAt);
      }
    }
  }
  const places = [...hoursOf].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    reports: places.map(([, hours]) => toReport(hours)),
    newest: [...looks.values()].sort().at(-1),
    verifiedAt: ({ accountId, region, hour }) => looks.get(`${accountId} ${region} ${hour.slice(0, 10)}`),
  };
}

/** Of what was not stored there is nothing, not even a zero. */
export function storedShape({ verifiedAt }: StoredCoverage): ReportShape {
  return {
    fields: STORED_FIELDS,
    *rows(report) {
      for (const [index, row] of [...hourRows(report)].entries()) {
        const hour = report.hours[index];
        yield { ...row, records: undefined, verifiedAt: hour && verifiedAt(hour) };
      }
    },
    region: ({ accountId, region, hours }) => ({
      accountId,
      region,
      hours: hours.map((hour) => ({
        hour: hour.hour,
        state: hour.state,
        files: hour.files,
        verifiedAt: verifiedAt(hour),
      })),
    }),
    totals: ({ accounts, regions, hours, files }) => ({ accounts, regions, hours, files }),
  };
}

function toHourReports({ accountId, region, hours }: DayCoverage): HourReport[] {
  return hours.flatMap(({ hour, state, files }) =>
    isHourState(state)
      ? [{ accountId, region, hour, state, files: { ...NO_FILES, ...files }, records: 0 }]
      : [],
  );
}

/** A later version may know others. */
function isHourState(state: string): state is HourState {
  return (HOUR_STATES as readonly string[]).includes(state);
}

function toReport(hours: readonly HourReport[]): RegionReport {
  const { accountId = '', region = '' } = hours[0] ?? {};
  const none = { read: 0, valid: 0 };
  const rest = { faults: [], notices: [], digests: none, backfillDigests: none, signers: [] };
  return { accountId, region, hours, ...rest, newestDigestEnd: undefined };
}

function isWithin(hour: string, { from, until }: VerifyWindow): boolean {
  const ms = Date.parse(`${hour}:00:00Z`);
  return ms >= from.getTime() && ms < until.getTime();
}

function daysOf({ from, until }: VerifyWindow): readonly string[] {
  const days: string[] = [];
  const first = Math.floor(from.getTime() / DAY_MS) * DAY_MS;
  for (let ms = first; ms < until.getTime(); ms += DAY_MS) days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}
