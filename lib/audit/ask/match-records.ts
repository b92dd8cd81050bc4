/**
 * Keeps the events whose full record satisfies a question, in their order. Records are read several together, because log
 * files are shared; few at first, because a limit may be reached soon.
 *
 * Whoever made a call chose much of its record: one that cannot be read, or that a question's test fails on, is told as
 * not checked and is neither an answer nor the end of all others.
 */
import { isObject, type JsonObject } from '../../cloudtrail/json.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { AuditContext } from '../ports.ts';
import { type ShownRecord, showIndexedEvents } from '../show.ts';

const FIRST_BATCH = 16;
const LARGEST_BATCH = 256;
const GROWTH = 4;

export interface RecordMatching {
  readonly matches: (record: JsonObject) => boolean;
  readonly context: Pick<AuditContext, 'logFiles' | 'bucket'>;
  readonly onUnchecked: (problem: string) => void;
}

export async function* matchRecords(
  events: AsyncIterable<IndexedEvent>,
  matching: RecordMatching,
): AsyncGenerator<IndexedEvent> {
  let waiting: IndexedEvent[] = [];
  let batch = FIRST_BATCH;
  for await (const event of events) {
    if (waiting.push(event) < batch) continue;
    yield* await settle(waiting, matching);
    waiting = [];
    batch = Math.min(LARGEST_BATCH, batch * GROWTH);
  }
  yield* await settle(waiting, matching);
}

async function settle(
  waiting: readonly IndexedEvent[],
  { matches, context, onUnchecked }: RecordMatching,
): Promise<readonly IndexedEvent[]> {
  const shown = await showIndexedEvents(waiting, context);
  return shown.flatMap((record) => {
    try {
      return matches(parse(record)) ? [record.event] : [];
    } catch (error) {
      onUnchecked(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
}

function parse(shown: ShownRecord): JsonObject {
  if (shown.kind !== 'intact') throw new Error(shown.problem);
  const record: unknown = JSON.parse(UTF_8.decode(shown.bytes));
  if (!isObject(record)) throw new Error('The record is no JSON object.');
  return record;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: false });
