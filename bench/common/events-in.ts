/** The events of a log file as the function finds them, with the item of each; what is no event is left out. */
import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { parseRecord, RecordRejected } from '../../lib/cloudtrail/record.ts';
import { createRecordSplitter } from '../../lib/cloudtrail/record-splitter.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import type { LogFile } from './corpus.ts';

export interface FoundEvent {
  readonly event: TrailEvent;
  readonly item: Item;
  /** Equal for equal copies only. */
  readonly identity: string;
}

/** @param keyFor of the log file that the item names. @default the file's own */
export function* eventsIn(
  { key, body }: LogFile,
  keyFor: (event: TrailEvent) => string = () => key,
): Generator<FoundEvent> {
  for (const part of createRecordSplitter({ acceptBareArray: true }).push(gunzipSync(body))) {
    if (part.kind === 'oversized') continue;
    const event = eventOrNothing(part.bytes);
    if (event === undefined) continue;
    const recordHash = hash('sha256', part.bytes, 'buffer').subarray(0, 16);
    const deliveryDay = event.eventTime.slice(0, 10);
    const source = { logFileKey: keyFor(event), deliveryDay, recordIndex: part.index, recordHash };
    const item = toEventItem(event, source, { shardCount: 1 });
    yield { event, item, identity: `${event.eventID}/${recordHash.toString('hex')}` };
  }
}

function eventOrNothing(bytes: Uint8Array): TrailEvent | undefined {
  try {
    return parseRecord(bytes);
  } catch (error) {
    if (error instanceof RecordRejected) return undefined;
    throw error;
  }
}
