/**
 * `npm run bench`: measures what traildex costs beside what one would do instead, and writes docs/performance.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Corpus, folderCorpus, sampleCorpus } from './common/corpus.ts';
import type { Measure } from './common/measure.ts';
import { formatReport, formatSection, type Measured } from './common/report.ts';
import { MEASURES } from './measures/index.ts';

const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(PROJECT_ROOT, 'docs/performance.md');

const USAGE = `npm run bench                        everything, on the sample trail; writes docs/performance.md
npm run bench -- --only NAME,…       a part, to the terminal
npm run bench -- PATH                with the log files below PATH, to the terminal
npm run bench -- --events N          with so many events (where sizes are not the point), to the terminal
npm run bench -- --quick             fewer rounds and events, to the terminal

Names: ${MEASURES.map(({ name }) => name).join(', ')}`;

const { measures, corpus, wantedEvents, isQuick, isWhole } = readArguments(process.argv.slice(2));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const results: Measured[] = [];
for (const measure of measures) {
  try {
    results.push(await measured(measure, corpus));
  } catch (error) {
    process.exitCode = 1;
    note(`${measure.title}: not measured. ${String(error)}`);
  }
}
if (isWhole && results.length === measures.length) {
  writeFileSync(PAGE, formatReport(results, circumstances(corpus)));
  note(`Written: ${PAGE}`);
}

/** What is wrong with them ends the run, with the usage. */
function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        events: { type: 'string' },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    if (positionals.length > 1) throw new Error('Name one folder of log files at most.');
    const [folder] = positionals;
    const wantedEvents = values.events === undefined ? undefined : wholeNumber(values.events);
    const isPart = values.only !== undefined || wantedEvents !== undefined || values.quick;
    return {
      measures: chosen(values.only),
      corpus: folder === undefined ? sampleCorpus() : folderCorpus(folder),
      wantedEvents,
      isQuick: values.quick,
      isWhole: folder === undefined && !isPart,
    };
  } catch (error) {
    note(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

function chosen(only: string | undefined): readonly Measure[] {
  if (only === undefined) return MEASURES;
  return only.split(',').map((name) => {
    const found = MEASURES.find((measure) => measure.name === name);
    if (found === undefined) throw new Error(`There is no measure "${name}".`);
    return found;
  });
}

async function measured(measure: Measure, corpus: Corpus): Promise<Measured> {
  note(`${measure.title} …`);
  const folder = mkdtempSync(join(tmpdir(), 'traildex-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // Also where a signal ends all of it.
  process.once('exit', removeFolder);
  try {
    const findings = await measure.measure({
      corpus,
      folder,
      projectRoot: PROJECT_ROOT,
      isQuick,
      events: (usual, quick = usual / 10) => wantedEvents ?? (isQuick ? quick : usual),
      note,
    });
    const result = { measure, findings };
    process.stdout.write(`${formatSection(result, !isQuick && wantedEvents === undefined)}\n\n`);
    return result;
  } finally {
    process.off('exit', removeFolder);
    removeFolder();
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--events takes a whole number, not "${text}".`);
  return number;
}

function circumstances({ name }: Corpus) {
  const [processor] = cpus();
  return {
    machine: `${processor?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, shared with others`,
    node: process.version,
    commit: execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
    }).trim(),
    day: new Date().toISOString().slice(0, 10),
    corpus: name,
  };
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
