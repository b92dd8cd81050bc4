/**
 * Two tables and a bucket in memory that outlive the functions working on them, and whose every request may go wrong: a
 * test says how, request by request.
 *
 * At each write the promises that hold at every moment are checked: an entry that says `indexed` has all its events in
 * the table and its refused records named, and says so for ever; no event stands there that the catalogue does not tell
 * of. The stores never lose an item, so checking what is being written checks everything.
 */
import type { Settled } from '../../../lambdas/ingest/ports.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { MemoryIndex } from '../../helpers/memory-table.ts';
import type { Trail } from './fault-trail.ts';

export interface StoreRequest {
  readonly operation: 'read object' | 'read ledger' | 'write events' | 'write log files' | 'write ledger';
  /** The key of the object or the entry; of a batch the key of its first item. */
  readonly subject: string;
  /** Items that it writes; none of a read. */
  readonly items: readonly Item[];
}

/** What becomes of a request. */
export interface Fate {
  /** Taken from what the invocation has left. @default 10 */
  readonly ms?: number | undefined;
  /** Turns of the event loop that it takes: who else is busy goes on meanwhile. @default 1 */
  readonly turns?: number | undefined;
  /** It is not looked at before. @default at once */
  readonly until?: Promise<void> | undefined;
  /** How many of its items get in; of an object how many bytes come. @default all */
  readonly done?: number | undefined;
  /** The answer, after what was done. @default what was not done is handed back */
  readonly error?: Error | undefined;
  /** The function's process ends after what was done: nobody hears of it. */
  readonly crash?: boolean | undefined;
}

export class BrokenPromiseError extends Error {
  override readonly name = 'BrokenPromiseError';
}

/** An error as the SDK throws it. */
export function sdkError(name: string): Error {
  return Object.assign(new Error(`The service said ${name}.`), { name });
}

const START = Date.parse('2026-03-17T12:00:00.000Z');

export class FaultWorld {
  readonly index = new MemoryIndex();
  readonly trail: Trail;
  /** Keys of objects that are not there yet. */
  readonly notYet = new Set<string>();
  fateOf: (request: StoreRequest) => Fate = () => ({});
  /** Milliseconds by which the functions' clock is wrong. */
  clockSkewMs = 0;
  private moments = 0;

  constructor(trail: Trail) {
    this.trail = trail;
  }

  /** No two moments are the same. */
  now(): Date {
    return new Date(START + this.clockSkewMs + this.moments++);
  }

  objectOf(key: string): Buffer {
    const body = this.notYet.has(key) ? undefined : this.trail.files.get(key)?.body;
    if (body === undefined) throw sdkError('NoSuchKey');
    return body;
  }

  putEvents(items: readonly Item[]): void {
    for (const item of items) this.requireCatalogued(this.index.events.identity(item));
    this.index.events.putBatch(items);
  }

  putLogFiles(items: readonly Item[]): void {
    for (const item of items) {
      this.requireNotUnsaid(item);
      if (textIn(item, 'status') === 'indexed') this.requireWhole(textIn(item, 'entry') ?? '');
    }
    this.index.logFiles.putBatch(items);
  }

  /** The condition of the real table's put, then the put. */
  putUnlessSettled(item: Item, { statuses, seenAt }: Settled): void {
    const standing = this.index.logFiles.get(item);
    const isSettled = standing !== undefined && statuses.some((one) => one === textIn(standing, 'status'));
    if (isSettled && (seenAt === undefined || textIn(standing, 'updatedAt') !== seenAt)) return;
    this.putLogFiles([item]);
  }

  private requireCatalogued(identity: string): void {
    const entries = this.trail.catalogue.get(identity);
    if (entries === undefined) throw new BrokenPromiseError(`Nobody delivered the event ${identity}.`);
    const missing = entries.find((entry) => this.index.logFiles.get(entry) === undefined);
    if (missing !== undefined)
      throw new BrokenPromiseError(`${identity} is written before ${textIn(missing, 'section')} lists it.`);
  }

  /** The objects never change, so no failure is news about a file that is in the index. */
  private requireNotUnsaid(item: Item): void {
    const standing = this.index.logFiles.get(item);
    if (standing === undefined || textIn(standing, 'status') !== 'indexed') return;
    if (textIn(item, 'status') !== 'indexed')
      throw new BrokenPromiseError(`${textIn(item, 'entry')} was said to be indexed and is no longer.`);
  }

  private requireWhole(key: string): void {
    const file = this.trail.files.get(key);
    if (file === undefined) throw new BrokenPromiseError(`Nobody delivered ${key}.`);
    const missing = [...file.events].filter((identity) => !this.index.events.items.has(identity));
    if (missing.length > 0)
      throw new BrokenPromiseError(`${key} is said to be indexed without ${missing.length} of its events.`);
    const section = { S: `rejected-records#${file.deliveryDay}` };
    if (file.rejected.length > 0 && this.index.logFiles.get({ section, entry: { S: key } }) === undefined)
      throw new BrokenPromiseError(`${key} is said to be indexed before its refused records are named.`);
  }
}
