/**
 * Puts the events of log files into indexes, each until it has as many as it is to have, and the files onto the disk.
 *
 * All in one pass: the smaller index holds the beginning of the larger one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import type { LogFile } from '../../common/corpus.ts';
import { eventsIn, type FoundEvent } from '../../common/events-in.ts';
import type { BenchIndex } from './open-index.ts';

export interface Filling {
  readonly index: BenchIndex;
  readonly until: number;
  /** Events that are in it. */
  events: number;
}

const BATCH = 25;
const BATCHES_AT_ONCE = 8;

/** Gives how often each event name is among the events. */
export async function fillIndexes(
  fillings: readonly Filling[],
  logFiles: Iterable<LogFile>,
  folder: string,
): Promise<ReadonlyMap<string, number>> {
  mkdirSync(folder, { recursive: true });
  const names = new Map<string, number>();
  const seen = new Set<string>();
  const fillers = fillings.map(createFiller);
  const most = Math.max(...fillings.map(({ until }) => until));
  for (const { key, body } of logFiles) {
    if (seen.size >= most) break;
    writeFileSync(join(folder, key.replaceAll('/', '_')), body);
    for (const found of eventsIn({ key, body })) {
      if (seen.has(found.identity)) continue;
      seen.add(found.identity);
      const { eventName = '' } = found.event;
      names.set(eventName, (names.get(eventName) ?? 0) + 1);
      for (const filler of fillers) filler.add(found);
    }
    await Promise.all(fillers.map((filler) => filler.write()));
  }
  await Promise.all(fillers.map((filler) => filler.finish()));
  return names;
}

function createFiller(filling: Filling) {
  const limit = pLimit(BATCHES_AT_ONCE);
  const catalogued = new Set<string>();
  const waiting: Item[] = [];
  const listed: Item[] = [];
  const put = (items: Item[], least: number, write: (batch: Item[]) => Promise<void>) => {
    const batches: Promise<void>[] = [];
    while (items.length >= least) {
      const batch = items.splice(0, BATCH);
      batches.push(limit(() => write(batch)));
    }
    return Promise.all(batches);
  };
  const write = async (least: number) => {
    await put(listed, 1, (batch) => filling.index.putCatalogue(batch));
    await put(waiting, least, (batch) => filling.index.putEvents(batch));
  };
  return {
    add({ item, event }: FoundEvent) {
      if (filling.events >= filling.until) return;
      filling.events++;
      waiting.push(item);
      for (const entry of catalogueEntriesOf(event).map(toCatalogueItem)) {
        const text = JSON.stringify(entry);
        if (!catalogued.has(text)) listed.push(entry);
        catalogued.add(text);
      }
    },
    write: async () => {
      if (waiting.length >= BATCH * BATCHES_AT_ONCE) await write(BATCH);
    },
    finish: () => write(1),
  };
}
