/** A month of hourly digests, of three accounts in four regions: how fast all of it is verified. */

import type { VerifyStores } from '../../lib/audit/verify/ports.ts';
import { VerifyTally } from '../../lib/audit/verify/totals.ts';
import { verify } from '../../lib/audit/verify/verify.ts';
import { count, perSecond } from '../common/figures.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { median } from '../common/statistics.ts';
import {
  BUCKET,
  type MonthSize,
  type SignedMonth,
  signMonth,
  withoutLogFile,
} from './verify/signed-month.ts';

const MONTH: MonthSize = {
  accounts: ['111122223333', '123456789012', '999988887777'],
  regions: ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'],
  days: 30,
  filesPerHour: 12,
};
const DAYS_OF_QUICK = 2;
const ROUNDS = 3;
const SAMPLE_RECORDS = 5_000;

export const verifyMonth: Measure = {
  name: 'verify',
  title: 'A month of digests verified',
  method: `
Hourly digests of ${MONTH.days} days for ${MONTH.accounts.length} accounts in ${MONTH.regions.length} regions, signed with RSA of
2,048 bits, each listing ${MONTH.filesPerHour} log files of the corpus. Bucket, ledger and index answer from memory at once, so this is
the processor's time: inflating and parsing digests, signatures, chains, and holding each log file against listing and ledger; deep,
each log file is inflated, hashed, split, parsed, and every event compared with its row. Everything has to come out proven, and a bucket without one
of the log files has to name that one.`,
  measure,
};

async function measure({ corpus, isQuick, note }: Bench): Promise<Findings> {
  const bodies = [...corpus.logFiles(SAMPLE_RECORDS)].map(({ body }) => body);
  note('  signing');
  const month = signMonth(bodies, { ...MONTH, days: isQuick ? DAYS_OF_QUICK : MONTH.days });
  const seconds = { shallow: [] as number[], deep: [] as number[] };
  for (let round = 1; round <= (isQuick ? 1 : ROUNDS); round++) {
    note(`  round ${round}`);
    seconds.shallow.push(await timeProof(month, false));
    seconds.deep.push(await timeProof(month, true));
  }
  await requireItIsNamed(month);
  const [shallow, deep] = [median(seconds.shallow), median(seconds.deep)];
  const { digests, logFiles, records } = month;
  return {
    goals: [],
    tables: [
      {
        head: ['', 'digests', 'log files', 'records', 'seconds', 'a second'],
        rows: [
          [
            'listed (the usual way)',
            ...[digests, logFiles, records].map(count),
            shallow.toFixed(1),
            `${perSecond(digests / shallow, 'digests')}, ${perSecond(logFiles / shallow, 'log files')}`,
          ],
          [
            '`--deep`',
            ...[digests, logFiles, records].map(count),
            deep.toFixed(1),
            `${perSecond(logFiles / deep, 'log files')}, ${perSecond(records / deep, 'records')}`,
          ],
        ],
      },
    ],
  };
}

async function timeProof({ stores, from, until, ...month }: SignedMonth, deep: boolean): Promise<number> {
  const started = performance.now();
  const { totals, faults } = await runVerify({ stores, from, until }, deep);
  const seconds = (performance.now() - started) / 1000;
  const isProven =
    faults.length === 0 && totals.files.proven === month.logFiles && totals.digests.valid === month.digests;
  if (!isProven)
    throw new Error(
      `A sound month was not proven: ${JSON.stringify({ totals, faults: faults.slice(0, 3) })}`,
    );
  return seconds;
}

async function requireItIsNamed(month: SignedMonth): Promise<void> {
  const { stores, key } = withoutLogFile(month.stores);
  const { faults } = await runVerify({ ...month, stores }, false);
  const named = faults.map((fault) => `${fault.code} ${fault.key}`);
  if (named.length !== 1 || named[0] !== `log-file-not-found ${key()}`)
    throw new Error(`Without ${key()} the verification names ${named.slice(0, 3).join(', ') || 'nothing'}.`);
}

async function runVerify(
  { stores, from, until }: { readonly stores: VerifyStores; readonly from: Date; readonly until: Date },
  deep: boolean,
) {
  const tally = new VerifyTally();
  const faults = [];
  const request = {
    folders: {},
    window: { from, until },
    now: until,
    isLive: false,
    deep,
    bucket: BUCKET,
    retention: {},
  };
  for await (const report of verify(request, stores)) {
    tally.add(report);
    faults.push(...report.faults);
  }
  return { totals: tally.totals(), faults };
}
