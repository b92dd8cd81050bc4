/**
 * A DynamoDB table in memory that behaves: partition and sort keys, secondary indexes ordered by their sort key, pages,
 * key ranges, the filter clauses that lib/event-index writes, batches that may be handed back in part.
 */
import type { EventReader, ItemPage, LogFilesReader, PageRequest } from '../../lib/audit/ports.ts';
import type { AttributeValue, Item } from '../../lib/event-index/attribute-value.ts';
import type { FilterExpression } from '../../lib/event-index/filter-expression.ts';
import { fromLedgerItem, ledgerKey } from '../../lib/event-index/ledger.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';
import {
  fromRejectedRecordsItem,
  type RejectedRecord,
  rejectedRecordsKey,
} from '../../lib/event-index/rejected-records.ts';
import { SETTINGS_KEY, shardCountIn } from '../../lib/event-index/settings.ts';
import { EVENTS_TABLE, LOG_FILES_TABLE, TIME_SORT_KEY } from '../../lib/event-index/tables.ts';
import { evaluateFilter } from './filter-evaluation.ts';

type Keys = { readonly partitionKey: { readonly name: string }; readonly sortKey: { readonly name: string } };

export class MemoryTable {
  readonly items = new Map<string, Item>();
  private readonly keys: Keys;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  put(item: Item): void {
    this.items.set(this.identity(item), item);
  }

  get(key: Item): Item | undefined {
    return this.items.get(this.identity(key));
  }

  /** Refuses what DynamoDB refuses: more than 25 items, one key twice. */
  putBatch(items: readonly Item[]): void {
    if (items.length > 25)
      throw new Error('ValidationException: too many items requested for the BatchWriteItem call');
    if (new Set(items.map((item) => this.identity(item))).size < items.length) {
      throw new Error('ValidationException: provided list of item keys contains duplicates');
    }
    for (const item of items) this.put(item);
  }

  identity(item: Item): string {
    return [this.keys.partitionKey, this.keys.sortKey].map(({ name }) => textOf(item[name])).join('\u0000');
  }
}

export class MemoryIndex implements EventReader, LogFilesReader {
  readonly events = new MemoryTable(EVENTS_TABLE);
  readonly logFiles = new MemoryTable(LOG_FILES_TABLE);
  /** Queries on an index so far, pages counted singly. */
  indexQueries = 0;

  async queryIndex(query: IndexQuery, page: PageRequest): Promise<ItemPage> {
    this.indexQueries++;
    if (query.from > query.to)
      throw new Error('ValidationException: the BETWEEN operator requires lower <= upper');
    checkFilter(query);
    const sortKey = (item: Item) => textOf(item[TIME_SORT_KEY]);
    const order = (item: Item) => `${sortKey(item)}\u0000${this.events.identity(item)}`;
    const inRange = [...this.events.items.values()]
      .filter(
        (item) => textOf(item[query.index.partitionKey]) === query.key && query.index.partitionKey in item,
      )
      .filter((item) => sortKey(item) >= query.from && sortKey(item) <= query.to)
      .sort((a, b) => (order(a) < order(b) ? -1 : 1));
    if (query.order === 'newest-first') inRange.reverse();
    const forward = query.order === 'oldest-first';
    return pageOf(inRange, page, {
      isAfter: (item, start) => (forward ? order(item) > order(start) : order(item) < order(start)),
      keep: (item) => matches(item, query.filter),
    });
  }

  async readEvents(eventID: string): Promise<readonly Item[]> {
    return [...this.events.items.values()].filter((item) => textOf(item.eventID) === eventID);
  }

  async readSection({
    section,
    ascending = true,
    limit,
    start,
  }: Parameters<LogFilesReader['readSection']>[0]) {
    const items = [...this.logFiles.items.values()]
      .filter((item) => textOf(item.section) === section)
      .sort((a, b) => (textOf(a.entry) < textOf(b.entry) ? -1 : 1));
    if (!ascending) items.reverse();
    const entry = (item: Item) => textOf(item.entry);
    return pageOf(
      items,
      { limit: limit ?? 3, start },
      {
        isAfter: (item, start) => (ascending ? entry(item) > entry(start) : entry(item) < entry(start)),
        keep: () => true,
      },
    );
  }

  async readEntry(deliveryDay: string, key: string) {
    const item = this.logFiles.get(ledgerKey(deliveryDay, key));
    return item && fromLedgerItem(item);
  }

  async readRejectedRecords(deliveryDay: string, key: string) {
    const all: RejectedRecord[] = [];
    for (let part = 0; ; part++) {
      const item = this.logFiles.get(rejectedRecordsKey({ deliveryDay, key }, part));
      if (item === undefined) return all;
      const { rejected, more } = fromRejectedRecordsItem(item);
      all.push(...rejected);
      if (!more) return all;
    }
  }

  async shardCount() {
    return shardCountIn(this.logFiles.get(SETTINGS_KEY));
  }
}

interface Paging {
  /** By their keys: what a page began after may have been written anew since, or be gone. */
  readonly isAfter: (item: Item, start: Item) => boolean;
  readonly keep: (item: Item) => boolean;
}

function pageOf(items: readonly Item[], page: PageRequest, { isAfter, keep }: Paging): ItemPage {
  const { start } = page;
  const first = start === undefined ? 0 : items.findIndex((item) => isAfter(item, start));
  const begin = first === -1 ? items.length : first;
  const end = Math.min(items.length, begin + (page.limit ?? 100));
  return {
    items: items.slice(begin, end).filter(keep),
    scanned: end - begin,
    readUnits: Math.max(1, Math.ceil((end - begin) / 8)) / 2,
    next: end < items.length ? items[end - 1] : undefined,
  };
}

const LONGEST_EXPRESSION_BYTES = 4_096;
const MOST_OPERATORS = 300;

/** Refuses what DynamoDB refuses before it reads anything. */
function checkFilter({ filter, index }: IndexQuery): void {
  if (filter === undefined) return;
  const { expression, names, values } = filter;
  const refuse = (problem: string) => {
    throw new Error(`ValidationException: ${problem} in the filter expression ${expression}`);
  };
  if (expression === '') refuse('nothing stands');
  if (Buffer.byteLength(expression) > LONGEST_EXPRESSION_BYTES) refuse('more than 4,096 bytes stand');
  const operators = expression.match(/ (?:AND|OR|=) |[a-z_]+\(/g)?.length ?? 0;
  if (operators > MOST_OPERATORS) refuse(`more than ${MOST_OPERATORS} operators stand`);
  const used = new Set(expression.match(/[#:]\w+/g));
  for (const placeholder of [...Object.keys(names), ...Object.keys(values)]) {
    if (!used.delete(placeholder)) refuse(`${placeholder} is not used`);
  }
  for (const placeholder of used) refuse(`${placeholder} is not defined`);
  for (const key of [index.partitionKey, TIME_SORT_KEY]) {
    if (Object.values(names).includes(key)) refuse(`the key attribute ${key} of the index stands`);
  }
}

function matches(item: Item, filter: FilterExpression | undefined): boolean {
  return filter === undefined || evaluateFilter(item, filter);
}

export function textOf(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  if ('S' in value) return value.S;
  if ('B' in value) return Buffer.from(value.B).toString('hex');
  return JSON.stringify(value);
}
