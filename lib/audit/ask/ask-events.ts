/**
 * The events that answer a question, newest first: those of its alternatives merged, then what the filters cannot say,
 * first on the summary and last on the full record.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { EventFilters } from '../../event-index/filters.ts';
import { query } from '../query.ts';
import { resolveNames } from '../resolve-names.ts';
import { settleEvents } from '../settle-events.ts';
import type { Asking } from './ask.ts';
import { matchRecords } from './match-records.ts';
import { mergeNewestFirst } from './merge-events.ts';
import { narrow } from './narrow.ts';
import type { EventsQuestion } from './question.ts';

export async function* findAnswers(question: EventsQuestion, asking: Asking): AsyncGenerator<IndexedEvent> {
  const { args, request, told, context } = asking;
  const { matchesRecord } = question;
  const { limit } = request;
  if (limit === 0) return;
  const likely = matchingSummaries(question, asking);
  const events =
    matchesRecord === undefined
      ? likely
      : matchRecords(likely, {
          matches: (record) => matchesRecord(record, args),
          context,
          onUnchecked: (problem) => told.onUnchecked({ events: 1, problem }),
        });
  let given = 0;
  for await (const event of events) {
    yield event;
    if (++given === limit) return;
  }
}

async function* matchingSummaries(question: EventsQuestion, asking: Asking): AsyncGenerator<IndexedEvent> {
  const { matches, matchesRecord } = question;
  const { args, request } = asking;
  // Where every event that is read is a row, no more have to be read than rows are wanted.
  const limit = matches === undefined && matchesRecord === undefined ? request.limit : undefined;
  const alternatives = question.select(args).map((own) => eventsOf(own, limit, asking));
  for await (const event of mergeNewestFirst(alternatives)) {
    if (matches?.(event, args) ?? true) yield event;
  }
}

async function* eventsOf(
  own: EventFilters,
  limit: number | undefined,
  { request, told, context }: Asking,
): AsyncGenerator<IndexedEvent> {
  const { window, sweepLimit, filters: typed = {} } = request;
  const resolution = await resolveNames(own, window, context.logFiles);
  told.onNames(resolution.resolved);
  if (resolution.incomplete) told.onIncomplete();
  const { filters, rest } = narrow(resolution.filters, typed);
  const wanted = rest === undefined ? limit : undefined;
  const answer = query({ filters, window, order: 'newest-first', limit: wanted, sweepLimit }, context);
  told.onSource(answer);
  const onUnchecked = (problem: string) => told.onUnchecked({ events: 1, problem });
  yield* rest === undefined ? answer.events : settleEvents(answer.events, rest, context, { onUnchecked });
}
