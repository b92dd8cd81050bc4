/**
 * `traildex ask`: the list of named questions, one of them, or all as a report.
 *
 * `--all` means all questions; all rows of one question are `--limit all`. Every question reads a whole window, so
 * without times it is asked of the newest 24 hours of the index.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { Question } from '../../audit/ask/question.ts';
import { nearestQuestions, QUESTIONS, questionOf } from '../../audit/ask/registry.ts';
import { meterReads } from '../../audit/meter.ts';
import { askedFilters } from '../../event-index/filters.ts';
import { answerQuestion } from '../ask-question.ts';
import { reportOnAll } from '../ask-report.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT, UsageError } from '../errors.ts';
import { describeCost } from '../explain.ts';
import { orInterrupted } from '../interrupt.ts';
import { addFieldsOption, addOutputOption, addZoneOption, parseFields } from '../output-options.ts';
import { listQuestions, tellAbout } from '../question-listing.ts';
import {
  addParameterOptions,
  checkForAll,
  parametersAmong,
  toAsked,
  typedParameters,
} from '../question-options.ts';
import { ASK_FORMS, type AskForm, askFormFor } from '../render/ask-forms.ts';
import { EVENT_FIELDS } from '../render/event-fields.ts';
import {
  addSelectionOptions,
  type SelectionOptions,
  selectionIn,
  type TypedSelection,
  typedSelection,
  wholeWindow,
} from '../selection.ts';
import { atPlace, type Session } from '../session.ts';

export interface AskOptions extends SelectionOptions {
  readonly all?: boolean;
  readonly about?: boolean;
  readonly limit?: number;
  readonly output?: AskForm;
  readonly fields?: string;
  readonly exitCode?: boolean;
}

const EXAMPLES = `Examples:
  traildex ask                                      the list of questions
  traildex ask trail-tampering --since 30d
  traildex ask access-key-use --key AKIAIOSFODNN7EXAMPLE --since 1y
  traildex ask console-sign-ins --user alice --since 7d -o csv > sign-ins.csv
  traildex ask root-use --about                     why, what is harmless
  traildex ask --all --since 7d                     all of them, the worst first
  traildex ask --all --account 111122223333 -o markdown > report.md
`;

const NOTES = `
Without times a question is asked of the newest 24 hours of the index. Filters
narrow a question further. With --all they narrow every question; questions that
have to be told something are left out unless they are.

Exit codes:
  0  answered, also where nothing was found
  1  failed, or not everything could be decided; with --exit-code nothing found
  2  wrong usage, or a question that would read too much without --sweep`;

const DEFAULT_LIMIT = 50;

export function addAskCommand(
  program: Command,
  run: CommandRunner,
  questions: readonly Question[] = QUESTIONS,
): void {
  const command = program
    .command('ask')
    .description('Asks a named audit question, or all of them. Without a name it lists them.')
    .argument('[question]', 'its id, as in the list')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .option('--all', 'all questions, as a report, the worst first')
    .option('--about', 'instead of an answer: all about the question');
  addParameterOptions(command, questions);
  addSelectionOptions(command)
    .optionsGroup('How many:')
    .option('--limit <n>', `rows of a question at most, or all (default: ${DEFAULT_LIMIT})`, parseLimit);
  addZoneOption(addFieldsOption(addOutputOption(command, ASK_FORMS))).option(
    '--exit-code',
    'exit with 1 when nothing was found',
  );
  command.action((id: string | undefined, ...rest: [AskOptions, Command]) =>
    run((session: Session, options: AskOptions) => runAsk({ session, options, questions }, id))(...rest),
  );
}

function parseLimit(text: string): number {
  if (text.toLowerCase() === 'all') return Number.POSITIVE_INFINITY;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && Number.isSafeInteger(limit)) return limit;
  throw new InvalidArgumentError('It takes a whole number from 1 up, or all.');
}

interface Asking {
  readonly session: Session;
  readonly options: AskOptions;
  readonly questions: readonly Question[];
}

async function runAsk(asking: Asking, id: string | undefined): Promise<number> {
  const { session, options, questions } = asking;
  const typed = typedSelection(session, options);
  if (id !== undefined && options.all) {
    throw new UsageError('A question and --all exclude each other: all rows of one are --limit all.');
  }
  if (id === undefined && options.about)
    throw new UsageError('--about which question? traildex ask lists them.');
  if (id !== undefined) {
    const question = requireQuestion(id, questions);
    if (!options.about) return askOne(asking, question, typed);
    await tellAbout(session, question, options);
    return EXIT.done;
  }
  if (options.all) return askAll(asking, typed);
  refuseQuestionFlags(asking, typed);
  await listQuestions(session, questions, options);
  return EXIT.done;
}

function requireQuestion(id: string, questions: readonly Question[]): Question {
  const question = questionOf(id, questions);
  if (question !== undefined) return question;
  const nearest = nearestQuestions(id, questions);
  const hint = nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : '';
  throw new UsageError(`There is no question ${id}.${hint} traildex ask lists them.`);
}

/** Who types filters wants an answer, and not a list. */
function refuseQuestionFlags({ options, questions }: Asking, typed: TypedSelection): void {
  const given = Object.values(typedParameters(options, questions)).some((value) => value !== undefined);
  const { since, until, around, sweep, limit } = options;
  const bounded = [since, until, around, sweep, limit].some((value) => value !== undefined);
  if (given || bounded || askedFilters(typed.filters).length > 0) {
    throw new UsageError('Which question? traildex ask lists them; traildex ask --all asks all of them.');
  }
}

