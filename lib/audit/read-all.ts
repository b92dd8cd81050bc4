/**
 * Every event that matches, in no order: for counting. Reads key values, write shards and spans of time side by side,
 * each page by page, and never holds more than a page of each.
 */
import type { Item } from '../event-index/attribute-value.ts';
import { fromEventItem, type IndexedEvent } from '../event-index/event-item.ts';
import { type EventFilters, isUnsatisfiable } from '../event-index/filters.ts';
import {
  type IndexQuery,
  planQuery,
  type QueryPlan,
  queriesOf,
  type TimeWindow,
} from '../event-index/query-plan.ts';
import { allDaysIn, valuesIn } from './catalogue.ts';
import { choosePlan } from './choose-plan.ts';
import { isExpired } from './event-stream.ts';
import { itemsInOrder } from './items-in-order.ts';
import type { AuditContext, ItemPage } from './ports.ts';
import { settleEvents, type UncheckedEvents } from './settle-events.ts';
import { dayBounds, windowBounds } from './spans.ts';
import { refuseLargeSweep } from './sweep-estimate.ts';

export interface ReadAllRequest {
  /** With full names: `resolveNames` completes short ones. */
  readonly filters: EventFilters;
  readonly window: TimeWindow;
  /** Events that a sweep may have to read. @default 250,000; Infinity reads whatever it takes */
  readonly sweepLimit?: number | undefined;
  /** Called after every page. */
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export interface ReadProgress {
  /** Index entries read so far. */
  readonly entries: number;
  /** How many there are by the counters, which count deliveries; known for sweeps. */
  readonly expected: number | undefined;
}

export interface Reading {
  /** Each event once. Fails with a `SweepTooLargeError` before it reads, where the question is a sweep beyond its limit. */
  readonly events: AsyncGenerator<IndexedEvent>;
  /** True when the catalogue is known to lack values that had to be asked: events may be missing. */
  isIncomplete(): boolean;
  /** Events that only their full records could decide on, and whose records could not be read: they are left out. */
  unchecked(): UncheckedEvents;
  plan(): QueryPlan | undefined;
}

/** Queries under way at once; the context's gate bounds them further. */
const STREAMS = 16;

export function readAll(request: ReadAllRequest, context: AuditContext): Reading {
  let incomplete = false;
  let plan: QueryPlan | undefined;
  let unchecked: UncheckedEvents = { events: 0, problem: undefined };

  async function* candidates(): AsyncGenerator<IndexedEvent> {
    const { filters, window, onProgress } = request;
    if (isUnsatisfiable(filters)) return;
    if (readsManyRecords(filters)) {
      yield* inOrder();
      return;
    }
    const shardCount = await context.logFiles.shardCount();
    const span = { ...windowBounds(window), order: 'newest-first', shardCount } as const;
    const plans = planQuery(filters, { shardCount, optionalIndexes: context.optionalIndexes });
    plan = await choosePlan(plans, span, context);
    let keys: readonly string[];
    let expected: number | undefined;
    if (plan.kind === 'keys') keys = plan.keys;
    else {
      expected = await refuseLargeSweep(request, context);
      const known = await valuesIn(context.logFiles, plan.dimension, window);
      incomplete = known.incomplete;
      keys = known.values;
    }
    const queries = await inSlices(queriesOf(plan, keys, span), window, context);
    const now = context.now.getTime() / 1000;
    let entries = 0;
    for await (const page of readPages(queries, context)) {
      entries += page.scanned;
      onProgress?.({ entries, expected });
      for (const item of page.items) if (!isExpired(item, now)) yield fromEventItem(item);
    }
  }

  /** Events of the same minutes share log files: in the order of time, each is read about once. */
  async function* inOrder(): AsyncGenerator<IndexedEvent> {
    const items = itemsInOrder({
      request: { ...request, order: 'newest-first' },
      position: undefined,
      context,
      onPlan: (chosen) => {
        plan = chosen;
      },
      onIncomplete: () => {
        incomplete = true;
      },
      onStreams: () => {},
    });
    for await (const item of items) yield fromEventItem(item);
  }

  return {
    events: settleEvents(candidates(), request.filters, context, {
      onUnchecked: (problem) => {
        unchecked = { events: unchecked.events + 1, problem: unchecked.problem ?? problem };
      },
    }),
    isIncomplete: () => incomplete,
    unchecked: () => unchecked,
    plan: () => plan,
  };
}

/** Filters that the records of many events have to be read for. */
function readsManyRecords({ where, resource, userAgent }: EventFilters): boolean {
  return [where, resource, userAgent].some((asked) => asked !== undefined);
}

/** Few queries are cut by days, so that a single busy key is read side by side as well. */
async function inSlices(
  queries: readonly IndexQuery[],
  window: TimeWindow,
  { logFiles }: AuditContext,
): Promise<readonly IndexQuery[]> {
  const slices = Math.floor(STREAMS / Math.max(1, queries.length));
  if (slices < 2 || queries.length === 0) return queries;
  const days = await allDaysIn(logFiles, window);
  const size = Math.ceil(days.length / slices);
  const spans: { from: string; to: string }[] = [];
  for (let start = 0; start < days.length; start += size) {
    const [first = '', last = ''] = [days[start], days[Math.min(start + size, days.length) - 1]];
    spans.push(dayBounds(first, last, window));
  }
  return queries.flatMap((query) => spans.map((span) => ({ ...query, ...span })));
}

/** All pages of all queries, as they come. */
async function* readPages(
  queries: readonly IndexQuery[],
  { events, gate }: AuditContext,
): AsyncGenerator<ItemPage> {
  const waiting = queries.values();
  const underWay = new Map<IndexQuery, Promise<{ readonly query: IndexQuery; readonly page: ItemPage }>>();
  const ask = (query: IndexQuery, start: Item | undefined) => {
    const asked = gate(() => events.queryIndex(query, { start })).then((page) => ({ query, page }));
    // Awaited below, perhaps after another has failed: until then its failure is not unhandled.
    asked.catch(() => {});
    underWay.set(query, asked);
  };
  const askNext = () => {
    const next = waiting.next();
    if (!next.done) ask(next.value, undefined);
  };
  for (let stream = 0; stream < STREAMS; stream++) askNext();
  while (underWay.size > 0) {
    const { query, page } = await Promise.race(underWay.values());
    underWay.delete(query);
    if (page.next === undefined) askNext();
    else ask(query, page.next);
    yield page;
  }
}
