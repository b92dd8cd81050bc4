/**
 * What a question may ask for, as a filter expression for DynamoDB and as a test on the event.
 *
 * Values of one filter are alternatives; different filters must all hold. DynamoDB filters as much as it can, to save
 * the way; the test on the event has the last word, because some filters do not fit an expression: DynamoDB takes at
 * most 4 KB of it, and refuses to filter on the key of the index that is asked.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Item } from './attribute-value.ts';
import { SHARD_SEPARATOR, toKeyValue } from './key-value.ts';
import type { EventIndexKey } from './tables.ts';

/** Full values as records hold them; short names are completed before, see lib/audit/resolve-names.ts. */
export interface EventFilters {
  readonly eventSource?: readonly string[] | undefined;
  readonly eventName?: readonly string[] | undefined;
  readonly principal?: readonly string[] | undefined;
  readonly userName?: readonly string[] | undefined;
  readonly accessKeyId?: readonly string[] | undefined;
  readonly sourceIPAddress?: readonly string[] | undefined;
  readonly recipientAccountId?: readonly string[] | undefined;
  readonly awsRegion?: readonly string[] | undefined;
  /** Only failed calls. */
  readonly errors?: boolean | undefined;
}

/** Filters that an index can answer by key, where the table has it. */
export type KeyFilter = Extract<keyof EventFilters, EventIndexKey>;

/** From the narrowest to the widest as trails go: a key signs for one session, a principal calls more than one service. */
export const KEY_FILTERS: readonly KeyFilter[] = [
  'accessKeyId',
  'userName',
  'principal',
  'sourceIPAddress',
  'eventName',
  'eventSource',
];

/** Filters whose values people may shorten. */
export type NameFilter = Extract<KeyFilter, 'principal' | 'eventName' | 'eventSource'>;

export const NAME_FILTERS: readonly NameFilter[] = ['principal', 'eventName', 'eventSource'];

/** A DynamoDB filter expression with its names and values. */
export interface FilterExpression {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** More alternatives than this are left to the test on the event: all clauses together stay below 4 KB. */
const MAX_ALTERNATIVES = 8;

/** A test for events that satisfy every filter. */
export function toEventTest(filters: EventFilters): (event: TrailEvent) => boolean {
  const tests: ((event: TrailEvent) => boolean)[] = [];
  for (const attribute of KEY_FILTERS) {
    const wanted = filters[attribute];
    if (wanted === undefined) continue;
    const keys = new Set(wanted.map((value) => toKeyValue(attribute, value)));
    tests.push((event) => keys.has(toKeyValue(attribute, event[attribute])));
  }
  for (const attribute of ['recipientAccountId', 'awsRegion'] as const) {
    const wanted = filters[attribute];
    if (wanted !== undefined) tests.push((event) => wanted.includes(event[attribute] ?? ''));
  }
  if (filters.errors) tests.push((event) => event.failed);
  return (event) => tests.every((test) => test(event));
}

/** What DynamoDB filters of a query on `indexKey`, which the key itself answers; undefined when there is nothing. */
export function toFilterExpression(
  filters: EventFilters,
  indexKey: EventIndexKey,
  shardCount: number,
): FilterExpression | undefined {
  const builder = new ExpressionBuilder();
  for (const attribute of KEY_FILTERS) {
    if (attribute === indexKey) continue;
    builder.addAlternatives(filters[attribute], (value) => {
      const key = toKeyValue(attribute, value);
      const name = builder.name(attribute);
      const equal = `${name} = ${builder.text(key)}`;
      // The stored value of the other write shards goes on with the separator, which no value holds.
      return shardCount === 1
        ? equal
        : `${equal} OR begins_with(${name}, ${builder.text(key + SHARD_SEPARATOR)})`;
    });
  }
  builder.addAlternatives(filters.recipientAccountId, (value) => {
    const account = builder.name('recipientAccountId');
    const equal = `${account} = ${builder.text(value)}`;
    // Not stored where the principal's ARN names the same account, see derived.ts.
    const derived =
      indexKey === 'principal'
        ? `attribute_not_exists(${account})`
        : `(attribute_not_exists(${account}) AND contains(${builder.name('principal')}, ${builder.text(`::${value}:`)}))`;
    return `${equal} OR ${derived}`;
  });
  builder.addAlternatives(
    filters.awsRegion,
    (value) => `${builder.name('awsRegion')} = ${builder.text(value)}`,
  );
  if (filters.errors && indexKey !== 'errorCode')
    builder.add(`attribute_exists(${builder.name('errorCode')})`);
  return builder.build();
}

class ExpressionBuilder {
  private readonly clauses: string[] = [];
  private readonly names: Record<string, string> = {};
  private readonly values: Record<string, { S: string }> = {};

  name(attribute: string): string {
    this.names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  text(value: string): string {
    const placeholder = `:f${Object.keys(this.values).length}`;
    this.values[placeholder] = { S: value };
    return placeholder;
  }

  add(clause: string): void {
    this.clauses.push(clause);
  }

  addAlternatives(wanted: readonly string[] | undefined, clauseOf: (value: string) => string): void {
    if (wanted === undefined || wanted.length > MAX_ALTERNATIVES) return;
    this.add(`(${wanted.map(clauseOf).join(' OR ')})`);
  }

  build(): FilterExpression | undefined {
    if (this.clauses.length === 0) return undefined;
    return { expression: this.clauses.join(' AND '), names: this.names, values: this.values };
  }
}
