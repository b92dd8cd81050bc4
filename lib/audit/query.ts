/**
 * Answers "which events": from filters, a time window and a limit to events in time order, with a cursor to go on.
 *
 * Reads an index page by page, only as far as the limit needs. What no index serves is swept over the values that the
 * catalogue lists, span by span from the near end of the window; a large sweep is refused until it is asked for.
 */
import {
  type Cursor,
  fingerprintOf,
  formatCursor,
  type Position,
  parseCursor,
} from '../event-index/cursor.ts';
import { fromEventItem, type IndexedEvent, identityOf, timeSortKeyOf } from '../event-index/event-item.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { Order, QueryPlan, TimeWindow } from '../event-index/query-plan.ts';
import { type EventStream, reachedBy } from './event-stream.ts';
import { itemsInOrder } from './items-in-order.ts';
import type { AuditContext } from './ports.ts';
import type { ReadProgress } from './read-all.ts';
import { type SettleListener, settleEvents, type UncheckedEvents } from './settle-events.ts';

export interface QueryRequest {
  /** With full names: `resolveNames` completes short ones. */
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
  /** Events that a sweep may have to read. @default 250,000; Infinity reads whatever it takes */
  readonly sweepLimit?: number | undefined;
  /** Called after every page that was read. */
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export interface QueryAnswer {
  /** Fails with a `SweepTooLargeError` before it reads, where the question is a sweep beyond its limit. */
  readonly events: AsyncGenerator<IndexedEvent>;
  /**
   * While there may be more: the cursor behind the last event taken from `events`, and behind everything that was read
   * since and does not match.
   */
  cursor(): string | undefined;
  /** True when the catalogue is known to lack values that had to be asked: events may be missing from the answer. */
  isIncomplete(): boolean;
  /** Events that only their full records could decide on, and whose records could not be read: they are left out. */
  unchecked(): UncheckedEvents;
  /** How the question is answered; known from the first event on. */
  plan(): QueryPlan | undefined;
}

/** @throws CursorError when the cursor is not one of this question. */
export function query(request: QueryRequest, context: AuditContext): QueryAnswer {
  const { filters, limit, asked = filters } = request;
  const resumed = request.cursor === undefined ? undefined : parseCursor(request.cursor, asked);
  const { window, order } = resumed ?? request;
  let position: Position | undefined = resumed?.position;
  let exhausted = false;
  let incomplete = false;
  let plan: QueryPlan | undefined;
  let unchecked: UncheckedEvents = { events: 0, problem: undefined };
  let streams: readonly EventStream[] = [];
  let isWaiting = false;

  const items = itemsInOrder({
    request: { ...request, window, order },
    position,
    context,
    onPlan: (chosen) => {
      plan = chosen;
    },
    onIncomplete: () => {
      incomplete = true;
    },
    onStreams: (opened) => {
      streams = opened;
    },
  });
  const listener: SettleListener = {
    onUnchecked: (problem) => {
      unchecked = { events: unchecked.events + 1, problem: unchecked.problem ?? problem };
    },
    onWaiting: (waiting) => {
      isWaiting = waiting;
    },
  };

  async function* notYetGiven(): AsyncGenerator<IndexedEvent> {
    const given = new Set(resumed?.position.given);
    for await (const item of items) {
      const event = fromEventItem(item);
      if (!given.has(identityOf(event))) yield event;
    }
  }

  async function* take(): AsyncGenerator<IndexedEvent> {
    if (limit === 0) return;
    let taken = 0;
    for await (const event of settleEvents(notYetGiven(), filters, context, listener)) {
      position = advance(position, timeSortKeyOf(event), identityOf(event));
      yield event;
      if (++taken === limit) return;
    }
    exhausted = true;
  }

  return {
    events: take(),
    isIncomplete: () => incomplete,
    unchecked: () => unchecked,
    plan: () => plan,
    cursor: () => {
      const passed = isWaiting ? undefined : reachedBy(streams, order);
      const reached = passed === undefined ? position : moveTo(passed, position);
      if (exhausted || reached === undefined) return undefined;
      const cursor: Cursor = { position: reached, window, order, fingerprint: fingerprintOf(asked) };
      return formatCursor(cursor);
    },
  };
}

/** Nothing has been given at a sort key that only events without a match have passed. */
function moveTo(sortKey: string, position: Position | undefined): Position {
  return position?.sortKey === sortKey ? position : { sortKey, given: [] };
}

function advance(position: Position | undefined, sortKey: string, identity: string): Position {
  const given = position?.sortKey === sortKey ? [...position.given, identity] : [identity];
  return { sortKey, given };
}
