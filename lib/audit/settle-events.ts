/**
 * The last word on events that an index gave: those that satisfy every filter, in the order they came.
 *
 * What a summary cannot decide is read from its log file, several events together, because log files are shared. An
 * event whose record cannot be read is left out and counted: an answer with such events is not complete.
 */
import type { IndexedEvent } from '../event-index/event-item.ts';
import { toEventTest } from '../event-index/event-test.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { AuditContext } from './ports.ts';
import { toRecordTest } from './record-test.ts';
import { showIndexedEvents } from './show.ts';

export interface UncheckedEvents {
  readonly events: number;
  /** Why the first of them could not be read. */
  readonly problem: string | undefined;
}

export interface SettleListener {
  /** An event is left out, because its record could not be read. */
  readonly onUnchecked: (problem: string) => void;
  /** Whether events have been taken that are not decided yet. */
  readonly onWaiting?: (isWaiting: boolean) => void;
}

/** Records that are read together: few at first, because a limit may be reached soon. */
const FIRST_BATCH = 16;
const LARGEST_BATCH = 256;
const GROWTH = 4;

export async function* settleEvents(
  events: AsyncIterable<IndexedEvent>,
  filters: EventFilters,
  context: Pick<AuditContext, 'logFiles' | 'bucket'>,
  { onUnchecked, onWaiting }: SettleListener,
): AsyncGenerator<IndexedEvent> {
  const test = toEventTest(filters);
  const needsRecord = filters.where !== undefined && filters.where.length > 0;
  const settle = toSettler(filters, context, onUnchecked);
  let waiting: Waiting[] = [];
  let batch = FIRST_BATCH;
  for await (const event of events) {
    const verdict = test(event);
    if (verdict === 'no') continue;
    const isSure = verdict === 'yes' && !needsRecord;
    if (isSure && waiting.length === 0) {
      yield event;
      continue;
    }
    waiting.push({ event, isSure });
    onWaiting?.(true);
    if (waiting.length < batch) continue;
    yield* await settle(waiting);
    waiting = [];
    onWaiting?.(false);
    batch = Math.min(LARGEST_BATCH, batch * GROWTH);
  }
  yield* await settle(waiting);
}

interface Waiting {
  readonly event: IndexedEvent;
  readonly isSure: boolean;
}

function toSettler(
  filters: EventFilters,
  context: Pick<AuditContext, 'logFiles' | 'bucket'>,
  onUnchecked: (problem: string) => void,
): (waiting: readonly Waiting[]) => Promise<readonly IndexedEvent[]> {
  const isWanted = toRecordTest(filters);
  return async (waiting) => {
    const unsure = waiting.filter(({ isSure }) => !isSure).map(({ event }) => event);
    const taken = new Set<IndexedEvent>();
    for (const shown of await showIndexedEvents(unsure, context)) {
      if (shown.kind !== 'intact') onUnchecked(shown.problem);
      else if (isWanted(shown.bytes)) taken.add(shown.event);
    }
    return waiting.filter(({ event, isSure }) => isSure || taken.has(event)).map(({ event }) => event);
  };
}
