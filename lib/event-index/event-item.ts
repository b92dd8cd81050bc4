/**
 * An event as an item of the Events table, and back.
 *
 * Every item fits one write unit (1,024 bytes as DynamoDB counts), whatever the record holds, because each byte is
 * stored four times and each started kilobyte is paid four times. Keys are always written, those of indexes that the
 * table may get later too; texts give way (event-texts.ts). The event that is read back names what may have been cut, so
 * that a filter knows when it must look at the record itself. Items without `schemaVersion` are of version 1, the only
 * one so far. Measurements: docs/adr/0002-event-item-layout.md.
 */
import type { CredentialKind, TrailEvent } from '../cloudtrail/event.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { type DerivationBase, kindOfPrincipal } from './derived.ts';
import {
  clippedTexts,
  type EventTexts,
  makeRoom,
  putTextAttributes,
  storedText,
  textsIn,
} from './event-texts.ts';
import { binaryIn, booleanIn, textIn } from './item-reading.ts';
import { fromShardKey, isCutKey, MISSING, shardOf, toKeyValue, toShardKey } from './key-value.ts';
import {
  fromLogFilePointer,
  type LogFilePointer,
  openLogFilePointers,
  type PointerContext,
  toHashPointer,
} from './log-file-pointer.ts';
import { formatResources, parseResources } from './resource-list.ts';
import {
  EVENT_INDEXES,
  type EventIndexKey,
  OPTIONAL_EVENT_INDEXES,
  TIME_SORT_KEY,
  TTL_ATTRIBUTE,
} from './tables.ts';

/** Where a record stands, and which record it is. */
export interface RecordSource {
  readonly logFileKey: string;
  /** Delivery day of the log file, `YYYY-MM-DD`: its section of the ledger. */
  readonly deliveryDay: string;
  /** Position in `Records`, from 0. */
  readonly recordIndex: number;
  /** The first 16 bytes of the SHA-256 of the record's bytes. */
  readonly recordHash: Uint8Array;
}

/** What of a record's source differs from that of its neighbours. */
export interface RecordInFile extends Pick<RecordSource, 'recordIndex' | 'recordHash'> {
  /** Epoch seconds; undefined keeps the item for ever. */
  readonly expiresAt?: number | undefined;
}

export interface ItemOptions {
  readonly shardCount: number;
  /** Epoch seconds; undefined keeps the item for ever. */
  readonly expiresAt?: number | undefined;
}

/** An event as the index gives it back: its summary and where the full record is. */
export interface IndexedEvent extends TrailEvent {
  readonly eventID: string;
  /** Hex of the 16 bytes in the item's key. */
  readonly recordHash: string;
  readonly logFile: LogFilePointer;
  readonly recordIndex: number;
  /** Names of the attributes that may hold only the beginning of what the record says. */
  readonly clipped: readonly string[];
}

const INDEX_KEYS = [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES].map(({ partitionKey }) => partitionKey);

/** Keys that an event may lack: it has no entry in their index then. */
const SPARSE_KEYS = [
  'issuedAccessKeyId',
  'userName',
  'accessKeyId',
  'sourceIPAddress',
] as const satisfies readonly EventIndexKey[];

const SORT_KEY_ID_CHARACTERS = 4;

/** The id an event is stored under: its own as a valid key, or its hash where the record has none. */
function toEventID(event: TrailEvent, recordHash: Uint8Array): string {
  return event.eventID ? toKeyValue('eventID', event.eventID) : Buffer.from(recordHash).toString('hex');
}

/**
 * Sort key of every index. The id's beginning orders the events of one second the same way everywhere; it is ASCII,
 * because DynamoDB orders by bytes and JavaScript by UTF-16, and both must agree when answers are merged.
 */
function toTimeSortKey(eventTime: string, eventID: string): string {
  return `${eventTime}#${eventID.slice(0, SORT_KEY_ID_CHARACTERS).replace(/[^!-~]/g, '_')}`;
}

export function toEventItem(event: TrailEvent, source: RecordSource, options: ItemOptions): Item {
  return openEventItems(source, options.shardCount)(event, { ...source, expiresAt: options.expiresAt });
}

/** Makes the items of one log file's events; what only the file decides is worked out once. */
export function openEventItems(
  { logFileKey, deliveryDay }: Pick<RecordSource, 'logFileKey' | 'deliveryDay'>,
  shardCount: number,
): (event: TrailEvent, record: RecordInFile) => Item {
  const pointerTo = openLogFilePointers(logFileKey);
  return (event, record) => {
    const { item, base } = summaryItem(event, record, shardCount);
    // The pointer leans on what readers of the item will know, not on what the record said: that may have been clipped.
    const context = {
      accountId: storedText(item, base, 'recipientAccountId'),
      region: storedText(item, base, 'awsRegion'),
    };
    item.logFile = { S: withPosition(pointerTo(context), record.recordIndex) };
    if (!makeRoom(item)) {
      item.logFile = { S: withPosition(toHashPointer(logFileKey, deliveryDay), record.recordIndex) };
    }
    return item;
  };
}

