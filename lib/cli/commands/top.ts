/** `traildex top`: the most frequent values of a dimension, among the events that match. */
import type { Command } from 'commander';
import { Argument } from 'commander';
import { DIMENSIONS, type Dimension } from '../../audit/dimensions.ts';
import { type TopAnswer, top } from '../../audit/top.ts';
import type { CommandRunner } from '../command-runner.ts';
import { answerByCounting } from '../counting.ts';
import { describeDimension, parseDimension, refuseContradiction } from '../dimension-option.ts';
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
import { grouped } from '../render/count.ts';
import { openRows } from '../render/open-rows.ts';
import {
  TOP_COLUMN_PRIORITY,
  TOP_FIELDS,
  type TopField,
  topColumns,
  toTopRow,
  USUAL_TOP_COLUMNS,
} from '../render/top-rows.ts';
import { describeBeginnings } from '../render/value-text.ts';
import { addSelectionOptions, type SelectionOptions, typedSelection } from '../selection.ts';
import type { Session } from '../session.ts';

interface TopOptions extends SelectionOptions {
  readonly limit?: number;
  readonly all?: boolean;
  readonly explain?: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
}

const USUAL_LIMIT = 10;

const EXAMPLES = `Examples:
  traildex top principal --local                    who is busiest, in the newest 24 hours
  traildex top error --source s3 --since 7d         what S3 refuses
  traildex top ip --name ConsoleLogin --errors --since 30d
  traildex top name --user alice --writes --since 2026-07-01 --all -o csv > alice.csv
`;

export function addTopCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('top')
    .description('Counts events by a value and lists the most frequent. Without times: the newest 24 hours.')
    .addArgument(new Argument('<dimension>', DIMENSIONS.join(', ')).argParser(parseDimension))
    .addHelpText('before', EXAMPLES);
  addSelectionOptions(command).option('--explain', 'say how the question was answered');
  addLimitOptions(command, 'all values', USUAL_LIMIT);
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS)));
  command.action((dimension: Dimension, ...rest: [TopOptions, Command]) =>
    run((session: Session, options: TopOptions) => runTop(session, dimension, options))(...rest),
  );
}

async function runTop(session: Session, dimension: Dimension, options: TopOptions): Promise<number> {
  const typed = typedSelection(session, options);
  refuseContradiction(dimension, typed.filters);
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, TOP_FIELDS);
  const listing = {
    dimension,
    zone: typed.zone,
    asked,
    form: formFor(options.output, session.host),
    limit: limitOf(options, USUAL_LIMIT),
  };
  return answerByCounting({
    session,
    typed,
    explain: options.explain ?? false,
    ask: (request, context) => top({ ...request, dimension }, context),
    write: (answer) => write(session, listing, answer),
  });
}

interface TopListing {
  readonly dimension: Dimension;
  readonly zone: string;
  readonly asked: readonly TopField[] | undefined;
  readonly form: OutputForm;
  readonly limit: number | undefined;
}

async function write(session: Session, listing: TopListing, answer: TopAnswer): Promise<void> {
  const { dimension, zone, form, limit } = listing;
  // A value that is missing is null for programs.
  const asked = listing.asked ?? (form === 'table' ? undefined : TOP_FIELDS);
  const writer = openRows<TopField>(session, {
    form,
    asked,
    all: TOP_FIELDS,
    usualColumns: USUAL_TOP_COLUMNS,
    priority: TOP_COLUMN_PRIORITY,
    columnsOf: (fields) => topColumns(fields, { dimension, zone }),
    isAlarming: () => false,
  });
  const shown = answer.values.slice(0, limit);
  for (const value of shown) await writer.write(toTopRow(value, answer));
  await writer.end();
  if (shown.length < answer.values.length) {
    await session.remark(
      `The ${grouped(shown.length)} most frequent of ${grouped(answer.values.length)} values; --limit N or --all lists more.`,
    );
  }
  await session.remark(...describeDimension(dimension), ...describeBeginnings(shown));
}
