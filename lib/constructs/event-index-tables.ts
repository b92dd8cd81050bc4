/** The Events and LogFiles tables, made from the one definition in lib/event-index/tables.ts. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { IndexSettings } from '../config/sections/event-index.ts';
import {
  EVENT_INDEXES,
  EVENTS_TABLE,
  type KeyAttribute,
  LOG_FILES_TABLE,
  TIME_SORT_KEY,
  TTL_ATTRIBUTE,
} from '../event-index/tables.ts';
import type { Encryption } from './encryption.ts';

export interface EventIndexTablesProps {
  readonly settings: IndexSettings;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

export class EventIndexTables extends Construct {
  readonly events: Table;
  readonly logFiles: Table;
  /** Names of the indexes that the events table has. */
  readonly indexNames: readonly string[];

  constructor(scope: Construct, id: string, props: EventIndexTablesProps) {
    super(scope, id);
    const common = {
      ...props.encryption.forTable(),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy,
    };
    this.events = new Table(this, 'Events', {
      ...common,
      ...keysOf(EVENTS_TABLE),
      timeToLiveAttribute: TTL_ATTRIBUTE,
    });
    // Nothing here expires: the ledger answers for files whose events are long gone.
    this.logFiles = new Table(this, 'LogFiles', { ...common, ...keysOf(LOG_FILES_TABLE) });
    this.indexNames = EVENT_INDEXES.map(({ name }) => name);
    for (const index of EVENT_INDEXES) {
      this.events.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        sortKey: { name: TIME_SORT_KEY, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
  }
}

function keysOf(table: { partitionKey: KeyAttribute; sortKey: KeyAttribute }) {
  return { partitionKey: toAttribute(table.partitionKey), sortKey: toAttribute(table.sortKey) };
}

function toAttribute({ name, type }: KeyAttribute): Attribute {
  return { name, type: type === 'B' ? AttributeType.BINARY : AttributeType.STRING };
}
