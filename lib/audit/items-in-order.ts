/** The items that answer a question, in time order and lazily: plans it, and runs the plan. */
import type { Item } from '../event-index/attribute-value.ts';
import type { Position } from '../event-index/cursor.ts';
import { askedFilters, type EventFilters, isUnsatisfiable } from '../event-index/filters.ts';
import {
  type IndexQuery,
  type Order,
  planQuery,
  type QueryPlan,
  queriesOf,
  type TimeWindow,
} from '../event-index/query-plan.ts';
import { readPeriod } from './catalogue.ts';
import { choosePlan } from './choose-plan.ts';
import { EventStream, mergeStreams } from './event-stream.ts';
import type { AuditContext } from './ports.ts';
import type { ReadProgress } from './read-all.ts';
import { spansOf, windowBounds } from './spans.ts';
import { refuseLargeSweep } from './sweep-estimate.ts';

export interface ItemsRequest {
  readonly filters: EventFilters;
  readonly window: TimeWindow;
  readonly order: Order;
  readonly limit?: number | undefined;
  readonly sweepLimit?: number | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export interface ItemsQuestion {
  readonly request: ItemsRequest;
  /** Where an earlier answer stopped. */
  readonly position: Position | undefined;
  readonly context: AuditContext;
  readonly onPlan: (plan: QueryPlan) => void;
  readonly onIncomplete: () => void;
  /** Told what is read from now on. */
  readonly onStreams: (streams: readonly EventStream[]) => void;
}

/** Asked of a stream at first when nobody says how many events are wanted. */
const UNLIMITED_PAGE = 1_000;
const SMALLEST_PAGE = 10;

/** @throws SweepTooLargeError before the sweep reads anything. */
export async function* itemsInOrder(question: ItemsQuestion): AsyncGenerator<Item> {
  const { request, position, context, onPlan, onIncomplete } = question;
  const { filters, window, order } = request;
  if (isUnsatisfiable(filters)) return;
  const shardCount = await context.logFiles.shardCount();
  const plans = planQuery(filters, { shardCount, optionalIndexes: context.optionalIndexes });
  const bounds = (span: { from: string; to: string }) => ({
    ...startAt(span, position, order),
    order,
    shardCount,
  });
  const whole = bounds(windowBounds(window));
  const plan = await choosePlan(plans, whole, context);
  onPlan(plan);
  let entries = 0;
  let expected: number | undefined;
  const onPage = (read: number) => {
    entries += read;
    request.onProgress?.({ entries, expected });
  };
  if (plan.kind === 'keys') {
    yield* run(queriesOf(plan, plan.keys, whole), plan, question, onPage);
    return;
  }
  const left = remaining(window, position, order);
  if (!isBoundedByLimit(request, plan)) {
    expected = await refuseLargeSweep({ ...request, window: left }, context);
  }
  for await (const span of spansOf(context.logFiles, left, order)) {
    const { values, incomplete } = await readPeriod(context.logFiles, plan.dimension, span.period);
    if (incomplete) onIncomplete();
    yield* run(queriesOf(plan, values, bounds(span)), plan, question, onPage);
  }
}

/** What has no filter of its own beside the index stops at its limit: every item counts. */
function isBoundedByLimit(
  { filters, limit }: ItemsRequest,
  { dimension }: QueryPlan & { readonly kind: 'sweep' },
): boolean {
  const served = dimension === 'error' ? 'errors' : undefined;
  return limit !== undefined && askedFilters(filters).every(([name]) => name === served);
}

async function* run(
  queries: readonly IndexQuery[],
  plan: QueryPlan,
  { request, context, onStreams }: ItemsQuestion,
  onPage: (entries: number) => void,
): AsyncGenerator<Item> {
  const options = {
    reader: context.events,
    firstPage: firstPageOf(request.limit, queries.length, plan.filter !== undefined),
    now: context.now.getTime() / 1000,
    gate: context.gate,
    onPage,
    readsAhead: request.limit === undefined,
  };
  const streams = queries.map((query) => new EventStream(query, options));
  onStreams(streams);
  yield* mergeStreams(streams, request.order);
}

/** One stream must give the whole answer; of many each gives its share, and those that give more are asked again. */
function firstPageOf(limit: number | undefined, streams: number, filtered: boolean): number {
  if (limit === undefined || filtered) return UNLIMITED_PAGE;
  return Math.max(Math.min(limit, SMALLEST_PAGE), Math.ceil((2 * limit) / (streams + 1)));
}

function startAt(span: { from: string; to: string }, position: Position | undefined, order: Order) {
  if (position === undefined) return span;
  const { sortKey } = position;
  return order === 'newest-first'
    ? { from: span.from, to: sortKey < span.to ? sortKey : span.to }
    : { from: sortKey > span.from ? sortKey : span.from, to: span.to };
}

/** The window without the days that a cursor has left behind. */
function remaining(window: TimeWindow, position: Position | undefined, order: Order): TimeWindow {
  if (position === undefined) return window;
  const time = position.sortKey.split('#', 1)[0];
  return order === 'newest-first'
    ? { since: window.since, until: earlier(window.until, `${time}~`) }
    : { since: time, until: window.until };
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b;
}
