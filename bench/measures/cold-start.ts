/**
 * How long the first log file waits for a function that is not running yet, and how large the functions' bundles are.
 *
 * What loading our code costs is told as the difference to a function that does nothing, started in the same way in the
 * same round: Node.js itself and the frame of the benchmark fall out of it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { count, milliseconds, times } from '../common/figures.ts';
import { type HostOptions, startFunctionHost } from '../common/function-host.ts';
import { type InstantAws, startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { ratios, spreadOf } from '../common/statistics.ts';
import { writeTrail } from '../common/trail-folder.ts';

const MOST_BUNDLE_BYTES = 1e6;
const MOST_INIT_MS = 250;
const WARM_UPS = 1;
const ROUNDS = 15;
const ROUNDS_OF_QUICK = 5;
const EMPTY_FUNCTION = 'export const handler = async () => ({ batchItemFailures: [] });\n';

export const coldStart: Measure = {
  name: 'cold-start',
  title: 'Cold start',
  method: `
The bundled ingest function starts in a process of its own, with the flags that it has when deployed, and indexes a log file of
usual size, from an S3 and into a DynamoDB that answer at once: what is left is Node.js, our code and the SDK. A function that
does nothing starts the same way in the same round. Lambda's own share (fetching the code, starting the machine) is not in it,
and its processors are slower than most: with 1,024 MiB a function has six tenths of one.`,
  measure,
};

interface Bundle {
  readonly name: string;
  readonly codeBytes: number;
  readonly gzipBytes: number;
  readonly mapBytes: number;
}

/** Milliseconds, round by round. */
interface Times {
  readonly nodeAlone: number[];
  readonly empty: number[];
  readonly loaded: number[];
  readonly init: number[];
  readonly firstFile: number[];
  readonly untilIndexed: number[];
  readonly nextFile: number[];
}

const PHASES: readonly (readonly [keyof Times, string])[] = [
  ['nodeAlone', 'Node.js that does nothing (`node --eval ""`)'],
  ['empty', 'process start to an empty function loaded'],
  ['loaded', 'process start to ours loaded'],
  ['init', 'of that, our init'],
  ['firstFile', 'the first log file'],
  ['untilIndexed', 'process start to the first log file indexed'],
  ['nextFile', 'the next log file'],
];

async function measure({ corpus, folder, projectRoot, isQuick }: Bench): Promise<Findings> {
  const bundles = makeBundles(projectRoot, folder);
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, EMPTY_FUNCTION);
  const [file] = corpus.logFiles(1);
  if (file === undefined) throw new Error('There are no log files.');
  const trail = join(folder, 'trail');
  const [key = ''] = writeTrail(trail, [file]);
  const aws = await startInstantAws(trail);
  const phases: Times = {
    nodeAlone: [],
    empty: [],
    loaded: [],
    init: [],
    firstFile: [],
    untilIndexed: [],
    nextFile: [],
  };
  try {
    const rounds = WARM_UPS + (isQuick ? ROUNDS_OF_QUICK : ROUNDS);
    for (let round = 0; round < rounds; round++) {
      const own = await runRound({ aws, key, empty, bundle: join(folder, 'ingest', 'index.mjs') });
      if (round < WARM_UPS) continue;
      for (const [phase] of PHASES) phases[phase].push(own[phase]);
    }
  } finally {
    await aws.stop();
  }
  return findingsOf(bundles, phases);
}

interface Round {
  readonly aws: InstantAws;
  readonly key: string;
  readonly bundle: string;
  readonly empty: string;
}

async function runRound({ aws, key, bundle, empty }: Round): Promise<Record<keyof Times, number>> {
  const options = { endpoint: aws.endpoint, execArgv: DEPLOYED_FLAGS };
  const [nodeAlone] = await timed(() => execFileSync(process.execPath, ['--eval', '']));
  const emptyMs = await startOnly({ ...options, bundle: empty });
  const [loaded, host] = await timed(() => startFunctionHost({ ...options, bundle }));
  try {
    await aws.served();
    const [firstFile] = await timed(() => host.ingest([[key]]));
    if ((await aws.served()).putItems === 0) throw new Error('No event was indexed.');
    const [nextFile] = await timed(() => host.ingest([[key]]));
    return {
      nodeAlone,
      empty: emptyMs,
      loaded,
      init: loaded - emptyMs,
      firstFile,
      untilIndexed: loaded + firstFile,
      nextFile,
    };
  } finally {
    await host.stop();
  }
}

async function startOnly(options: HostOptions): Promise<number> {
  const [ms, host] = await timed(() => startFunctionHost(options));
  await host.stop();
  return ms;
}

async function timed<T>(work: () => T): Promise<readonly [number, Awaited<T>]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}

function makeBundles(projectRoot: string, folder: string): readonly Bundle[] {
  const functions = readdirSync(join(projectRoot, 'lambdas')).filter((name) =>
    existsSync(join(projectRoot, 'lambdas', name, 'handler.ts')),
  );
  return functions.map((name) => {
    execFileSync(process.execPath, ['bin/bundle-function.ts', name, join(folder, name)], {
      cwd: projectRoot,
    });
    const code = readFileSync(join(folder, name, 'index.mjs'));
    const map = readFileSync(join(folder, name, 'index.mjs.map'));
    return { name, codeBytes: code.length, gzipBytes: gzipSync(code).length, mapBytes: map.length };
  });
}

function findingsOf(bundles: readonly Bundle[], phases: Times): Findings {
  const largest = Math.max(...bundles.map(({ codeBytes }) => codeBytes));
  const init = spreadOf(phases.init).median;
  return {
    goals: [
      {
        goal: 'a bundle under 1 MB, minified',
        measured: bundles.map(({ name, codeBytes }) => `${name} ${kilobytes(codeBytes)}`).join(', '),
        isMet: largest < MOST_BUNDLE_BYTES,
      },
      {
        goal: `init at most ${milliseconds(MOST_INIT_MS)} above Node's own start`,
        measured: milliseconds(init),
        isMet: init <= MOST_INIT_MS,
      },
    ],
    tables: [
      {
        head: ['function', 'minified', 'the same gzipped', 'source map'],
        rows: bundles.map(({ name, codeBytes, gzipBytes, mapBytes }) => [
          name,
          ...[codeBytes, gzipBytes, mapBytes].map(kilobytes),
        ]),
      },
      {
        head: [`${phases.init.length} starts`, 'median', 'least', 'most', 'of Node.js alone'],
        rows: PHASES.map(([phase, name]) => {
          const { least, median, most } = spreadOf(phases[phase]);
          const ofNode = ratios(phases[phase], phases.nodeAlone).median;
          return [name, ...[median, least, most].map(milliseconds), times(ofNode)];
        }),
      },
    ],
  };
}

function kilobytes(bytes: number): string {
  return `${count(bytes / 1000)} kB`;
}
