/** What a collector has of one region, or of some: hours by their states, the files and records of the first. */
import {
  type FileCounts,
  type HourState,
  NO_FILES,
  type RegionReport,
} from '../../../lib/audit/verify/report.ts';
import { type Collected, ReportCollector } from '../../../lib/cli/render/verify-collected.ts';

export const PLACE = { accountId: '111122223333', region: 'eu-west-1' };
const NONE = { read: 0, valid: 0 };

export interface Hours {
  readonly states: readonly HourState[];
  readonly files?: Partial<FileCounts>;
  /** By hour. */
  readonly notCovered?: readonly number[];
  readonly records?: number;
}

export function reportOf(
  { states, files = {}, notCovered = [], records = 0 }: Hours,
  rest: Partial<RegionReport> = {},
): RegionReport {
  const hours = states.map((state, at) => ({
    ...PLACE,
    hour: `2026-03-17T${String(at).padStart(2, '0')}`,
    state,
    files: {
      ...NO_FILES,
      ...(at === 0 ? files : {}),
      ...(notCovered[at] ? { notCovered: notCovered[at] } : {}),
    },
    records: at === 0 ? records : 0,
  }));
  const none = { faults: [], notices: [], newestDigestEnd: undefined, signers: [] };
  return { ...PLACE, hours, digests: NONE, backfillDigests: NONE, ...none, ...rest };
}

export function collect(...reports: readonly RegionReport[]): Collected {
  const collector = new ReportCollector();
  for (const report of reports) collector.add(report);
  return collector.collected();
}

export function collectedOf(hours: Hours, rest: Partial<RegionReport> = {}): Collected {
  return collect(reportOf(hours, rest));
}
