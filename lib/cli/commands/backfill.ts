/** `traildex backfill`: finds log files in the trail bucket that the ledger does not answer for, and has them indexed. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { BackfillRequest } from '../../operations/backfill/backfill.ts';
import { type BackfillRun, listMissed, runAnnouncing, runWaiting } from '../backfill-run.ts';
import { deliveryDaysOf, foldersFor, requireSomethingWithin } from '../backfill-scope.ts';
import type { CommandRunner } from '../command-runner.ts';
import { requireDataDirectory } from '../data-directory.ts';
import { UsageError } from '../errors.ts';
import { orInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { addOutputOption } from '../output-options.ts';
import { atPlace, type Session } from '../session.ts';
import { parseWindow, type TimeOptions } from '../times.ts';

export interface BackfillOptions extends GlobalOptions, TimeOptions {
  readonly prefix?: string;
  readonly rejected?: boolean;
  readonly reindex?: boolean;
  readonly rate?: number;
  readonly dryRun?: boolean;
  /** False with `--no-wait`. */
  readonly wait: boolean;
  readonly output?: 'text' | 'json';
}

const EXAMPLES = `Examples:
  traildex backfill --dry-run                    what is missing, and why
  traildex backfill --since 30d                  what was delivered since then
  traildex backfill --prefix 111122223333        one account
  traildex backfill --prefix 111122223333/CloudTrail/eu-west-1/2026/03
  traildex backfill --rejected --since 7d        rejected files as well
`;

const NOTES = `
A prefix is the beginning of keys, wherever it ends: s3://BUCKET/..., with or
without what stands before the account. A whole key is one log file.

Exit codes:
  0   everything found is dealt with; rejected files are named
  1   something is not finished, or the prefix names nothing
  130 interrupted; the same command goes on
`;

export function addBackfillCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('backfill')
    .description('Finds log files in the trail bucket that are not indexed, and has them indexed.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .optionsGroup('Which log files:')
    .option('--prefix <prefix>', 'only keys that begin with this')
    .option('--since <time>', 'delivered from this day on (UTC): 30d, a date')
    .option('--until <time>', 'delivered up to this day')
    .option('--rejected', 'also those rejected, or with records too large')
    .option('--reindex', 'also those that older rules have indexed')
    .optionsGroup('How:')
    .option('--dry-run', 'list what would be announced and why, announce nothing')
    .option('--rate <n>', 'announce at most so many files a second (default: 100)', parseRate)
    .option('--no-wait', 'end when all is announced, before it is indexed');
  addOutputOption(command, ['text', 'json'], 'text');
  command.action(run(runBackfill));
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (!/^\d+$/.test(text) || rate < 1 || !Number.isSafeInteger(rate))
    throw new InvalidArgumentError('It takes a whole number from 1 up.');
  return rate;
}

async function runBackfill(session: Session, options: BackfillOptions): Promise<number> {
  const { host, where } = session;
  const window = parseWindow(options, { now: host.now, zone: 'UTC' });
  const days = deliveryDaysOf(window, host.now);
  refuseContradictions(options, where.local);
  requireDataDirectory(where);
  // Only what is announced needs somebody to index it.
  const needs = options.dryRun ? 'tables-and-bucket' : 'everything';
  return atPlace(session, needs, async (place) => {
    const folders = foldersFor(place.deployment, { local: where.local, prefix: options.prefix });
    if (folders.within !== undefined)
      await orInterrupted(requireSomethingWithin(folders.within, place.listing), host.interrupt);
    const request: BackfillRequest = {
      ...folders,
      ...days,
      now: host.now,
      retryRejected: options.rejected ?? false,
      reindex: options.reindex ?? false,
    };
    const backfill: BackfillRun = {
      session,
      place,
      request,
      rate: options.rate,
      asJson: options.output === 'json',
    };
    if (options.dryRun) return listMissed(backfill);
    return options.wait ? runWaiting(backfill) : runAnnouncing(backfill);
  });
}

/** @throws UsageError */
function refuseContradictions({ wait, dryRun, rate }: BackfillOptions, local: boolean): void {
  if (dryRun && rate !== undefined) throw new UsageError('--dry-run announces nothing: leave out --rate.');
  if (dryRun && !wait) throw new UsageError('--dry-run waits for nothing: leave out --no-wait.');
  if (local && !wait) {
    throw new UsageError(
      '--no-wait does not go with --local: on this machine log files are indexed only while the command runs.',
    );
  }
}
