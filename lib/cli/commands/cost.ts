/**
 * `traildex cost`: what the index costs a month, and what it would cost otherwise, from its own ledger and items.
 *
 * An empty index is no failure: whoever has just deployed wants a price most, and gets one that is all assumptions.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { type CostReport, estimateCost } from '../../audit/cost/cost.ts';
import { readIndexSpan } from '../../audit/index-span.ts';
import { meterReads } from '../../audit/meter.ts';
import type { AuditContext } from '../../audit/ports.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT } from '../errors.ts';
import { describeCost } from '../explain.ts';
import { orInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { addOutputOption, formFor, OUTPUT_FORMS, type OutputForm } from '../output-options.ts';
import { showReading } from '../progress/reading-progress.ts';
import { describeSpan } from '../query-remarks.ts';
import { writeCost } from '../render/write-cost.ts';
import { atPlace, type Session } from '../session.ts';
import { addTimeOptions, parseWindow, type TimeOptions } from '../times.ts';

interface CostOptions extends GlobalOptions, TimeOptions {
  readonly retention?: number;
  readonly questions?: number;
  readonly events?: number;
  readonly output?: OutputForm;
}

const EXAMPLES = `Examples:
  traildex cost --local                      what this index would cost in AWS
  traildex cost --since 90d                  measured over more than 30 days
  traildex cost --retention 90               if events were kept for 90 days
  traildex cost --events 50000000            if 50 million events came a month
  traildex cost -o csv > cost.csv            each figure, and what it rests on
`;

const AFTER = `
Times are those of the delivery, by day. Without them, 30 days up to the newest
that brought events. A month is reckoned from their first event to the last.

--retention is that of events. Ledger, catalogue and counters never expire: as
many days of them are priced, and a note says what each further year adds.
`;

const USUAL_QUESTIONS = 1_000;

export function addCostCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('cost')
    .description('Measures what the index costs a month, next to other choices, Athena and CloudTrail Lake.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .optionsGroup('What if:')
    .option('--retention <days>', 'events are kept so long (default: as they are)', retentionDays)
    .option('--questions <n>', `so many are asked a month (default: ${USUAL_QUESTIONS})`, wholeNumberOrNone)
    .option('--events <n>', 'so many come a month (default: as measured)', wholeNumber);
  addTimeOptions(command);
  addOutputOption(command, OUTPUT_FORMS);
  command.action(run(runCost));
}

function wholeNumber(text: string): number {
  const number = wholeNumberOrNone(text);
  if (number === 0) throw new InvalidArgumentError('It takes a whole number from 1 up.');
  return number;
}

/** As many as the settings take. */
const MOST_DAYS = 36_500;

function retentionDays(text: string): number {
  const days = wholeNumber(text);
  if (days > MOST_DAYS) throw new InvalidArgumentError(`Events are kept ${MOST_DAYS} days at most.`);
  return days;
}

function wholeNumberOrNone(text: string): number {
  const number = Number(text);
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('It takes a whole number, such as 1000.');
  return number;
}

async function runCost(session: Session, options: CostOptions): Promise<number> {
  const { host } = session;
  const window = parseWindow(options, { now: host.now, zone: 'UTC' });
  const form = formFor(options.output, host);
  return atPlace(session, 'tables', async (place) => {
    const { context, usage } = meterReads(place);
    const report = await estimate(session, { window, options }, context);
    await writeCost(session, report, form);
    if (report.measured === undefined) await explainAssumptions(session, window, context);
    await session.remark(describeCost(usage()));
    return EXIT.done;
  });
}

interface Asked {
  readonly window: TimeWindow;
  readonly options: CostOptions;
}

async function estimate(
  { host, quiet }: Session,
  { window, options }: Asked,
  context: AuditContext,
): Promise<CostReport> {
  const progress = showReading(host.stderr, quiet);
  const request = {
    window,
    retentionDays: options.retention,
    questions: options.questions ?? USUAL_QUESTIONS,
    eventsPerMonth: options.events,
    onProgress: (entries: number) => progress.update({ entries, expected: undefined }),
  };
  try {
    return await orInterrupted(estimateCost(request, context), host.interrupt);
  } finally {
    progress.stop();
  }
}

async function explainAssumptions(
  session: Session,
  window: TimeWindow,
  { logFiles }: Pick<AuditContext, 'logFiles'>,
): Promise<void> {
  if (session.quiet) return;
  await session.remark(
    'Nothing was delivered that could be measured: all figures are assumptions.',
    ...describeSpan(await readIndexSpan(window, logFiles)).map((line) => `  ${line}`),
  );
}