async function askOne(asking: Asking, question: Question, typed: TypedSelection): Promise<number> {
  const { session, options, questions } = asking;
  const given = typedParameters(options, questions);
  const asked = toAsked(question, given, typed.filters);
  const known = question.kind === 'events' ? EVENT_FIELDS : question.columns;
  const fields = options.fields === undefined ? undefined : parseFields<string>(options.fields, known);
  return atPlace(session, 'tables-and-bucket', async (place) => {
    const metered = meterReads(place);
    const preparing = prepare(session, { ...typed, filters: asked.filters }, metered.context);
    const prepared = await orInterrupted(preparing, session.host.interrupt);
    const exitCode = await answerQuestion({
      ...prepared,
      session,
      options,
      asked,
      zone: typed.zone,
      sweepLimit: typed.sweepLimit,
      limit: limitOf(options),
      form: askFormFor(options.output, session.host),
      fields,
      place: metered.context,
    });
    await session.remark(describeCost(metered.usage()));
    return exitCode;
  });
}

async function askAll({ session, options, questions }: Asking, typed: TypedSelection): Promise<number> {
  const args = {
    ...typedParameters(options, questions),
    ...parametersAmong(typed.filters, questions),
  };
  checkForAll(questions, args);
  if (options.fields !== undefined)
    throw new UsageError('--fields is for one question: each has fields of its own.');
  return atPlace(session, 'tables-and-bucket', async (place) => {
    const metered = meterReads(place);
    const preparing = prepare(session, typed, metered.context);
    const { window, filters } = await orInterrupted(preparing, session.host.interrupt);
    const exitCode = await reportOnAll({
      session,
      options,
      request: {
        window,
        filters,
        args,
        questions,
        limit: limitOf(options),
        sweepLimit: typed.sweepLimit,
      },
      typed: typed.filters,
      zone: typed.zone,
      form: askFormFor(options.output, session.host),
      place: metered.context,
    });
    await session.remark(describeCost(metered.usage()));
    return exitCode;
  });
}

async function prepare(session: Session, typed: TypedSelection, place: Parameters<typeof selectionIn>[3]) {
  const window = await wholeWindow(session, typed, place);
  const { resolved: filters } = await selectionIn(session, typed, window, place);
  return { window, filters };
}

function limitOf({ limit = DEFAULT_LIMIT }: AskOptions): number | undefined {
  return Number.isFinite(limit) ? limit : undefined;
}
