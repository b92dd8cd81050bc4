/** `traildex files`: the ledger, what became of each log file, newest delivery first. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { listLogFiles } from '../../audit/files.ts';
import { readIndexSpan } from '../../audit/index-span.ts';
import type { LogFilesReader } from '../../audit/ports.ts';
import type { LedgerEntry, LogFileStatus } from '../../event-index/ledger.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { RejectedRecord } from '../../event-index/rejected-records.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT } from '../errors.ts';
import { untilInterrupted } from '../interrupt.ts';
import { didYouMean } from '../nearest.ts';
import type { GlobalOptions } from '../options.ts';
import {
  addFieldsOption,
  addLimitOptions,
  addOutputOption,
  addZoneOption,
  formFor,
  limitOf,
  OUTPUT_FORMS,
  type OutputForm,
  parseFields,
} from '../output-options.ts';
import { describeSpan, describeWindow } from '../query-remarks.ts';
import { count } from '../render/count.ts';
import {
  FILE_COLUMN_PRIORITY,
  FILE_FIELDS,
  type FileField,
  fileColumns,
  fileColumnsByName,
  toFileRow,
  USUAL_FILE_COLUMNS,
} from '../render/file-fields.ts';
import { openRows } from '../render/open-rows.ts';
import type { Row } from '../render/rows.ts';
import { atPlace, type Session } from '../session.ts';
import { addTimeOptions, parseWindow, parseZone, type TimeOptions } from '../times.ts';

interface FilesOptions extends GlobalOptions, TimeOptions {
  readonly tz: string;
  readonly status?: LogFileStatus;
  readonly limit?: number;
  readonly all?: boolean;
  readonly asc?: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
}

const STATUSES: readonly LogFileStatus[] = ['indexed', 'pending', 'rejected', 'recorded'];

const EXAMPLES = `Examples:
  traildex files --local                        the 50 log files delivered last
  traildex files --status rejected -v           what was refused, and why
  traildex files --status pending --since 7d    what is not in the index yet
  traildex files --all -o csv --fields key,status,records,sha256
`;

export function addFilesCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('files')
    .description('Lists the log files of the ledger: what became of each, newest delivery first.')
    .addHelpText('before', EXAMPLES)
    .option('--status <status>', `only ${STATUSES.join(', ')}`, parseStatus);
  addTimeOptions(command);
  addLimitOptions(command, 'all of them').option('--asc', 'oldest delivery first');
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS)));
  command.action(run(runFiles));
}

function parseStatus(text: string): LogFileStatus {
  const status = STATUSES.find((known) => known === text.toLowerCase());
  if (status === undefined)
    throw new InvalidArgumentError(`Use ${STATUSES.join(', ')}.${didYouMean(text, STATUSES)}`);
  return status;
}

async function runFiles(session: Session, options: FilesOptions): Promise<number> {
  const { host } = session;
  const window = parseWindow(options, { now: host.now, zone: parseZone(options.tz, host.timeZone) });
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, FILE_FIELDS);
  const form = formFor(options.output, host);
  const limit = limitOf(options);
  const withRejected = asked?.includes('rejectedRecords') ?? (form === 'table' ? session.verbose : true);

  await atPlace(session, 'tables', async ({ logFiles }) => {
    const writer = openRows<FileField>(session, {
      form,
      asked,
      all: FILE_FIELDS,
      usualColumns: USUAL_FILE_COLUMNS,
      priority: FILE_COLUMN_PRIORITY,
      columnsOf: asked === undefined ? fileColumns : fileColumnsByName,
      isAlarming: (row) => row.status === 'rejected',
      ...(session.verbose && asked === undefined ? { details: rejectedLines } : {}),
    });
    const order = options.asc ? ('oldest-first' as const) : ('newest-first' as const);
    let withRefusedRecords = 0;
    const onLeftOut = ({ rejected = 0 }: LedgerEntry) => {
      if (rejected > 0) withRefusedRecords++;
    };
    const entries = listLogFiles({ status: options.status, window, order, onLeftOut }, logFiles);
    let shown = 0;
    for await (const entry of untilInterrupted(entries, host.interrupt)) {
      await writer.write(toFileRow(entry, withRejected ? await rejectedRecordsOf(entry, logFiles) : []));
      if (++shown === limit) break;
    }
    await writer.end();
    if (shown === 0) await explainEmptyAnswer(session, { options, window, logFiles });
    else if (shown === limit) {
      await session.remark(
        `${count(shown, 'log file')} shown, there may be more: --limit N or --all, or an earlier --until.`,
      );
    }
    if (options.status === 'rejected' && withRefusedRecords > 0) {
      await session.remark(
        `${count(withRefusedRecords, 'other log file')} in the index, but with records that were refused: ` +
          'traildex files -v names them.',
      );
    }
  });
  return EXIT.done;
}

async function rejectedRecordsOf(
  entry: LedgerEntry,
  reader: LogFilesReader,
): Promise<readonly RejectedRecord[]> {
  return entry.rejected ? reader.readRejectedRecords(entry.deliveryDay, entry.key) : [];
}

function rejectedLines(row: Row<FileField>): readonly string[] {
  const { rejected, rejectedRecords } = row;
  if (!Array.isArray(rejectedRecords)) return [];
  const named = (rejectedRecords as readonly RejectedRecord[]).map(
    ({ index, reason }) => `record ${index}: ${reason}`,
  );
  const unnamed = Number(rejected) - named.length;
  return unnamed > 0 ? [...named, `and ${unnamed} more`] : named;
}

interface EmptyListing {
  readonly options: FilesOptions;
  readonly window: TimeWindow;
  readonly logFiles: LogFilesReader;
}

async function explainEmptyAnswer(
  session: Session,
  { options, window, logFiles }: EmptyListing,
): Promise<void> {
  if (options.quiet) return;
  const span = await readIndexSpan(window, logFiles);
  await session.remark(
    'No log file matches.',
    `  Searched: delivered ${describeWindow(window)}${options.status === undefined ? '' : `, status ${options.status}`}`,
    ...describeSpan(span).map((line) => `  ${line}`),
  );
}