/** All of an item but where its record is. */
function summaryItem(event: TrailEvent, { recordHash, expiresAt }: RecordInFile, shardCount: number) {
  const eventID = toEventID(event, recordHash);
  const shard = shardOf(eventID, shardCount);
  const principal = toKeyValue('principal', event.principal);
  const item: Record<string, AttributeValue> = {
    eventID: { S: eventID },
    recordHash: { B: recordHash },
    [TIME_SORT_KEY]: { S: toTimeSortKey(event.eventTime, eventID) },
    eventSource: toKey('eventSource', event.eventSource, shard),
    eventName: toKey('eventName', event.eventName, shard),
    principal: { S: toShardKey(principal, shard) },
  };
  if (event.failed) item.errorCode = toKey('errorCode', event.errorCode, shard);
  for (const name of SPARSE_KEYS) {
    if (event[name]) item[name] = toKey(name, event[name], shard);
  }
  if (kindOfPrincipal(principal) !== event.credentialKind) item.credentialKind = { S: event.credentialKind };
  if (event.readOnly !== undefined) item.readOnly = { BOOL: event.readOnly };
  if (event.mfa !== undefined) item.mfa = { BOOL: event.mfa };
  if (expiresAt !== undefined) item[TTL_ATTRIBUTE] = { N: String(expiresAt) };
  const base = baseOf(item);
  putTextAttributes(item, event, base);
  const resources = formatResources(event.resources);
  if (resources !== undefined) item.resources = { S: resources };
  return { item, base };
}

function toKey(attribute: EventIndexKey, value: string | undefined, shard: number): AttributeValue {
  return { S: toShardKey(toKeyValue(attribute, value), shard) };
}

/** Tells events of the index apart, also records that share an id: their key as one text. */
export function identityOf({ eventID, recordHash }: Pick<IndexedEvent, 'eventID' | 'recordHash'>): string {
  return `${eventID}/${recordHash}`;
}

/** The same of an item, without reading the rest of it. */
export function identityIn(item: Item): Pick<IndexedEvent, 'eventID' | 'recordHash'> {
  const recordHash = Buffer.from(binaryIn(item, 'recordHash')).toString('hex');
  return { eventID: textIn(item, 'eventID') ?? MISSING, recordHash };
}

/** The sort key of an event of the index. */
export function timeSortKeyOf({ eventTime, eventID }: IndexedEvent): string {
  return toTimeSortKey(eventTime, eventID);
}

/** The event that an item holds. Anything but an item that `toEventItem` wrote gives nonsense, never an exception. */
export function fromEventItem(item: Item): IndexedEvent {
  const base = baseOf(item);
  const texts = textsIn(item, base);
  const resources = parseResources(textIn(item, 'resources'));
  const errorCode = keyIn(item, 'errorCode');
  const { pointer, recordIndex } = splitPosition(textIn(item, 'logFile') ?? '');
  // One object that grows: an answer has hundreds of thousands of them, and objects spread into objects take twice as long.
  const event: Growing = {
    eventID: textIn(item, 'eventID') ?? MISSING,
    eventTime: (textIn(item, TIME_SORT_KEY) ?? '').split('#', 1)[0] ?? '',
    principal: base.principal,
    credentialKind: base.credentialKind,
    failed: errorCode !== undefined,
    resources: resources.values,
    recordHash: Buffer.from(binaryIn(item, 'recordHash')).toString('hex'),
    logFile: fromLogFilePointer(pointer, pointerContext(texts)),
    recordIndex,
    clipped: clippedNames(item, texts, resources.complete),
    ...texts,
  };
  put(event, 'eventSource', knownKey(keyIn(item, 'eventSource')));
  put(event, 'eventName', knownKey(keyIn(item, 'eventName')));
  put(event, 'errorCode', knownKey(errorCode));
  put(event, 'readOnly', booleanIn(item, 'readOnly'));
  put(event, 'mfa', booleanIn(item, 'mfa'));
  for (const name of SPARSE_KEYS) put(event, name, keyIn(item, name));
  return event;
}

type Growing = { -readonly [Name in keyof IndexedEvent]: IndexedEvent[Name] };

/** What an event does not have is not there, instead of being undefined. */
function put<Name extends keyof Growing>(event: Growing, name: Name, value: Growing[Name] | undefined): void {
  if (value !== undefined) event[name] = value;
}

function baseOf(item: Item): DerivationBase {
  const principal = keyIn(item, 'principal') ?? MISSING;
  const stored = textIn(item, 'credentialKind') as CredentialKind | undefined;
  return {
    principal,
    credentialKind: stored ?? kindOfPrincipal(principal) ?? 'unknown',
    sourceIPAddress: keyIn(item, 'sourceIPAddress'),
  };
}

function pointerContext(texts: EventTexts): PointerContext {
  return { accountId: texts.recipientAccountId, region: texts.awsRegion };
}

function withPosition(pointer: string, recordIndex: number): string {
  return `${pointer}#${recordIndex}`;
}

function splitPosition(stored: string): { pointer: string; recordIndex: number } {
  const at = stored.lastIndexOf('#');
  return { pointer: stored.slice(0, at), recordIndex: Number(stored.slice(at + 1)) };
}

function clippedNames(item: Item, texts: EventTexts, resourcesComplete: boolean): readonly string[] {
  const names: string[] = INDEX_KEYS.filter((name) => isCutKey(keyIn(item, name) ?? ''));
  names.push(...clippedTexts(item, texts));
  if (!resourcesComplete && !names.includes('resources')) names.push('resources');
  return names;
}

function keyIn(item: Item, name: EventIndexKey): string | undefined {
  const stored = textIn(item, name);
  return stored === undefined ? undefined : fromShardKey(stored);
}

function knownKey(value: string | undefined): string | undefined {
  return value === MISSING ? undefined : value;
}
