/**
 * `traildex timeline`: how many events there are in each hour, day or month.
 *
 * Exact by default. `--estimate` reads the hourly counters instead of the events: at once, but of everything.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { Dimension } from '../../audit/dimensions.ts';
import { INTERVAL_LENGTHS, type IntervalLength, suitableLength } from '../../audit/intervals.ts';
import { timeline } from '../../audit/timeline.ts';
import type { CommandRunner } from '../command-runner.ts';
import { answerByCounting } from '../counting.ts';
import { describeDimension, parseDimension, refuseContradiction } from '../dimension-option.ts';
import { didYouMean } from '../nearest.ts';
import { addOutputOption, addZoneOption, formFor, OUTPUT_FORMS, type OutputForm } from '../output-options.ts';
import { SPLIT_FIELDS, TIMELINE_FIELDS } from '../render/timeline-rows.ts';
import { describeBeginnings } from '../render/value-text.ts';
import { writeTimeline } from '../render/write-timeline.ts';
import { addSelectionOptions, type SelectionOptions, typedSelection } from '../selection.ts';
import type { Session } from '../session.ts';
import { answerFromCounters, refuseWhatCountersLack } from '../timeline-estimate.ts';
import { zonedIntervals } from '../zoned-intervals.ts';

interface TimelineOptions extends SelectionOptions {
  readonly per?: IntervalLength;
  readonly by?: Dimension;
  readonly estimate?: boolean;
  readonly explain?: boolean;
  readonly output?: OutputForm;
}

const EXAMPLES = `Examples:
  traildex timeline --local                        the newest 24 hours, hour by hour
  traildex timeline --by error --since 7d          what failed, and when
  traildex timeline --user alice --since 30d --tz local
  traildex timeline --estimate --since 1y          at once, from counters
  traildex timeline --since 90d --per day -o csv > days.csv
`;

export function addTimelineCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('timeline')
    .description('Counts events per hour, day or month. Without times: the newest 24 hours.')
    .addHelpText('before', EXAMPLES)
    .option('--per <length>', 'hour, day or month (default: what suits the window)', parseLength)
    .option(
      '--by <dimension>',
      'split by the most frequent values: error, name, …, as in top',
      parseDimension,
    )
    .option('--estimate', 'from counters of deliveries: at once, without filters, too high');
  addSelectionOptions(command).option('--explain', 'say how the question was answered');
  addZoneOption(addOutputOption(command, OUTPUT_FORMS));
  command.action(run(runTimeline));
}

function parseLength(text: string): IntervalLength {
  const length = INTERVAL_LENGTHS.find((known) => known === text.toLowerCase());
  if (length !== undefined) return length;
  throw new InvalidArgumentError(`Use ${INTERVAL_LENGTHS.join(', ')}.${didYouMean(text, INTERVAL_LENGTHS)}`);
}

async function runTimeline(session: Session, options: TimelineOptions): Promise<number> {
  const typed = typedSelection(session, options);
  refuseContradiction(options.by, typed.filters);
  if (options.estimate) {
    refuseWhatCountersLack(typed, options);
    return answerFromCounters(session, typed, options);
  }
  const { by } = options;
  const form = formFor(options.output, session.host);
  return answerByCounting({
    session,
    typed,
    explain: options.explain ?? false,
    async ask(request, context) {
      const length = options.per ?? (await suitableLength(request.window, context));
      const calendar = zonedIntervals(length, typed.zone);
      return { ...(await timeline({ ...request, intervals: calendar, by }, context)), length, calendar };
    },
    async write({ length, calendar, ...answer }) {
      const fields = by === undefined ? TIMELINE_FIELDS : SPLIT_FIELDS;
      await writeTimeline(session, answer, { form, fields, length, intervals: calendar, zone: typed.zone });
      await session.remark(...describeDimension(by), ...describeBeginnings(answer.values));
    },
  });
}
