/** The items that the function writes of log files, each event once, with their catalogue and counters. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseRecord } from '../../../lib/cloudtrail/record.ts';
import { createRecordSplitter } from '../../../lib/cloudtrail/record-splitter.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue, hourOf } from '../../../lib/event-index/counters.ts';
import { toEventItem } from '../../../lib/event-index/event-item.ts';

export interface TrailItems {
  readonly events: readonly Item[];
  /** Catalogue and counters. */
  readonly logFiles: readonly Item[];
  /** The day with the most events, and how many those are. */
  readonly busiestDay: readonly [day: string, events: number];
}

export function itemsOfTrail(folder: string): TrailItems {
  const events = new Map<string, Item>();
  const catalogue = new Map<string, Item>();
  const hours = new Map<string, number>();
  for (const { key, body } of filesBelow(folder)) {
    for (const part of createRecordSplitter().push(gunzipSync(body))) {
      if (part.kind !== 'record') continue;
      const event = parseRecord(part.bytes);
      const recordHash = createHash('sha256').update(part.bytes).digest().subarray(0, 16);
      const identity = `${event.eventID}/${recordHash.toString('hex')}`;
      if (events.has(identity)) continue;
      const source = {
        logFileKey: key,
        deliveryDay: event.eventTime.slice(0, 10),
        recordIndex: part.index,
        recordHash,
      };
      events.set(identity, toEventItem(event, source, { shardCount: 1 }));
      for (const entry of catalogueEntriesOf(event))
        catalogue.set(JSON.stringify(entry), toCatalogueItem(entry));
      addTo(hours, hourOf(event.eventTime));
    }
  }
  const counters = [...hours].map(([hour, count]) => ({
    ...counterKey(hour),
    [COUNT_ATTRIBUTE]: countValue(count),
  }));
  return {
    events: [...events.values()],
    logFiles: [...catalogue.values(), ...counters],
    busiestDay: busiestDayOf(hours),
  };
}

function* filesBelow(folder: string) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { key: relative(folder, path), body: readFileSync(path) };
  }
}

function busiestDayOf(hours: ReadonlyMap<string, number>): readonly [string, number] {
  const days = new Map<string, number>();
  for (const [hour, count] of hours) addTo(days, hour.slice(0, 10), count);
  const [busiest] = [...days].sort(([, a], [, b]) => b - a);
  if (busiest === undefined) throw new Error('There are no events.');
  return busiest;
}

function addTo(counts: Map<string, number>, name: string, amount = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + amount);
}
