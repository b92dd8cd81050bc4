/**
 * What DynamoDB filters of a question, to save the way. It never leaves out an event that `toEventTest` would take, and
 * lets through what it cannot decide: patterns, cut texts, and what does not fit the 4 KB that an expression may have.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
import { parseAddressRange } from './address-range.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { type EventFilters, fullValuesOf, KEY_FILTERS } from './filters.ts';
import { SHARD_SEPARATOR, toKeyValue } from './key-value.ts';
import type { EventIndexKey } from './tables.ts';

/** A DynamoDB filter expression with its names and values. */
export interface FilterExpression {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

const LONGEST_EXPRESSION_BYTES = 4_096;

/** More alternatives than this are left to the test on the event. */
const MAX_ALTERNATIVES = 8;

/** Undefined when there is nothing that DynamoDB could filter. It refuses to filter on the key of the index asked. */
export function toFilterExpression(
  filters: EventFilters,
  indexKey: EventIndexKey,
  shardCount: number,
): FilterExpression | undefined {
  const builder = new ExpressionBuilder();
  for (const attribute of KEY_FILTERS) {
    if (attribute === indexKey) continue;
    builder.addAlternatives(fullValuesOf(filters, attribute), (value) => {
      const key = toKeyValue(attribute, value);
      const name = builder.name(attribute);
      const equal = `${name} = ${builder.value({ S: key })}`;
      // The stored value of the other write shards goes on with the separator, which no value holds.
      return shardCount === 1
        ? equal
        : `${equal} OR begins_with(${name}, ${builder.value({ S: key + SHARD_SEPARATOR })})`;
    });
  }
  if (indexKey !== 'sourceIPAddress') addRanges(builder, filters.sourceIPAddress);
  builder.addAlternatives(filters.recipientAccountId, (value) => {
    const account = builder.name('recipientAccountId');
    const equal = `${account} = ${builder.value({ S: value })}`;
    // Not stored where the principal's ARN names the same account, see derived.ts.
    const derived =
      indexKey === 'principal'
        ? `attribute_not_exists(${account})`
        : `(attribute_not_exists(${account}) AND contains(${builder.name('principal')}, ${builder.value({ S: `::${value}:` })}))`;
    return `${equal} OR ${derived}`;
  });
  builder.addAlternatives(
    filters.awsRegion,
    (value) => `${builder.name('awsRegion')} = ${builder.value({ S: value })}`,
  );
  if (filters.readOnly !== undefined)
    builder.add(() => `${builder.name('readOnly')} = ${builder.value({ BOOL: filters.readOnly === true })}`);
  if (filters.errors && indexKey !== 'errorCode')
    builder.add(() => `attribute_exists(${builder.name('errorCode')})`);
  if (filters.succeeded && indexKey !== 'errorCode')
    builder.add(() => `attribute_not_exists(${builder.name('errorCode')})`);
  return builder.build();
}

/** An IPv4 range as the beginning that its addresses share: more than the range, and cheap. */
function addRanges(builder: ExpressionBuilder, wanted: readonly string[] | undefined): void {
  const beginnings = wanted?.map((value) => parseAddressRange(value)?.beginning);
  if (!beginnings?.every((beginning) => beginning)) return;
  builder.addAlternatives(
    beginnings.map((beginning) => beginning ?? ''),
    (beginning) => `begins_with(${builder.name('sourceIPAddress')}, ${builder.value({ S: beginning })})`,
  );
}

class ExpressionBuilder {
  private clauses: string[] = [];
  private names: Record<string, string> = {};
  private values: Record<string, AttributeValue> = {};

  name(attribute: string): string {
    this.names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  value(value: AttributeValue): string {
    const placeholder = `:f${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** Leaves the clause out where the expression would become too long: with its names and values, DynamoDB wants all used. */
  add(write: () => string): void {
    const before = { clauses: this.clauses, names: { ...this.names }, values: { ...this.values } };
    this.clauses = [...this.clauses, write()];
    if (this.expression.length <= LONGEST_EXPRESSION_BYTES) return;
    Object.assign(this, before);
  }

  addAlternatives(wanted: readonly string[] | undefined, clauseOf: (value: string) => string): void {
    if (wanted === undefined || wanted.length > MAX_ALTERNATIVES) return;
    this.add(() => `(${wanted.map(clauseOf).join(' OR ')})`);
  }

  build(): FilterExpression | undefined {
    if (this.clauses.length === 0) return undefined;
    return { expression: this.expression, names: this.names, values: this.values };
  }

  private get expression(): string {
    return this.clauses.join(' AND ');
  }
}
