/**
 * A trail of a few log files, and what must be in the index once they all are: found by plain JSON, without the code
 * that is tested.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { parseRecord } from '../../../lib/cloudtrail/record.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import type { MemoryIndex } from '../../helpers/memory-table.ts';
import { keyOf, record } from './world.ts';

export interface TrailFile {
  readonly key: string;
  readonly deliveryDay: string;
  readonly body: Buffer;
  /** What the ledger must say in the end. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Identities of its events in the table. */
  readonly events: ReadonlySet<string>;
  /** Positions of records that are no events. */
  readonly rejected: readonly number[];
}

export interface Trail {
  readonly files: ReadonlyMap<string, TrailFile>;
  /** What the catalogue must hold before an event of any file, by the event's identity. */
  readonly catalogue: ReadonlyMap<string, readonly Item[]>;
  readonly retentionDays: number;
}

/** Ten years: long enough that no clock that jumps by days changes what is too old. */
const RETENTION_DAYS = 3_650;
const DELIVERY_DAY = '2026-03-17';

/** Records, or the bytes of an object that is no log file. */
type Content = readonly unknown[] | Buffer;

export function makeTrail(contents: Readonly<Record<string, Content>>): Trail {
  const catalogue = new Map<string, readonly Item[]>();
  const files = Object.entries(contents).map(([name, content]): [string, TrailFile] => {
    const key = keyOf(name);
    const file = { key, deliveryDay: DELIVERY_DAY };
    if (Buffer.isBuffer(content)) {
      return [
        key,
        { ...file, body: content, entry: { status: 'rejected' }, events: new Set(), rejected: [] },
      ];
    }
    const kinds = content.map(kindOf);
    const events = new Set<string>();
    for (const [at, element] of content.entries()) {
      if (kinds[at] !== 'event') continue;
      const identity = identityOf(element);
      events.add(identity);
      catalogue.set(identity, catalogueItemsOf(element));
    }
    const count = (kind: string) => kinds.filter((found) => found === kind).length;
    const entry = {
      status: 'indexed',
      records: content.length,
      indexed: count('event'),
      rejected: count('rejected'),
      expired: count('expired'),
    };
    const rejected = [...kinds.keys()].filter((at) => kinds[at] === 'rejected');
    const body = gzipSync(JSON.stringify({ Records: content }));
    return [key, { ...file, body, entry, events, rejected }];
  });
  return { files: new Map(files), catalogue, retentionDays: RETENTION_DAYS };
}

/** Records of ids `<name>-0`, `<name>-1`, …, of different sources so that the catalogue grows as well. */
export function recordsOf(name: string, count: number, members: Record<string, unknown> = {}): unknown[] {
  return Array.from({ length: count }, (_, index) =>
    record(`${name}-${index}`, {
      eventSource: `service-${index % 7}.amazonaws.com`,
      eventName: `Call${index % 30}`,
      ...members,
    }),
  );
}

export const OLD_RECORD = record('too-old', { eventTime: '2003-01-01T00:00:00Z' });
export const NO_EVENT = { eventID: 'never', eventName: 'Timeless' };

/** Everything that the index holds, in the words of the trail. */
export async function readIndex(index: MemoryIndex, trail: Trail) {
  const entries: Record<string, unknown> = {};
  const rejected: Record<string, readonly number[]> = {};
  for (const file of trail.files.values()) {
    const found = await index.readEntry(file.deliveryDay, file.key);
    const names = Object.keys(file.entry) as (keyof typeof found)[];
    entries[file.key] = found && Object.fromEntries(names.map((name) => [name, found[name]]));
    const records = await index.readRejectedRecords(file.deliveryDay, file.key);
    rejected[file.key] = records.map((refused) => refused.index);
  }
  return { events: [...index.events.items.keys()].sort(), entries, rejected };
}

export function expectedIndex(trail: Trail) {
  const files = [...trail.files.values()];
  return {
    events: [...new Set(files.flatMap(({ events }) => [...events]))].sort(),
    entries: Object.fromEntries(files.map(({ key, entry }) => [key, entry])),
    rejected: Object.fromEntries(files.map(({ key, rejected }) => [key, rejected])),
  };
}

/** By the time that it names; the records of these trails have well-formed ones or none. */
function kindOf(element: unknown): 'event' | 'rejected' | 'expired' {
  const time = (element as { eventTime?: string } | null)?.eventTime;
  if (time === undefined) return 'rejected';
  return time < '2010' ? 'expired' : 'event';
}

function catalogueItemsOf(element: unknown): Item[] {
  const event = parseRecord(Buffer.from(JSON.stringify(element)));
  return catalogueEntriesOf(event).map(toCatalogueItem);
}

/** Event id and the first 16 bytes of the record's SHA-256, as the table's key in memory is written. */
function identityOf(element: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(element)).digest('hex').slice(0, 32);
  return `${(element as { eventID: string }).eventID}\u0000${hash}`;
}
