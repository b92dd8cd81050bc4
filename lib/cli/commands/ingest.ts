/** `traildex ingest`: delivers log files as CloudTrail does and waits until the index holds them. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { LogFileSource } from '../../operations/ports.ts';
import type { CommandRunner } from '../command-runner.ts';
import { claimContents, directoryFor } from '../contents.ts';
import { type DeliverySummary, deliver } from '../delivery.ts';
import { EXIT, InterruptedError } from '../errors.ts';
import { findLogFiles, type LeftOut } from '../find-log-files.ts';
import { DEFAULT_DATA_DIR, type GlobalOptions } from '../options.ts';
import { addOutputOption } from '../output-options.ts';
import { describeSummary } from '../render/ingest-summary.ts';
import { atPlace, type Session } from '../session.ts';

interface IngestOptions extends GlobalOptions {
  readonly output?: 'text' | 'json';
}

const EXAMPLES = `Examples:
  traildex ingest --local ~/case-7/AWSLogs           a copy of a trail bucket
  traildex ingest --local export.json events.jsonl   records in other forms
  traildex ingest --local --data case-7 ~/case-7     kept apart from other cases
`;

const EXIT_CODES = `
Exit codes:
  0   every file was dealt with; rejected ones are named by traildex files
  1   something is not finished, or could not be read
`;

export function addIngestCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('ingest')
    .description('Delivers log files into the trail bucket and waits until the index holds them.')
    .argument('<path...>', 'files and folders: .json.gz, .json, .jsonl, whole AWSLogs trees')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_CODES);
  addOutputOption(command, ['text', 'json'], 'text');
  command.action((paths: readonly string[], ...rest: [IngestOptions, Command]) =>
    run((session: Session, options: IngestOptions) => runIngest(session, paths, options))(...rest),
  );
}

async function runIngest(
  session: Session,
  paths: readonly string[],
  options: IngestOptions,
): Promise<number> {
  const sources = await listSources(session, paths);
  const summary = await atPlace(session, 'everything', async (place) => {
    const { local, dataDir } = session.where;
    if (local) await claimContents(dataDir, 'evidence', directoryFor(paths[0] ?? '', DEFAULT_DATA_DIR));
    return deliver(session, place, { sources, readFile: readSource, local });
  });
  const text =
    options.output === 'json' ? JSON.stringify(summary, undefined, 2) : describeSummary(summary).join('\n');
  await session.out.write(`${text}\n`);
  refuseInterrupted(summary);
  return exitCodeOfSummary(summary);
}

/** @throws InterruptedError */
export function refuseInterrupted({ end, signing }: DeliverySummary): void {
  if (end === 'interrupted') throw new InterruptedError('Stopped before every log file was delivered.');
  if (signing?.end === 'interrupted') throw new InterruptedError('Stopped before every digest was signed.');
}

/** A rejected file is dealt with: it is named in the ledger. What is not finished or was never read is not. */
export function exitCodeOfSummary({ end, unreadableFiles, signing }: DeliverySummary): number {
  const isSigned = signing === undefined || signing.end === 'done';
  return end === 'done' && unreadableFiles === 0 && isSigned ? EXIT.done : EXIT.failed;
}

/** @throws UsageError when a path does not exist. */
export async function listSources(session: Session, paths: readonly string[]): Promise<LogFileSource[]> {
  const leftOut: LeftOut[] = [];
  const sources: LogFileSource[] = [];
  for await (const source of findLogFiles(paths, (left) => leftOut.push(left))) sources.push(source);
  await session.remark(...describeLeftOut(leftOut, session.verbose));
  return sources;
}

const NAMED_LEFT_OUT = 5;

function describeLeftOut(leftOut: readonly LeftOut[], verbose: boolean): string[] {
  const named = verbose ? leftOut : leftOut.slice(0, NAMED_LEFT_OUT);
  const lines = named.map(({ path, reason }) => `Left out: ${path} (${reason})`);
  if (leftOut.length > named.length)
    lines.push(`and ${leftOut.length - named.length} more; -v names them all.`);
  return lines;
}

export function readSource({ path }: LogFileSource): Promise<Uint8Array> {
  return readFile(path);
}
