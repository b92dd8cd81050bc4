/**
 * The one definition of traildex's two DynamoDB tables: keys, indexes, TTL attribute.
 *
 * The CDK construct, the writer, the query planner and the local environment all read it, so they cannot disagree.
 * Changing a key here changes deployed tables: write an ADR first. A new index on a deployed table is one change per
 * deployment, DynamoDB takes no more. Reasons for the layout: docs/adr/0002-event-item-layout.md.
 */
export type KeyType = 'S' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface EventIndex {
  readonly name: EventIndexName;
  /** The summary attribute whose value is the partition key. An event without it has no entry (a sparse index). */
  readonly partitionKey: EventIndexKey;
}

export type EventIndexName =
  | 'by-event-source'
  | 'by-event-name'
  | 'by-principal'
  | 'by-error-code'
  | 'by-issued-key'
  | OptionalIndexName;

export type OptionalIndexName = 'by-user-name' | 'by-access-key' | 'by-source-ip';

export type EventIndexKey =
  | 'eventSource'
  | 'eventName'
  | 'principal'
  | 'errorCode'
  | 'issuedAccessKeyId'
  | OptionalIndexKey;

export type OptionalIndexKey = 'userName' | 'accessKeyId' | 'sourceIPAddress';

/** Sort key of every index: `eventTime#` and the beginning of the event's id. */
export const TIME_SORT_KEY = 'timeID';

/** Number attribute, epoch seconds, by which DynamoDB deletes items of the events table. */
export const TTL_ATTRIBUTE = 'expiresAt';

export const EVENTS_TABLE = {
  partitionKey: { name: 'eventID', type: 'S' },
  sortKey: { name: 'recordHash', type: 'B' },
} as const satisfies { partitionKey: KeyAttribute; sortKey: KeyAttribute };

/** Every event is in it: what no other index serves is swept over this one. */
export const SOURCE_INDEX: EventIndex = { name: 'by-event-source', partitionKey: 'eventSource' };

/** Every failed call is in it. */
export const ERROR_INDEX: EventIndex = { name: 'by-error-code', partitionKey: 'errorCode' };

/** Every call that handed out an access key is in it. */
export const ISSUED_KEY_INDEX: EventIndex = { name: 'by-issued-key', partitionKey: 'issuedAccessKeyId' };

export const EVENT_INDEXES: readonly EventIndex[] = [
  SOURCE_INDEX,
  { name: 'by-event-name', partitionKey: 'eventName' },
  { name: 'by-principal', partitionKey: 'principal' },
  ERROR_INDEX,
  ISSUED_KEY_INDEX,
];

/** Made only where the configuration asks for them; their keys are written always, so that one can be added later. */
export const OPTIONAL_EVENT_INDEXES: readonly (EventIndex & { readonly name: OptionalIndexName })[] = [
  { name: 'by-user-name', partitionKey: 'userName' },
  { name: 'by-access-key', partitionKey: 'accessKeyId' },
  { name: 'by-source-ip', partitionKey: 'sourceIPAddress' },
];

/** The indexes of an events table that has these of the optional ones, always in the same order. */
export function eventIndexesWith(optional: readonly OptionalIndexName[]): readonly EventIndex[] {
  return [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES.filter(({ name }) => optional.includes(name))];
}

/** Ledger, catalogue and counters share one table; `section` says which part and which day or period. */
export const LOG_FILES_TABLE = {
  partitionKey: { name: 'section', type: 'S' },
  sortKey: { name: 'entry', type: 'S' },
} as const satisfies { partitionKey: KeyAttribute; sortKey: KeyAttribute };
