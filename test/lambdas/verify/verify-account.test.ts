import { describe, expect, it } from 'vitest';
import { FaultLog } from '../../../lambdas/verify/fault-log.ts';
import { type VerifyAccountContext, verifyAccount } from '../../../lambdas/verify/verify-account.ts';
import { VerifyRun } from '../../../lambdas/verify/verify-run.ts';
import type { RegionReport } from '../../../lib/audit/verify/report.ts';
import {
  coverageEntriesOf,
  type DayCoverage,
  fromCoverageItem,
  toCoverageItem,
} from '../../../lib/event-index/coverage.ts';
import { LOG_FILES_TABLE } from '../../../lib/event-index/tables.ts';
import { MemoryTable } from '../../helpers/memory-table.ts';
import { ACCOUNT, faultOf, hourOf, keyOf, reportOf } from './reports.ts';

const MESSAGE = {
  accountId: ACCOUNT,
  from: new Date('2026-03-16T07:00:00.000Z'),
  until: new Date('2026-03-17T09:00:00.000Z'),
};

const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];

function coveredReport(region: string, rest: Partial<RegionReport> = {}): RegionReport {
  const hours = [
    hourOf('2026-03-16T10', 'silent', {}, region),
    hourOf('2026-03-17T08', 'proven', { proven: 3 }, region),
  ];
  return reportOf(region, { hours, ...rest });
}

/** What outlives an invocation. */
class CoverageTable {
  readonly table = new MemoryTable(LOG_FILES_TABLE);
  readonly written: string[] = [];

  async *readDay(day: string, accountId: string): AsyncGenerator<DayCoverage> {
    for (const item of this.table.items.values()) {
      const coverage = fromCoverageItem(item);
      const isOfAccount = `${coverage.accountId}/`.startsWith(coverageEntriesOf(accountId));
      if (coverage.day === day && isOfAccount) yield coverage;
    }
  }

  async put(coverage: DayCoverage): Promise<void> {
    this.written.push(`${coverage.day} ${coverage.region}`);
    this.table.put(toCoverageItem(coverage));
  }
}

interface Invocation {
  readonly coverage?: CoverageTable;
  readonly reports?: readonly RegionReport[];
  /** Ends the invocation when it comes to this region. */
  readonly failsAt?: string;
  readonly repair?: VerifyAccountContext['repair'];
}

async function invoke({ coverage = new CoverageTable(), reports, failsAt, repair }: Invocation) {
  const lines: string[] = [];
  const log = {
    info: (message: string) => lines.push(message),
    warn: (message: string) => lines.push(message),
  };
  const asked: (readonly string[] | undefined)[] = [];
  const run = new VerifyRun();
  const all = reports ?? REGIONS.map((region) => coveredReport(region));
  const context: VerifyAccountContext = {
    coverage,
    run,
    log,
    faults: new FaultLog(log),
    now: () => new Date('2026-03-17T09:00:40.000Z'),
    findRegions: async () => REGIONS,
    async *verify(_message, regions) {
      asked.push(regions);
      for (const report of all) {
        if (regions !== undefined && !regions.includes(report.region)) continue;
        if (report.region === failsAt) throw new Error('The time is up.');
        yield report;
      }
    },
    repair: repair ?? (async () => 0),
  };
  const outcome = await verifyAccount(MESSAGE, context).then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { outcome, run, lines, asked, coverage };
}

describe('the verification of an account', () => {
  it('stores what it found of each region', async () => {
    const { outcome, run, asked, coverage } = await invoke({});
    expect([outcome, asked, run.regions]).toEqual(['done', [undefined], 3]);
    expect(coverage.written).toEqual(
      REGIONS.flatMap((region) => [`2026-03-16 ${region}`, `2026-03-17 ${region}`]),
    );
    const stored = await coverage.readDay('2026-03-17', ACCOUNT).next();
    expect(stored.value).toEqual({
      accountId: ACCOUNT,
      region: 'ap-south-1',
      day: '2026-03-17',
      hours: [{ hour: '2026-03-17T08', state: 'proven', files: { proven: 3 } }],
      verifiedAt: '2026-03-17T09:00:40.000Z',
      verifiedUntil: '2026-03-17T09:00:00.000Z',
      deep: false,
    });
  });

  it('that was broken off goes on with the regions that are left', async () => {
    const first = await invoke({ failsAt: 'us-east-1' });
    expect([first.outcome, first.run.regions]).toEqual(['The time is up.', 2]);
    const { coverage } = first;
    const second = await invoke({ coverage });
    expect([second.outcome, second.asked, second.run.regions]).toEqual(['done', [['us-east-1']], 1]);
    const third = await invoke({ coverage });
    expect([third.outcome, third.asked, third.run.regions]).toEqual(['done', [[]], 0]);
    expect(third.lines).toEqual(['Regions verified before are left out']);
  });

  it('does a region again whose repair failed', async () => {
    const coverage = new CoverageTable();
    const repair = () => Promise.reject(new Error('The topic refuses.'));
    const first = await invoke({ coverage, repair });
    expect([first.outcome, first.run.regions, coverage.written]).toEqual(['The topic refuses.', 0, []]);
    expect((await invoke({ coverage })).run.regions).toBe(3);
  });

  it('names faults, and announces no more than it has room for', async () => {
    const limits: number[] = [];
    const faults = [faultOf('not-in-index', keyOf('a'))];
    const { lines, run } = await invoke({
      reports: REGIONS.map((region) => coveredReport(region, { faults })),
      repair: async (report, limit) => {
        expect(report.faults).toEqual(faults);
        limits.push(limit);
        return Math.min(4_000, limit);
      },
    });
    expect(lines).toEqual(['Fault found', 'Fault found', 'Fault found']);
    expect(limits).toEqual([10_000, 6_000, 2_000]);
    expect(run.announced).toBe(10_000);
  });

  it('says that there is nothing of the account', async () => {
    const { outcome, lines } = await invoke({ reports: [] });
    expect(outcome).toBe('done');
    expect(lines).toEqual(['The bucket has no digests and no log files of this account']);
  });
});
