/** Puts log files of the sample trail into the index and onto the disk, until the index has so many events. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pLimit from 'p-limit';
import { parseRecord } from '../../lib/cloudtrail/record.ts';
import { createRecordSplitter } from '../../lib/cloudtrail/record-splitter.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import type { SampleLogFile } from '../../lib/sample/sample-trail.ts';
import type { BenchIndex } from './open-index.ts';

export interface Filling {
  readonly index: BenchIndex;
  readonly logFiles: Iterator<SampleLogFile>;
  readonly folder: string;
  readonly until: number;
  /** Events that are in the index; those put now are added. Some are delivered twice. */
  readonly indexed: Set<string>;
}

const BATCH = 25;
const BATCHES_AT_ONCE = 8;

export async function fillIndex({ index, logFiles, folder, until, indexed }: Filling): Promise<void> {
  await mkdir(folder, { recursive: true });
  const limit = pLimit(BATCHES_AT_ONCE);
  const catalogued = new Set<string>();
  const waiting: Item[] = [];
  while (indexed.size < until) {
    const next = logFiles.next();
    if (next.done) break;
    const { key, body } = next.value;
    if (!key.endsWith('.json.gz') || key.includes('/CloudTrail-')) continue;
    await writeFile(join(folder, key.replaceAll('/', '_')), body);
    for (const { item, entries, id } of itemsIn(key, body)) {
      if (indexed.has(id)) continue;
      indexed.add(id);
      waiting.push(item);
      const fresh = entries.filter((entry) => !catalogued.has(JSON.stringify(entry)));
      for (const entry of fresh) catalogued.add(JSON.stringify(entry));
      if (fresh.length > 0) await index.putCatalogue(fresh);
    }
    const batches: Item[][] = [];
    while (waiting.length >= BATCH) batches.push(waiting.splice(0, BATCH));
    await Promise.all(batches.map((batch) => limit(() => index.putEvents(batch))));
  }
  if (waiting.length > 0) await index.putEvents(waiting);
}

function* itemsIn(key: string, body: Uint8Array): Generator<{ item: Item; entries: Item[]; id: string }> {
  for (const part of createRecordSplitter({}).push(gunzipSync(body))) {
    if (part.kind === 'oversized') continue;
    const event = parseRecord(part.bytes);
    const recordHash = createHash('sha256').update(part.bytes).digest().subarray(0, 16);
    const source = {
      logFileKey: key,
      deliveryDay: event.eventTime.slice(0, 10),
      recordIndex: part.index,
      recordHash,
    };
    yield {
      item: toEventItem(event, source, { shardCount: 1 }),
      entries: catalogueEntriesOf(event).map(toCatalogueItem),
      id: `${event.eventID}/${recordHash.toString('hex')}`,
    };
  }
}
