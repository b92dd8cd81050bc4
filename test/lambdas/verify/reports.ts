/** Reports as a verification gives them, for those who work on them. */
import {
  FAULTS,
  type Fault,
  type FaultCode,
  type FileCounts,
  type HourReport,
  type HourState,
  NO_FILES,
  type RegionReport,
} from '../../../lib/audit/verify/report.ts';

export const ACCOUNT = '111122223333';

export function keyOf(name: string, region = 'eu-west-1'): string {
  return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/2026/03/17/${name}.json.gz`;
}

export function faultOf(code: FaultCode, key: string | undefined, region = 'eu-west-1'): Fault {
  const state = FAULTS[code];
  return { accountId: ACCOUNT, region, code, state, hour: '2026-03-17T08', key, message: `It is ${code}.` };
}

export function hourOf(
  hour: string,
  state: HourState,
  files: Partial<FileCounts> = {},
  region = 'eu-west-1',
): HourReport {
  return { accountId: ACCOUNT, region, hour, state, files: { ...NO_FILES, ...files }, records: 0 };
}

export function reportOf(region: string, rest: Partial<RegionReport> = {}): RegionReport {
  return {
    accountId: ACCOUNT,
    region,
    hours: [],
    faults: [],
    notices: [],
    digests: { read: 0, valid: 0 },
    backfillDigests: { read: 0, valid: 0 },
    newestDigestEnd: undefined,
    signers: [],
    ...rest,
  };
}
