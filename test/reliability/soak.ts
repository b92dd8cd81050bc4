/**
 * Delivers a million events while faults befall the function, and keeps the result on the page about reliability.
 *
 *     npm run soak                                1,000,000 events; SOAK_EVENTS and SOAK_SEED say otherwise
 *
 * Takes some twenty minutes and six gigabytes of temporary files. Fails if anything was lost, doubled or left unexplained.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { runTrial } from './trial.ts';
import { makeTrialDirectory } from './trial-directory.ts';
import { describeTrial, renderSoak } from './trial-report.ts';

const PAGE = new URL('../../docs/reliability.md', import.meta.url);
const BEGIN = '<!-- result of npm run soak -->';
const END = '<!-- end of the result -->';

const seed = Number(process.env.SOAK_SEED ?? 20260317);
const eventCount = Number(process.env.SOAK_EVENTS ?? 1_000_000);

const directory = await makeTrialDirectory(eventCount);
// Its files may lie in memory: interrupted, too, none may stay.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    rmSync(directory, { recursive: true, force: true });
    process.exit(1);
  });
try {
  const startedAt = performance.now();
  const result = await runTrial({
    seed,
    eventCount,
    directory,
    onDelivered: (messages) => {
      if (messages % 500 !== 0) return;
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      process.stderr.write(`${messages} messages delivered after ${seconds} s\n`);
    },
  });
  process.stdout.write(`${describeTrial(result)}\n`);
  const circumstances = {
    day: new Date().toISOString().slice(0, 10),
    commit: describeCommit(),
    machine: describeMachine(),
  };
  await keepOnPage(renderSoak(result, circumstances));
  if (result.differences.length > 0) process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

function describeCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--', 'lib', 'lambdas', 'package-lock.json') !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`;
}

function describeMachine(): string {
  const [processor] = cpus();
  const memoryGiB = Math.round(totalmem() / 1024 ** 3);
  const model = processor?.model.trim() || 'unknown processor';
  return `${cpus().length} cores (${model}), ${memoryGiB} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

async function keepOnPage(table: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new Error(`docs/reliability.md lacks "${BEGIN}" or "${END}" after it.`);
  await writeFile(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`);
}
