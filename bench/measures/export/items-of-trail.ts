/** The items that the function writes of log files, each event once, with their catalogue and counters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue, hourOf } from '../../../lib/event-index/counters.ts';
import { eventsIn } from '../../common/events-in.ts';

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
  for (const file of filesBelow(folder)) {
    for (const { event, item, identity } of eventsIn(file)) {
      if (events.has(identity)) continue;
      events.set(identity, item);
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
