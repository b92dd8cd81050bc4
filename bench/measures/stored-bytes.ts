/**
 * Bytes that an event takes in the table and in the three indexes that every event is in, as DynamoDB counts them. It adds
 * 100 to each entry.
 */
import { PRICE_LIST, usdFor } from '../../lib/audit/cost/prices.ts';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { buildLogFileKey } from '../../lib/cloudtrail/object-key.ts';
import {
  attributeSizeBytes,
  type Item,
  itemSizeBytes,
  STORAGE_OVERHEAD_BYTES,
} from '../../lib/event-index/attribute-value.ts';
import type { Corpus } from '../common/corpus.ts';
import { eventsIn } from '../common/events-in.ts';
import { count } from '../common/figures.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { spreadOf } from '../common/statistics.ts';

const RECORDS = 20_000;
const RECORDS_OF_QUICK = 5_000;
const ENTRIES = 4;
const MOST_BYTES = 2_500;
const MILLION = 1_000_000;
const GB = 1e9;
const DAY = '2026-03-17';

export const storedBytes: Measure = {
  name: 'stored-bytes',
  title: 'Bytes stored for an event',
  method: `
Every record of the corpus becomes the item that the function would write, without a retention. An event is stored ${ENTRIES}
times, in the table and in three indexes, each time with all attributes, so that a page of an index is all that a listing shows;
DynamoDB adds ${STORAGE_OVERHEAD_BYTES} bytes to each. Names count as well as values. The price is that of a month, on demand,
table class STANDARD, ${PRICE_LIST.region}, ${PRICE_LIST.asOf}.`,
  measure,
};

async function measure({ corpus, events }: Bench): Promise<Findings> {
  const items = [...itemsOf(corpus, events(RECORDS, RECORDS_OF_QUICK))];
  const sizes = items.map(itemSizeBytes);
  const { least, median, most } = spreadOf(sizes);
  const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const stored = ENTRIES * (average + STORAGE_OVERHEAD_BYTES);
  return {
    goals: [
      {
        goal: `at most ${count(MOST_BYTES)} bytes an event on average`,
        measured: count(stored),
        isMet: stored <= MOST_BYTES,
      },
    ],
    tables: [
      {
        head: [
          'events',
          'an item on average',
          'least',
          'median',
          'most',
          'stored for an event',
          'a million events a month',
        ],
        rows: [
          [
            ...[items.length, average, least, median, most, stored].map(count),
            `${usdFor('index GB', (stored * MILLION) / GB).toFixed(2)} USD`,
          ],
        ],
      },
      {
        head: ['attribute', 'in so many of the items', 'bytes of an item, on average'],
        rows: rowsByAttribute(items),
      },
    ],
    remarks: [
      'An index with a retention stores `expiresAt` as well. Failed calls and those that issue a credential have one entry more.',
    ],
  };
}

function* itemsOf(corpus: Corpus, records: number): Generator<Item> {
  for (const file of corpus.logFiles(records)) {
    const found = corpus.isSample ? eventsIn(file) : eventsIn(file, typicalKey);
    for (const { item } of found) yield item;
  }
}

/** What CloudTrail would call a log file of the event's own account and region: files that were renamed have no such name. */
function typicalKey({ recipientAccountId = '111122223333', awsRegion = 'us-east-1' }: TrailEvent): string {
  return buildLogFileKey({
    accountId: recipientAccountId,
    folder: 'CloudTrail',
    region: awsRegion,
    deliveredAt: `${DAY}T09:15Z`,
    uniqueString: 'Mu0KsOhtH1ar15ZZ',
  });
}

function rowsByAttribute(items: readonly Item[]): readonly (readonly string[])[] {
  const attributes = new Map<string, { items: number; bytes: number }>();
  for (const [name, value] of items.flatMap((item) => Object.entries(item))) {
    const counted = attributes.get(name) ?? { items: 0, bytes: 0 };
    attributes.set(name, counted);
    counted.items++;
    counted.bytes += attributeSizeBytes(name, value);
  }
  return [...attributes]
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .map(([name, one]) => [
      `\`${name}\``,
      `${Math.round((100 * one.items) / items.length)} %`,
      (one.bytes / items.length).toFixed(1),
    ]);
}
