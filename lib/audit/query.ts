/**
 * Answers "which events": from filters, a time window and a limit to events in time order, with a cursor to go on.
 *
 * Reads an index page by page, only as far as the limit needs. What no index serves is swept over the values that the
 * catalogue lists, span by span from the near end of the window.
 */

import type { Item } from '../event-index/attribute-value.ts';
import {
  type Cursor,
  fingerprintOf,
  formatCursor,
  type Position,
  parseCursor,
} from '../event-index/cursor.ts';
import { fromEventItem, type IndexedEvent } from '../event-index/event-item.ts';
import { type EventFilters, toEventTest } from '../event-index/filters.ts';
import {
  type IndexQuery,
  type Order,
  planQuery,
  type QueryPlan,
  queriesOf,
  type TimeWindow,
} from '../event-index/query-plan.ts';
import type { OptionalIndexName } from '../event-index/tables.ts';
import { readPeriod } from './catalogue.ts';
import { EventStream, mergeStreams, sortKeyOf } from './event-stream.ts';
import type { EventReader, LogFilesReader } from './ports.ts';
import { spansOf, windowBounds } from './spans.ts';

export interface QueryRequest {
  readonly filters: EventFilters;
  /**
   * The filters as somebody typed them, short: a cursor belongs to these, because what they stand for may grow while
   * the listing is read. @default filters
   */
  readonly asked?: EventFilters | undefined;
  readonly window: TimeWindow;
  readonly order: Order;
  /** Events at most; undefined gives all. */
  readonly limit?: number | undefined;
  /** Goes on where an earlier answer stopped; brings its own window and order. */
  readonly cursor?: string | undefined;
}

export interface QueryContext {
  readonly events: EventReader;
  readonly logFiles: LogFilesReader;
  /** Those of the optional indexes that the events table has. */
  readonly optionalIndexes: readonly OptionalIndexName[];
  readonly now: Date;
  readonly gate: <Result>(task: () => Promise<Result>) => Promise<Result>;
}

export interface QueryAnswer {
  readonly events: AsyncGenerator<IndexedEvent>;
  /** While there may be more: the cursor behind the last event taken from `events`. */
  cursor(): string | undefined;
  /** True when the catalogue is known to lack values that had to be asked: events may be missing from the answer. */
  isIncomplete(): boolean;
}

/** Asked of a stream at first when nobody says how many events are wanted. */
const UNLIMITED_PAGE = 1_000;
const SMALLEST_PAGE = 10;

/** @throws CursorError when the cursor is not one of this question. */
export function query(request: QueryRequest, context: QueryContext): QueryAnswer {
  const { filters, limit, asked = filters } = request;
  const resumed = request.cursor === undefined ? undefined : parseCursor(request.cursor, asked);
  const { window, order } = resumed ?? request;
  let position: Position | undefined = resumed?.position;
  let exhausted = false;
  let incomplete = false;
  const onIncomplete = () => {
    incomplete = true;
  };

  async function* take(): AsyncGenerator<IndexedEvent> {
    let taken = 0;
    const skip = new Set(position?.given);
    const isWanted = toEventTest(filters);
    if (limit === 0) return;
    for await (const item of itemsFrom({ ...request, window, order }, position, {
      ...context,
      onIncomplete,
    })) {
      const event = fromEventItem(item);
      if (!isWanted(event)) continue;
      if (sortKeyOf(item) === resumed?.position.sortKey && skip.has(identityOf(event))) continue;
      position = advance(position, sortKeyOf(item), identityOf(event));
      yield event;
      if (++taken === limit) return;
    }
    exhausted = true;
  }

  return {
    events: take(),
    isIncomplete: () => incomplete,
    cursor: () => {
      if (exhausted || position === undefined) return undefined;
      const cursor: Cursor = { position, window, order, fingerprint: fingerprintOf(asked) };
      return formatCursor(cursor);
    },
  };
}

async function* itemsFrom(
  request: QueryRequest,
  position: Position | undefined,
  context: QueryContext & { readonly onIncomplete: () => void },
): AsyncGenerator<Item> {
  const { filters, window, order } = request;
  // A name that completes to nothing leaves a filter without values: no event satisfies it.
  if (Object.values(filters).some((wanted) => Array.isArray(wanted) && wanted.length === 0)) return;
  const shardCount = await context.logFiles.shardCount();
  const plan = planQuery(filters, { shardCount, optionalIndexes: context.optionalIndexes });
  const bounds = (span: { from: string; to: string }) => startAt(span, position, order);
  if (plan.kind === 'keys') {
    const span = { ...bounds(windowBounds(window)), order, shardCount };
    yield* run(queriesOf(plan, plan.keys, span), request, plan, context);
    return;
  }
  for await (const span of spansOf(context.logFiles, remaining(window, position, order), order)) {
    const { values, incomplete } = await readPeriod(context.logFiles, plan.dimension, span.period);
    if (incomplete) context.onIncomplete();
    yield* run(queriesOf(plan, values, { ...bounds(span), order, shardCount }), request, plan, context);
  }
}

async function* run(
  queries: readonly IndexQuery[],
  request: QueryRequest,
  plan: QueryPlan,
  context: QueryContext,
): AsyncGenerator<Item> {
  const options = {
    reader: context.events,
    firstPage: firstPageOf(request.limit, queries.length, plan.filter !== undefined),
    now: context.now.getTime() / 1000,
    gate: context.gate,
  };
  yield* mergeStreams(
    queries.map((query) => new EventStream(query, options)),
    request.order,
  );
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

function advance(position: Position | undefined, sortKey: string, identity: string): Position {
  const given = position?.sortKey === sortKey ? [...position.given, identity] : [identity];
  return { sortKey, given };
}

function identityOf(event: IndexedEvent): string {
  return `${event.eventID}/${event.recordHash}`;
}
