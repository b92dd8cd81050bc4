/** `traildex redrive`: moves the dead-letter queue back, and tells what became of the log files in it. */
import type { Command } from 'commander';
import { OPERATION_CLOCK } from '../../aws/operation-clock.ts';
import type { Workplace } from '../../aws/workplace.ts';
import { isHeldUp } from '../../operations/current-entry.ts';
import {
  type LetterFile,
  listDeadLetters,
  type RedriveContext,
  type RedriveReport,
  redrive,
} from '../../operations/redrive/redrive.ts';
import type { CommandRunner } from '../command-runner.ts';
import { requireDataDirectory } from '../data-directory.ts';
import { EXIT, InterruptedError, UsageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import {
  addFieldsOption,
  addOutputOption,
  formFor,
  OUTPUT_FORMS,
  type OutputForm,
  parseFields,
} from '../output-options.ts';
import { showRedrive } from '../progress/redrive-progress.ts';
import {
  DEAD_LETTER_COLUMN_PRIORITY,
  DEAD_LETTER_FIELDS,
  type DeadLetterField,
  deadLetterColumns,
  toDeadLetterRow,
  USUAL_DEAD_LETTER_COLUMNS,
} from '../render/dead-letter-fields.ts';
import { openRows } from '../render/open-rows.ts';
import { describeDeadLetters, describeRedrive } from '../render/redrive-summary.ts';
import { atPlace, type Session } from '../session.ts';

interface RedriveOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  /** False with --no-wait. */
  readonly wait: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
}

const EXAMPLES = `Examples:
  traildex redrive --dry-run            what is set aside, and why
  traildex redrive --profile operator   moves it back and waits for the index
  traildex redrive --dry-run -o csv --fields key,reason
`;

const AFTER = `
In a deployed stack only the operator role may move dead letters (output
OperatorRoleArn): --profile names a profile that assumes it. Rows tell of each
log file in the letters what the ledger says of it: with --dry-run and --no-wait
before the move, otherwise after it.

Exit codes:
  0   nothing is left to do; rejected log files are named by traildex files
  1   something is not in the index yet, or cannot be
  130 interrupted; what was moved stays moved
`;

export function addRedriveCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('redrive')
    .description('Moves dead letters back into the delivery queue and waits for the index.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .option('--dry-run', 'list what is there and why, move nothing')
    .option('--no-wait', 'end when the letters are moved (not with --local)');
  addFieldsOption(addOutputOption(command, OUTPUT_FORMS));
  command.action(run(runRedrive));
}

async function runRedrive(session: Session, options: RedriveOptions): Promise<number> {
  const { where } = session;
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, DEAD_LETTER_FIELDS);
  if (where.local && !options.wait) {
    throw new UsageError(
      '--no-wait does not go with --local: there the function runs only as long as the command does.',
    );
  }
  requireDataDirectory(where);
  // Only what is moved needs somebody to index it.
  const needs = options.dryRun ? 'tables-and-bucket' : 'everything';
  return atPlace(session, needs, async (place) => {
    const bar = showRedrive(session.host.stderr, session.quiet);
    const context = contextFor(session, place, (progress) => bar.update(progress));
    if (options.dryRun) {
      const report = await listDeadLetters(context);
      await writeFiles(session, report.files, options.output, asked);
      if (context.signal.aborted) throw new InterruptedError('Stopped before every dead letter was seen.');
      await session.remark(...describeDeadLetters(report));
      return EXIT.done;
    }
    const report = await redrive(context, options.wait).finally(() => bar.stop());
    await writeFiles(session, report.files, options.output, asked);
    await session.remark(...describeRedrive(report, options.wait));
    if (report.end === 'interrupted') throw new InterruptedError(stoppedWith(report.moved, where.local));
    return isFinished(report, options.wait) ? EXIT.done : EXIT.failed;
  });
}

function stoppedWith(moved: number, local: boolean): string {
  if (moved === 0) return 'Stopped before anything was moved.';
  const rest = local ? 'traildex backfill goes on with it' : 'the function goes on with it';
  return `Stopped before the index had them all. What was moved waits in the delivery queue: ${rest}.`;
}

const LOCAL_PACE = { pollIntervalMs: 200, giveUpAfterMs: 6 * 60_000 } as const;

/** @throws UsageError in a place without queues. */
function contextFor(
  { host, where }: Session,
  { deadLetters, ledger, deployment }: Workplace,
  onProgress: RedriveContext['onProgress'],
): RedriveContext {
  const { trailBucket, keyPrefix = '', organizationId = '', accountIds, maxKeysPerNotification } = deployment;
  if (deadLetters === undefined) {
    const place = where.local ? where.dataDir : `The stack ${where.stack}`;
    throw new UsageError(`${place} has no queues to redrive.`);
  }
  return {
    queue: deadLetters,
    ledger,
    // On this machine log files of any trail are taken.
    trail: where.local ? { trailBucket } : { trailBucket, keyPrefix, organizationId, accountIds },
    maxKeysPerNotification,
    clock: OPERATION_CLOCK,
    signal: host.interrupt,
    onProgress,
    ...(where.local ? { settings: LOCAL_PACE } : {}),
  };
}

async function writeFiles(
  session: Session,
  files: readonly LetterFile[],
  output: OutputForm | undefined,
  asked: readonly DeadLetterField[] | undefined,
): Promise<void> {
  const writer = openRows<DeadLetterField>(session, {
    form: formFor(output, session.host),
    asked,
    all: DEAD_LETTER_FIELDS,
    usualColumns: USUAL_DEAD_LETTER_COLUMNS,
    priority: DEAD_LETTER_COLUMN_PRIORITY,
    columnsOf: deadLetterColumns,
    isAlarming: (row) => row.status === 'no-notification' || row.status === 'rejected',
  });
  for (const file of files) await writer.write(toDeadLetterRow(file));
  await writer.end();
}

/**
 * A rejected file is dealt with: it is named in the ledger. Of letters beyond the bounds of the look nobody has waited for
 * the log files.
 */
function isFinished({ files, letters, count, isWhole }: RedriveReport, hasWaited: boolean): boolean {
  if (letters === 0) return (count?.visible ?? 0) + (count?.hidden ?? 0) === 0;
  if (!hasWaited) return true;
  return (
    isWhole &&
    files.every(
      ({ announced, entry, isUnheard }) =>
        announced.kind !== 'no-notification' && !isUnheard && (entry === undefined || !isHeldUp(entry)),
    )
  );
}
