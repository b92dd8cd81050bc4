/**
 * `npm run fuzz`: hostile log files through the function's core, as many and as long as one likes.
 *
 *   --seed S      which corpus; without it one by chance, which is printed
 *   --cases N     how many (default 200,000); --minutes M ends the run before
 *   --case N      only this one, said in full
 *   --threads T   default 2
 *   --large       instead of all these: files of any size, bombs of a gigabyte, in the memory of a function
 *   --save DIR    writes the file of every case that fails, or of --case
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MAX_INFLATED_BYTES } from '../../lib/cloudtrail/gunzip.ts';
import { caseOf } from './cases.ts';
import { type CaseReport, runCorpus } from './corpus.ts';
import { type LargeOutcome, largeFiles } from './large-files.ts';
import { type LargeResult, runLargeFile, SMALLEST_FUNCTION_MIB } from './large-run.ts';
import { runCase } from './run-case.ts';

const asked = readOptions();
const seed = asked.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(asked.seed);
if (asked.large) process.exitCode = await runLarge();
else process.exitCode = asked.case === undefined ? await runMany() : await runOne(Number(asked.case));

async function runOne(number: number): Promise<number> {
  const { body, ...rest } = caseOf(seed, number);
  write(`seed ${seed} case ${number}: ${JSON.stringify({ ...rest, bytes: body.byteLength })}`);
  save(number);
  const { outcome, records, faults } = await runCase({ body, ...rest });
  write(`${outcome}, ${records} records`);
  for (const fault of faults) write(`  ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

async function runMany(): Promise<number> {
  const minutes = Number(asked.minutes ?? Number.POSITIVE_INFINITY);
  const signal = Number.isFinite(minutes) ? AbortSignal.timeout(minutes * 60_000) : undefined;
  const outcomes = new Map<string, number>();
  let cases = 0;
  let failed = 0;
  write(`seed ${seed}`);
  const onReport = ({ number, family, outcome, faults }: CaseReport) => {
    cases++;
    const line = `${family}: ${outcome}`;
    outcomes.set(line, (outcomes.get(line) ?? 0) + 1);
    if (faults.length === 0) return;
    failed++;
    write(`case ${number} (${family}), again with --seed ${seed} --case ${number}`);
    for (const fault of faults.slice(0, 5)) write(`  ${fault}`);
    save(number);
  };
  await runCorpus({
    seed,
    from: 0,
    to: Number(asked.cases),
    threads: Number(asked.threads),
    signal,
    onReport,
  });
  for (const [line, count] of [...outcomes].sort()) write(`${String(count).padStart(8)}  ${line}`);
  write(`${cases} cases of seed ${seed}, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function runLarge(): Promise<number> {
  let failed = 0;
  for (const file of largeFiles(MAX_INFLATED_BYTES)) {
    const run = { memoryMiB: SMALLEST_FUNCTION_MIB, maxInflatedBytes: MAX_INFLATED_BYTES, copies: 1 };
    const result = await runLargeFile(file, run).catch((error: Error) => error);
    const isRight =
      !(result instanceof Error) && result.outcomes.every((outcome) => isAs(file.expected, outcome));
    if (!isRight) failed++;
    write(
      `${isRight ? 'ok   ' : 'WRONG'} ${file.name}: ${result instanceof Error ? result.message : describe(result)}`,
    );
  }
  return failed === 0 ? 0 : 1;
}

function isAs({ status, indexed, records }: LargeOutcome, outcome: LargeOutcome): boolean {
  const isSame = status === outcome.status && indexed === outcome.indexed;
  return isSame && (records === undefined || records === outcome.records);
}

function describe({ outcomes: [outcome], reasons: [reason], peakMiB }: LargeResult): string {
  const what = reason ?? `${outcome?.indexed} of ${outcome?.records} records indexed`;
  return `${outcome?.status}, peak ${peakMiB} MiB. ${what}`;
}

function save(number: number): void {
  if (asked.save === undefined) return;
  mkdirSync(asked.save, { recursive: true });
  const path = join(asked.save, `${seed}-${number}.json.gz`);
  writeFileSync(path, caseOf(seed, number).body);
  write(`  saved as ${path}`);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ends the program with a sentence where an option is not one, or its number is none. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        cases: { type: 'string', default: '200000' },
        minutes: { type: 'string' },
        case: { type: 'string' },
        threads: { type: 'string', default: '2' },
        save: { type: 'string' },
        large: { type: 'boolean', default: false },
      },
    });
    for (const name of ['seed', 'cases', 'minutes', 'case', 'threads'] as const) {
      if (!/^\d*$/.test(values[name] ?? ''))
        throw new Error(`--${name} takes a whole number, not "${values[name]}".`);
    }
    return values;
  } catch (error) {
    process.stderr.write(
      `${(error as Error).message}\nOptions: --seed --cases --minutes --case --threads --save --large\n`,
    );
    process.exit(2);
  }
}
