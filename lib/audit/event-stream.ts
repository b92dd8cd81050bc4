/**
 * The answers to one index query, page by page and only as far as somebody asks, and several of them merged in time.
 */
import type { Item } from '../event-index/attribute-value.ts';
import { numberIn, textIn } from '../event-index/item-reading.ts';
import type { IndexQuery, Order } from '../event-index/query-plan.ts';
import { TIME_SORT_KEY, TTL_ATTRIBUTE } from '../event-index/tables.ts';
import type { EventReader, ItemPage } from './ports.ts';

export interface StreamOptions {
  readonly reader: EventReader;
  /** Items to ask for first; later pages grow, because who reads on usually reads far. */
  readonly firstPage: number;
  /** Epoch seconds: items that expired before it are still there for a few days, and hidden. */
  readonly now: number;
  /** Bounds requests under way over all streams of a question. */
  readonly gate: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Told how many entries each page took, those that the filter left out included. */
  readonly onPage?: (entries: number) => void;
  /** Whether everything is wanted: then the next page is asked for when half of this one is given. */
  readonly readsAhead?: boolean;
}

const PAGE_GROWTH = 4;
const LARGEST_PAGE = 1_000;

/** One query's items in order. `head` is the next item; undefined after the last. */
export class EventStream {
  private readonly query: IndexQuery;
  private readonly options: StreamOptions;
  private items: readonly Item[] = [];
  private position = 0;
  private pageSize: number;
  private next: ItemPage['next'];
  private started = false;
  private keyOfHead = '';
  private ahead: Promise<ItemPage> | undefined;

  constructor(query: IndexQuery, options: StreamOptions) {
    this.query = query;
    this.options = options;
    this.pageSize = options.firstPage;
  }

  get head(): Item | undefined {
    return this.items[this.position];
  }

  /** Of `head`: it is compared with those of all other streams, again and again. */
  get headKey(): string {
    return this.keyOfHead;
  }

  /** Makes `head` valid: reads pages until there is an item or the query has no more. */
  async fill(): Promise<void> {
    while (this.head === undefined && (!this.started || this.next !== undefined)) {
      const page = await (this.ahead ?? this.askForPage());
      this.ahead = undefined;
      this.started = true;
      this.options.onPage?.(page.scanned);
      this.items = page.items.filter((item) => !isExpired(item, this.options.now));
      this.next = page.next;
      this.moveTo(0);
    }
  }

  private askForPage(): Promise<ItemPage> {
    const { reader, gate } = this.options;
    const wanted = { limit: this.pageSize, start: this.next };
    this.pageSize = Math.min(LARGEST_PAGE, this.pageSize * PAGE_GROWTH);
    return gate(() => reader.queryIndex(this.query, wanted));
  }

  /**
   * The sort key up to which everything was given or filtered out: of the next item, or of the last one that was read.
   * Undefined before the first page has come; null when nothing is left.
   */
  get reached(): string | null | undefined {
    if (!this.started) return undefined;
    const last = this.head ?? this.next;
    return last === undefined ? null : sortKeyOf(last);
  }

  advance(): void {
    this.moveTo(this.position + 1);
    const isHalfGiven = this.position * 2 >= this.items.length;
    if (!this.options.readsAhead || !isHalfGiven || this.ahead !== undefined || this.next === undefined)
      return;
    this.ahead = this.askForPage();
    // Awaited when the page is needed, perhaps never: until then its failure is not unhandled.
    this.ahead.catch(() => {});
  }

  private moveTo(position: number): void {
    this.position = position;
    this.keyOfHead = sortKeyOf(this.head);
  }
}

/** The sort key up to which all streams have come; undefined where one has not begun, or nothing is left of any. */
export function reachedBy(streams: readonly EventStream[], order: Order): string | undefined {
  const reached = streams.map((stream) => stream.reached).filter((key) => key !== null);
  return reached.reduce((least, key) => {
    if (least === undefined || key === undefined) return undefined;
    return (order === 'newest-first' ? key > least : key < least) ? key : least;
  }, reached[0]);
}

/** All items of several streams in time order. Holds a page of each, and one more where a stream reads ahead. */
export async function* mergeStreams(streams: readonly EventStream[], order: Order): AsyncGenerator<Item> {
  await Promise.all(streams.map((stream) => stream.fill()));
  let live = streams.filter((stream) => stream.head !== undefined);
  while (live.length > 0) {
    const first = firstOf(live, order);
    const item = first?.head;
    if (first === undefined || item === undefined) return;
    yield item;
    first.advance();
    if (first.head !== undefined) continue;
    await first.fill();
    if (first.head === undefined) live = live.filter((stream) => stream !== first);
  }
}

/** The stream whose head is next; of equals the first, so that an answer is the same each time. */
function firstOf(streams: readonly EventStream[], order: Order): EventStream | undefined {
  let first: EventStream | undefined;
  for (const stream of streams) {
    if (first === undefined || precedes(stream.headKey, first.headKey, order)) first = stream;
  }
  return first;
}

function precedes(keyA: string, keyB: string, order: Order): boolean {
  return order === 'newest-first' ? keyA > keyB : keyA < keyB;
}

/** DynamoDB deletes expired items days later: until then they are hidden. `now` in epoch seconds. */
export function isExpired(item: Item, now: number): boolean {
  return (numberIn(item, TTL_ATTRIBUTE) ?? Number.POSITIVE_INFINITY) <= now;
}

function sortKeyOf(item: Item | undefined): string {
  return item === undefined ? '' : (textIn(item, TIME_SORT_KEY) ?? '');
}
