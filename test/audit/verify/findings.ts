/**
 * What a verification found, as short as a test can say it; and what must hold for every report, whatever was found.
 */
import { expect } from 'vitest';
import {
  FAULTS,
  type Fault,
  HOUR_STATES,
  type HourState,
  type RegionReport,
} from '../../../lib/audit/verify/report.ts';
import type { VerifyRequest } from '../../../lib/audit/verify/request.ts';
import type { TrailWorld } from './world/trail-world.ts';

/** `log-file-hash AWSLogs/…`, in the order of the text. Of time that has no object: `no-digest <from>..<until>`. */
export function faultsIn(reports: readonly RegionReport[]): string[] {
  return reports
    .flatMap(({ faults }) =>
      faults.map(({ code, key, from, until }) => `${code} ${key ?? `${from}..${until}`}`),
    )
    .sort();
}

export function faults(...expected: readonly (readonly [Fault['code'], string])[]): string[] {
  return expected.map(([code, key]) => `${code} ${key}`).sort();
}

/** `{ '2026-03-16T22': 'proven' }`: of the one region that there is. */
export function statesIn([report]: readonly RegionReport[]): Record<string, HourState> {
  return Object.fromEntries((report?.hours ?? []).map(({ hour, state }) => [hour, state]));
}

export function noticesIn(reports: readonly RegionReport[]): string[] {
  return reports.flatMap(({ notices }) => notices.map(({ code, key }) => `${code} ${key}`)).sort();
}

export interface Found {
  readonly faults: readonly string[];
  readonly states: Readonly<Record<string, HourState>>;
  readonly notices: readonly string[];
}

/** What is found in a trail of one region. */
export async function verifyTrail(
  { world }: { readonly world: TrailWorld },
  rest: Partial<VerifyRequest> = {},
): Promise<Found> {
  const reports = await world.verify(rest);
  checkReports(reports);
  expect(reports).toHaveLength(1);
  return { faults: faultsIn(reports), states: statesIn(reports), notices: noticesIn(reports) };
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** Holds for every report. */
export function checkReports(reports: readonly RegionReport[]): void {
  const places = reports.map(({ accountId, region }) => `${accountId}/${region}`);
  expect(places).toEqual([...new Set(places)].sort());
  for (const report of reports) checkReport(report);
}

function checkReport({
  accountId,
  region,
  hours,
  faults,
  notices,
  digests,
  backfillDigests,
}: RegionReport): void {
  const names = hours.map(({ hour }) => hour);
  expect(names).toEqual([...new Set(names)].sort());
  for (const { code, key, message } of [...faults, ...notices]) {
    expect(message, code).toMatch(/^[A-Z0-9][^\p{Cc}]*\.$/u);
    expect(key === undefined || key.includes(`/${accountId}/`), `${code} ${key}`).toBe(true);
  }
  for (const fault of faults) {
    expect(fault).toMatchObject({ accountId, region, state: FAULTS[fault.code] });
    const hour = hours.find(({ hour }) => hour === fault.hour);
    expect(hour, `the hour of ${fault.code} ${fault.key}`).toBeDefined();
    // No hour is better than the worst of its faults.
    const rank = (state: HourState) => HOUR_STATES.indexOf(state);
    expect(rank(hour?.state ?? 'silent'), fault.hour).toBeLessThanOrEqual(rank(fault.state));
  }
  const objects = faults.map(({ key }) => key).filter((key) => key !== undefined);
  expect(objects).toEqual([...new Set(objects)]);
  for (const { state, hour, files } of hours) {
    const atFault = faults.some((fault) => fault.hour === hour);
    if (state === 'proven' || state === 'silent' || state === 'expired') expect(atFault, hour).toBe(false);
    if (state === 'silent')
      expect(
        Object.values(files).every((count) => count === 0),
        hour,
      ).toBe(true);
  }
  expect(digests.valid).toBeLessThanOrEqual(digests.read);
  expect(backfillDigests.valid).toBeLessThanOrEqual(backfillDigests.read);
}
