/**
 * Which index answers a question, and by which keys.
 *
 * A question becomes queries on one index: one for each key value and write shard, over a range of the sort key, with
 * the other filters applied by DynamoDB. Never a scan: what no index of this table serves is a sweep over the event
 * sources (or, for failed calls, the error codes) that the catalogue lists. Planning itself reads nothing.
 */
import { type FilterExpression, toFilterExpression } from './filter-expression.ts';
import { type EventFilters, fullValuesOf, KEY_FILTERS } from './filters.ts';
import { toKeyValue, toShardKey } from './key-value.ts';
import {
  ERROR_INDEX,
  type EventIndex,
  eventIndexesWith,
  type OptionalIndexName,
  SOURCE_INDEX,
} from './tables.ts';

export type Order = 'newest-first' | 'oldest-first';

/** UTC times `YYYY-MM-DDTHH:mm:ssZ`; `since` is inclusive, `until` exclusive. */
export interface TimeWindow {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What differs from one deployment's events table to another's. */
export interface EventsTableLayout {
  readonly shardCount: number;
  /** Those of the optional indexes that the table has. */
  readonly optionalIndexes: readonly OptionalIndexName[];
}

export type QueryPlan = {
  readonly index: EventIndex;
  readonly filter: FilterExpression | undefined;
} & (
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  /** The keys are all values of a dimension that the catalogue knows in a period. */
  | { readonly kind: 'sweep'; readonly dimension: 'source' | 'error' }
);

/** One query on one index: all its pages are in the order of the sort key. */
export interface IndexQuery {
  readonly index: EventIndex;
  /** The stored partition key, write shard included. */
  readonly key: string;
  /** Bounds of the sort key, both inclusive; texts that compare as sort keys do. */
  readonly from: string;
  readonly to: string;
  readonly order: Order;
  readonly filter: FilterExpression | undefined;
}

/** Before and after every sort key: times begin with a digit. */
export const EARLIEST_SORT_KEY = '0';
export const LATEST_SORT_KEY = '9999-12-31T23:59:59Z~';

/** More keys than this are asked of one index only where no other has fewer: each is a request at least. */
const MANY_KEYS = 64;

/**
 * The plans that answer `filters`, from the narrowest as trails go to the widest: several where several filters are the
 * key of an index. Which of them reads least, their first pages tell (lib/audit/choose-plan.ts). At least one; all are
 * of one kind.
 */
export function planQuery(
  filters: EventFilters,
  layout: EventsTableLayout,
): readonly [QueryPlan, ...QueryPlan[]] {
  const indexes = eventIndexesWith(layout.optionalIndexes);
  const planOn = (index: EventIndex) => ({
    index,
    filter: toFilterExpression(filters, index.partitionKey, layout.shardCount),
  });
  const plans = KEY_FILTERS.flatMap((attribute): (QueryPlan & { readonly kind: 'keys' })[] => {
    const values = fullValuesOf(filters, attribute);
    const index = indexes.find(({ partitionKey }) => partitionKey === attribute);
    if (values === undefined || index === undefined) return [];
    const keys = [...new Set(values.map((value) => toKeyValue(attribute, value)))];
    return [{ kind: 'keys', keys, ...planOn(index) }];
  });
  const few = plans.filter(({ keys }) => keys.length <= MANY_KEYS);
  const fewest = plans.toSorted((a, b) => a.keys.length - b.keys.length).slice(0, 1);
  const [first, ...others] = few.length > 0 ? few : fewest;
  if (first !== undefined) return [first, ...others];
  if (filters.errors) return [{ kind: 'sweep', dimension: 'error', ...planOn(ERROR_INDEX) }];
  return [{ kind: 'sweep', dimension: 'source', ...planOn(SOURCE_INDEX) }];
}

/** The queries that together answer `plan` for these keys: one per key and write shard. */
export function queriesOf(
  plan: QueryPlan,
  keys: readonly string[],
  span: { from: string; to: string; order: Order; shardCount: number },
): IndexQuery[] {
  // DynamoDB refuses BETWEEN with its bounds crossed; such a span holds nothing.
  if (span.from > span.to) return [];
  const shards = Array.from({ length: span.shardCount }, (_, shard) => shard);
  return keys.flatMap((key) =>
    shards.map((shard) => ({
      index: plan.index,
      key: toShardKey(key, shard),
      from: span.from,
      to: span.to,
      order: span.order,
      filter: plan.filter,
    })),
  );
}
