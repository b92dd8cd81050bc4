/**
 * `npm start`: everything once, on this machine: the embedded AWS, log files through the whole road, first answers.
 *
 * Without a path it delivers the sample trail into the usual data directory; with one, the user's log files into a
 * directory of their own. The questions it asks are commands, run as the reader would run them.
 */
import type { Command } from 'commander';
import { valuesIn } from '../../audit/catalogue.ts';
import type { Workplace } from '../../aws/workplace.ts';
import type { LogFileSource } from '../../operations/ports.ts';
import { generateSampleTrail } from '../../sample/sample-trail.ts';
import type { CommandRunner } from '../command-runner.ts';
import { type Contents, claimContents, directoryFor } from '../contents.ts';
import { type DeliveryRequest, deliver, requireSources } from '../delivery.ts';
import { EXIT } from '../errors.ts';
import { EVIDENCE_QUESTIONS, type FirstQuestion, SAMPLE_QUESTIONS } from '../first-questions.ts';
import { DEFAULT_DATA_DIR, type GlobalOptions } from '../options.ts';
import { describeSummary } from '../render/ingest-summary.ts';
import { describeNextSteps } from '../render/next-steps.ts';
import { atPlace, type Session } from '../session.ts';
import { shellWord } from '../shell-word.ts';
import { exitCodeOfSummary, listSources, readSource, refuseInterrupted } from './ingest.ts';

const SAMPLE = { seed: 1, eventCount: 5_000 } as const;

/** Tables of answers where there is no terminal to ask for its width. */
const USUAL_WIDTH = 100;

export function addStartCommand(program: Command, run: CommandRunner): void {
  program
    .command('start')
    .description(
      'Starts an embedded AWS, indexes the sample trail (or your log files) and asks first questions.',
    )
    .argument('[path...]', 'your own log files and folders, instead of the sample trail')
    .action((paths: readonly string[], ...rest: [GlobalOptions, Command]) =>
      run((session: Session, options: GlobalOptions) => runStart(session, paths, options))(...rest),
    );
}

async function runStart(session: Session, paths: readonly string[], options: GlobalOptions): Promise<number> {
  const [first] = paths;
  const contents: Contents = first === undefined ? 'sample' : 'evidence';
  // A directory of their own for log files, unless somebody named one.
  const named = options.data || session.host.env.TRAILDEX_DATA;
  const dataDir = named || (first === undefined ? DEFAULT_DATA_DIR : directoryFor(first, DEFAULT_DATA_DIR));
  const here = session.at({ ...session.where, local: true, dataDir });
  const request = first === undefined ? sampleDelivery() : await fileDelivery(here, paths);

  await here.remark(`Starting an embedded AWS in ${dataDir} …`);
  return atPlace(here, 'everything', async (place) => {
    await claimContents(dataDir, contents, `${dataDir}-${contents}`);
    await here.remark(
      `Delivering ${request.sources.length.toLocaleString('en-US')} log files, as CloudTrail does …`,
    );
    const summary = await deliver(here, place, request);
    await say(here, ...describeSummary(summary));
    refuseInterrupted(summary);
    await say(here, await describeIndex(place));
    const where = ['--local', ...(dataDir === DEFAULT_DATA_DIR ? [] : ['--data', dataDir])];
    const failed = await ask(
      here,
      place,
      where,
      contents === 'sample' ? SAMPLE_QUESTIONS : EVIDENCE_QUESTIONS,
    );
    await say(here, '', ...describeNextSteps(where.map(shellWord).join(' '), contents));
    return failed ? EXIT.failed : exitCodeOfSummary(summary);
  });
}

function sampleDelivery(): DeliveryRequest {
  const files = [...generateSampleTrail(SAMPLE)];
  const bodies = new Map(files.map(({ key, body }) => [key, body]));
  return {
    sources: files.map(({ key, body }) => ({
      path: `/${key}`,
      relativePath: key,
      sizeBytes: body.byteLength,
    })),
    readFile: async ({ relativePath }: LogFileSource) => bodies.get(relativePath) ?? new Uint8Array(),
    local: true,
  };
}

async function fileDelivery(session: Session, paths: readonly string[]): Promise<DeliveryRequest> {
  const sources = await listSources(session, paths);
  requireSources(sources.length);
  return { sources, readFile: readSource, local: true };
}

async function describeIndex(place: Workplace): Promise<string> {
  const number = async (dimension: Parameters<typeof valuesIn>[1]) =>
    (await valuesIn(place.logFiles, dimension, {})).values.length.toLocaleString('en-US');
  const [sources, names, principals, accounts, regions] = await Promise.all(
    (['source', 'name', 'principal', 'account', 'region'] as const).map(number),
  );
  return (
    `The index knows ${sources} event sources, ${names} event names, ${principals} principals, ` +
    `${accounts} accounts, ${regions} regions.`
  );
}

/** Runs the questions against the place that is open already; true when one of them failed. */
async function ask(
  session: Session,
  place: Workplace,
  where: readonly string[],
  questions: readonly FirstQuestion[],
): Promise<boolean> {
  const host = {
    ...session.host,
    columns: session.host.columns ?? USUAL_WIDTH,
    openWorkplace: async () => ({ ...place, close: async () => {} }),
  };
  let failed = false;
  for (const { title, argv } of questions) {
    const command = [...argv.slice(0, 1), ...where, ...argv.slice(1)];
    await say(session, '', title, `$ npx traildex ${command.map(shellWord).join(' ')}`);
    await session.out.flush();
    const exitCode = await session.rerun([...command, '--output', 'table', '--quiet', '--exit-code'], host);
    if (exitCode === EXIT.failed) await say(session, 'No event matches.');
    else failed ||= exitCode !== EXIT.done;
  }
  return failed;
}

async function say(session: Session, ...lines: readonly string[]): Promise<void> {
  await session.out.write(`${lines.join('\n')}\n`);
}
