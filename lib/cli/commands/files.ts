/** `traildex files`: the ledger, what became of each log file, newest delivery first. */
import type { Command } from 'commander';
import { listLogFiles } from '../../audit/files.ts';
import { readIndexSpan } from '../../audit/index-span.ts';
import type { LogFilesReader } from '../../audit/ports.ts';
import type { LedgerEntry, LogFileStatus } from '../../event-index/ledger.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { RejectedRecord } from '../../event-index/rejected-records.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT } from '../errors.ts';
import {
  addFileFilterOptions,
  type FileFilterOptions,
  fileFiltersOf,
  fileFlagsFor,
  hasFileFilters,
} from '../file-filter-options.ts';
import { untilInterrupted } from '../interrupt.ts';
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
import { fileDetails } from '../render/file-details.ts';
import {
  FILE_COLUMN_PRIORITY,
  FILE_FIELDS,
  type FileField,
  fileColumns,
  fileColumnsByName,
  toFileRow,
  USUAL_FILE_COLUMNS,
} from '../render/file-fields.ts';
import { describeFileTally } from '../render/file-tally.ts';
import { openRows } from '../render/open-rows.ts';
import type { RowWriter } from '../render/rows.ts';
import { atPlace, type Session } from '../session.ts';
import { addTimeOptions, parseWindow, parseZone, type TimeOptions } from '../times.ts';

interface FilesOptions extends GlobalOptions, TimeOptions, FileFilterOptions {
  readonly tz: string;
  readonly limit?: number;
  readonly all?: boolean;
  readonly asc?: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
}

const EXAMPLES = `Examples:
  traildex files --local                        the 50 log files delivered last
  traildex files --status rejected -v           what was refused, and why
  traildex files --status pending --since 7d    what is not in the index yet
  traildex files --reason "access denied" --account 111122223333
  traildex files --all -o csv --fields key,status,records,sha256
`;

const AFTER = `
Times are those of the delivery, by day. The lag is the time from the delivery
to the ledger's last word; a file that is pending has none yet.
`;

/** A page of the ledger is up to a megabyte: for few log files, few are read. */
const LARGEST_SMALL_PAGE = 1_000;

export function addFilesCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('files')
    .description('Lists the log files of the ledger: what became of each, newest delivery first.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER);
  addFileFilterOptions(command);
  addTimeOptions(command);
  addLimitOptions(command, 'all of them').option('--asc', 'oldest delivery first');
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS)));
  command.action(run(runFiles));
}

async function runFiles(session: Session, options: FilesOptions): Promise<number> {
  const { host } = session;
  const window = parseWindow(options, { now: host.now, zone: parseZone(options.tz, host.timeZone) });
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, FILE_FIELDS);
  const form = formFor(options.output, host);
  const limit = limitOf(options);
  const withRejected = asked?.includes('rejectedRecords') ?? (form === 'table' ? session.verbose : true);

  await atPlace(session, 'tables', async ({ logFiles }) => {
    const writer = openFileRows(session, form, asked);
    const tally: Partial<Record<LogFileStatus, number>> = {};
    let withRefusedRecords = 0;
    const entries = listLogFiles(
      {
        ...fileFiltersOf(options),
        window,
        order: options.asc ? 'oldest-first' : 'newest-first',
        pageSize:
          limit === undefined || hasFileFilters(options) ? undefined : Math.min(limit, LARGEST_SMALL_PAGE),
        onLeftOut: ({ rejected = 0, status }) => {
          if (rejected > 0 && status === 'indexed') withRefusedRecords++;
        },
      },
      logFiles,
    );
    let shown = 0;
    for await (const entry of untilInterrupted(entries, host.interrupt)) {
      await writer.write(toFileRow(entry, withRejected ? await rejectedRecordsOf(entry, logFiles) : []));
      tally[entry.status] = (tally[entry.status] ?? 0) + 1;
      if (++shown === limit) break;
    }
    await writer.end();
    if (shown === 0) await explainEmptyAnswer(session, { options, window, logFiles });
    else if (shown === limit) {
      await session.remark(
        `${count(shown, 'log file')} shown, there may be more: --limit N or --all, or an earlier --until.`,
      );
    } else await session.remark(describeFileTally(tally));
    if (isOnly(options.status, 'rejected') && withRefusedRecords > 0) {
      await session.remark(
        `${count(withRefusedRecords, 'other log file')} in the index, but with records that were refused: ` +
          'traildex files -v names them.',
      );
    }
  });
  return EXIT.done;
}

function isOnly(asked: readonly LogFileStatus[] | undefined, status: LogFileStatus): boolean {
  return asked?.length === 1 && asked[0] === status;
}

function openFileRows(
  session: Session,
  form: OutputForm,
  asked: readonly FileField[] | undefined,
): RowWriter<FileField> {
  return openRows<FileField>(session, {
    form,
    asked,
    all: FILE_FIELDS,
    usualColumns: USUAL_FILE_COLUMNS,
    priority: FILE_COLUMN_PRIORITY,
    columnsOf: asked === undefined ? fileColumns : fileColumnsByName,
    isAlarming: (row) => row.status === 'rejected',
    ...(session.verbose && asked === undefined ? { details: fileDetails } : {}),
  });
}

async function rejectedRecordsOf(
  entry: LedgerEntry,
  reader: LogFilesReader,
): Promise<readonly RejectedRecord[]> {
  return entry.rejected ? reader.readRejectedRecords(entry.deliveryDay, entry.key) : [];
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
    `  Searched: ${[`delivered ${describeWindow(window)}`, ...fileFlagsFor(options)].join(', ')}`,
    ...describeSpan(span).map((line) => `  ${line}`),
  );
}
