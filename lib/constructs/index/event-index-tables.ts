/**
 * The Events and LogFiles tables, made from the one definition in lib/event-index/tables.ts.
 *
 * Capacity, table class and warm throughput are the events table's. LogFiles stays on demand: it takes a few small writes
 * for each log file, and nothing waits longer for it than for the events. What guards data is the same for both.
 * Optional indexes: docs/adr/0007-optional-indexes.md.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableClass,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { IndexSettings } from '../../config/sections/event-index.ts';
import {
  EVENTS_TABLE,
  type EventIndex,
  eventIndexesWith,
  type KeyAttribute,
  LOG_FILES_TABLE,
  TIME_SORT_KEY,
  TTL_ATTRIBUTE,
} from '../../event-index/tables.ts';
import type { Encryption } from '../encryption.ts';
import { billingOf, scaleByUse, unitsOf } from './table-capacity.ts';

export interface EventIndexTablesProps {
  /** What the user has set for the tables. */
  readonly settings: IndexSettings;
  /** Encrypts both tables. */
  readonly encryption: Encryption;
  /** What becomes of the tables when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class EventIndexTables extends Construct {
  readonly events: Table;
  readonly logFiles: Table;
  /** Names of the indexes that the events table has. */
  readonly indexNames: readonly string[];

  constructor(scope: Construct, id: string, props: EventIndexTablesProps) {
    super(scope, id);
    const { settings } = props;
    const indexes = eventIndexesWith(settings.optionalIndexes);
    this.indexNames = indexes.map(({ name }) => name);
    this.events = new Table(this, 'Events', {
      ...keysOf(EVENTS_TABLE),
      ...safeguardsOf(props),
      ...billingOf(settings.capacity),
      ...throughputOf(settings),
      tableClass: TableClass[settings.tableClass],
      timeToLiveAttribute: TTL_ATTRIBUTE,
    });
    for (const index of indexes) this.addIndex(index, settings);
    if (settings.capacity !== 'on-demand') scaleByUse(this.events, this.indexNames, settings.capacity);
    // Nothing here expires: the ledger answers for files whose events are long gone.
    this.logFiles = new Table(this, 'LogFiles', {
      ...keysOf(LOG_FILES_TABLE),
      ...safeguardsOf(props),
      billingMode: BillingMode.PAY_PER_REQUEST,
    });
  }

  private addIndex(index: EventIndex, settings: IndexSettings): void {
    this.events.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TIME_SORT_KEY, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
      ...throughputOf(settings),
    });
  }
}

/** What the table and each of its indexes have alike. */
function throughputOf({ capacity, warmThroughput }: IndexSettings) {
  return {
    ...unitsOf(capacity),
    ...(warmThroughput === undefined
      ? {}
      : {
          warmThroughput: {
            readUnitsPerSecond: warmThroughput.readUnits,
            writeUnitsPerSecond: warmThroughput.writeUnits,
          },
        }),
  };
}

function safeguardsOf({ settings, encryption, removalPolicy }: EventIndexTablesProps): Partial<TableProps> {
  const { pointInTimeRecoveryDays, deletionProtection } = settings;
  const isProtected = deletionProtection ?? removalPolicy !== RemovalPolicy.DESTROY;
  return {
    ...encryption.forTable(),
    pointInTimeRecoverySpecification:
      pointInTimeRecoveryDays === 0
        ? { pointInTimeRecoveryEnabled: false }
        : { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: pointInTimeRecoveryDays },
    deletionProtection: isProtected,
    // A first deployment that is rolled back would stop at a table that it may not delete.
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : removalPolicy,
  };
}

function keysOf(table: { partitionKey: KeyAttribute; sortKey: KeyAttribute }) {
  return { partitionKey: toAttribute(table.partitionKey), sortKey: toAttribute(table.sortKey) };
}

function toAttribute({ name, type }: KeyAttribute): Attribute {
  return { name, type: type === 'B' ? AttributeType.BINARY : AttributeType.STRING };
}
