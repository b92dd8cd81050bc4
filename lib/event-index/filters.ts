/** What a question may ask for. Values of one filter are alternatives; different filters must all hold. */
import type { Item } from './attribute-value.ts';
import { SHARD_SEPARATOR, toKeyValue } from './key-value.ts';
import type { EventIndexKey } from './tables.ts';

/** Full values as the index stores them; short names are completed before, see lib/audit/resolve-names.ts. */
export interface EventFilters {
  readonly eventSource?: readonly string[] | undefined;
  readonly eventName?: readonly string[] | undefined;
  readonly principal?: readonly string[] | undefined;
  readonly recipientAccountId?: readonly string[] | undefined;
  readonly awsRegion?: readonly string[] | undefined;
  /** Only failed calls. */
  readonly errors?: boolean | undefined;
}

/** Filters that an index can answer by key. */
export type KeyFilter = Extract<keyof EventFilters, EventIndexKey>;

export const KEY_FILTERS: readonly KeyFilter[] = ['principal', 'eventName', 'eventSource'];

/** A DynamoDB filter expression with its names and values. */
export interface FilterExpression {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** The filter expression of all filters but `answeredByKey`; undefined when nothing is left to filter. */
export function toFilterExpression(
  filters: EventFilters,
  answeredByKey: EventIndexKey,
  shardCount: number,
): FilterExpression | undefined {
  const names: Record<string, string> = {};
  const values: Record<string, { S: string }> = {};
  const nameOf = (attribute: string) => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const placeholderOf = (text: string) => {
    const placeholder = `:f${Object.keys(values).length}`;
    values[placeholder] = { S: text };
    return placeholder;
  };
  const anyOf = (alternatives: readonly string[]) => `(${alternatives.join(' OR ')})`;

  const clauses: string[] = [];
  for (const attribute of KEY_FILTERS) {
    const wanted = filters[attribute];
    if (wanted === undefined || attribute === answeredByKey) continue;
    const name = nameOf(attribute);
    clauses.push(
      anyOf(
        wanted.flatMap((value) => {
          const key = toKeyValue(attribute, value);
          const equal = `${name} = ${placeholderOf(key)}`;
          // The stored value of the other write shards goes on with the separator, which no value holds.
          return shardCount === 1
            ? [equal]
            : [equal, `begins_with(${name}, ${placeholderOf(key + SHARD_SEPARATOR)})`];
        }),
      ),
    );
  }
  if (filters.recipientAccountId !== undefined) {
    const [account, principal] = [nameOf('recipientAccountId'), nameOf('principal')];
    clauses.push(
      anyOf(
        filters.recipientAccountId.flatMap((value) => [
          `${account} = ${placeholderOf(value)}`,
          // Not stored where the principal's ARN names the same account, see derived.ts.
          `(attribute_not_exists(${account}) AND contains(${principal}, ${placeholderOf(`::${value}:`)}))`,
        ]),
      ),
    );
  }
  if (filters.awsRegion !== undefined) {
    const region = nameOf('awsRegion');
    clauses.push(anyOf(filters.awsRegion.map((value) => `${region} = ${placeholderOf(value)}`)));
  }
  if (filters.errors && answeredByKey !== 'errorCode')
    clauses.push(`attribute_exists(${nameOf('errorCode')})`);
  return clauses.length === 0 ? undefined : { expression: clauses.join(' AND '), names, values };
}
