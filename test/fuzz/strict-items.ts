/**
 * What DynamoDB refuses, and what our own design rules out, of items that the emulators take without a word.
 *
 * Limits are those of "Service, account, and table quotas" of the developer guide; sizes are counted here once more, not
 * asked of the code that keeps to them.
 */
import type { AttributeValue, Item } from '../../lib/event-index/attribute-value.ts';
import {
  EVENT_INDEXES,
  EVENTS_TABLE,
  type KeyAttribute,
  LOG_FILES_TABLE,
  OPTIONAL_EVENT_INDEXES,
  TIME_SORT_KEY,
} from '../../lib/event-index/tables.ts';

const PARTITION_KEY_BYTES = 2048;
const SORT_KEY_BYTES = 1024;
const NESTING_LEVELS = 32;
/** One write unit: the design's own limit. */
const ITEM_BYTES = 1024;
const NUMBER_DIGITS = 38;

export function faultsOfEvent(item: Item): string[] {
  const indexes = [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES];
  const inIndexes = indexes.flatMap(({ partitionKey }) =>
    partitionKey in item ? keyFaults(item, { name: partitionKey, type: 'S' }, PARTITION_KEY_BYTES) : [],
  );
  return [
    ...primaryKeyFaults(item, EVENTS_TABLE),
    ...keyFaults(item, { name: TIME_SORT_KEY, type: 'S' }, SORT_KEY_BYTES),
    ...inIndexes,
    ...itemFaults(item),
  ];
}

export function faultsOfLogFilesItem(item: Item): string[] {
  return [...primaryKeyFaults(item, LOG_FILES_TABLE), ...itemFaults(item)];
}

type Table = { readonly partitionKey: KeyAttribute; readonly sortKey: KeyAttribute };

function primaryKeyFaults(item: Item, { partitionKey, sortKey }: Table): string[] {
  return [...keyFaults(item, partitionKey, PARTITION_KEY_BYTES), ...keyFaults(item, sortKey, SORT_KEY_BYTES)];
}

function keyFaults(item: Item, { name, type }: KeyAttribute, limitBytes: number): string[] {
  const value = item[name];
  if (value === undefined || !(type in value)) return [`the key ${name} is no ${type}`];
  const size = sizeOf(value);
  if (size === 0) return [`the key ${name} is empty`];
  return size > limitBytes ? [`the key ${name} has ${size} bytes`] : [];
}

function itemFaults(item: Item): string[] {
  let size = 0;
  const faults: string[] = [];
  for (const [name, value] of Object.entries(item)) {
    size += Buffer.byteLength(name) + sizeOf(value);
    faults.push(...valueFaults(value, 1).map((fault) => `${name}: ${fault}`));
  }
  return size > ITEM_BYTES ? [...faults, `the item has ${size} bytes`] : faults;
}

function valueFaults(value: AttributeValue, level: number): string[] {
  const types = Object.keys(value);
  if (types.length !== 1) return [`a value of the types ${types.join()}`];
  if ('S' in value) return value.S.isWellFormed() ? [] : ['a text that UTF-8 cannot write'];
  if ('N' in value) return isNumber(value.N) ? [] : [`${value.N} is no number`];
  if ('L' in value) {
    if (level === NESTING_LEVELS) return ['nested too deep'];
    return value.L.flatMap((element) => valueFaults(element, level + 1));
  }
  return 'B' in value || typeof value.BOOL === 'boolean' ? [] : ['BOOL holds no boolean'];
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= NUMBER_DIGITS;
}

function sizeOf(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return Math.ceil(value.N.replace(/^-?0*|\.|0+$/g, '').length / 2) + 1;
  if ('B' in value) return value.B.byteLength;
  if ('L' in value) return value.L.reduce((size, element) => size + 1 + sizeOf(element), 3);
  return 1;
}
