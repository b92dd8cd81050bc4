/**
 * An event as an item of the Events table, and back.
 *
 * Every item fits one write unit (1,024 bytes as DynamoDB counts), whatever the record holds, because each byte is
 * stored four times and each started kilobyte is paid four times. What follows from other values is left out
 * (derived.ts), texts are clipped to fixed lengths, and the event that is read back names what may have been, so that a
 * filter knows when it must look at the record itself. Items without `schemaVersion` are of version 1, the only one so
 * far. Measurements: docs/adr/0002-event-item-layout.md.
 */
import type { CredentialKind, TrailEvent } from '../cloudtrail/event.ts';
import { type AttributeValue, type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { DERIVED, type DerivationBase, kindOfPrincipal } from './derived.ts';
import { binaryIn, booleanIn, textIn } from './item-reading.ts';
import { clipUtf8, fromShardKey, MISSING, shardOf, toKeyValue, toShardKey } from './key-value.ts';
import {
  fromLogFilePointer,
  type LogFilePointer,
  type PointerContext,
  toHashPointer,
  toLogFilePointer,
} from './log-file-pointer.ts';
import { formatResources, parseResources } from './resource-list.ts';
import { type EventIndexKey, TIME_SORT_KEY, TTL_ATTRIBUTE } from './tables.ts';

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

/** Longest values in bytes, for texts that are no keys. Chosen so that an average event stays within its budget. */
const TEXT_LIMIT_BYTES = {
  awsRegion: 32,
  recipientAccountId: 16,
  sourceIPAddress: 64,
  userAgent: 48,
  errorMessage: 120,
  eventType: 40,
  eventCategory: 40,
  sharedEventID: 64,
  userName: 128,
  roleArn: 200,
  identityType: 40,
  accessKeyId: 64,
  invokedBy: 128,
  sourceIdentity: 64,
  signInResult: 32,
} as const satisfies Partial<Record<keyof TrailEvent, number>>;

type TextAttribute = keyof typeof TEXT_LIMIT_BYTES;

const TEXT_ATTRIBUTES = Object.keys(TEXT_LIMIT_BYTES) as TextAttribute[];

/** Cutting between characters leaves a text up to three bytes below its limit. */
const LONGEST_CUT_BYTES = 3;

/** What gives way, in this order, when an item would exceed a write unit. Not what the pointer leans on. */
const OVERFLOW_ORDER = [
  'resources',
  'errorMessage',
  'userAgent',
  'roleArn',
  'invokedBy',
  'userName',
  'sourceIdentity',
  'sharedEventID',
  'sourceIPAddress',
  'accessKeyId',
  'eventType',
  'eventCategory',
  'identityType',
  'signInResult',
] as const satisfies readonly (TextAttribute | 'resources')[];

/** Marks an item whose attributes of `OVERFLOW_ORDER` had to go, all or some. */
const OVERFLOWED = 'overflowed';

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
  const eventID = toEventID(event, source.recordHash);
  const shard = shardOf(eventID, options.shardCount);
  const principal = toKeyValue('principal', event.principal);
  const key = (attribute: EventIndexKey, value: string | undefined) => ({
    S: toShardKey(toKeyValue(attribute, value), shard),
  });
  const item: Record<string, AttributeValue> = {
    eventID: { S: eventID },
    recordHash: { B: source.recordHash },
    [TIME_SORT_KEY]: { S: toTimeSortKey(event.eventTime, eventID) },
    eventSource: key('eventSource', event.eventSource),
    eventName: key('eventName', event.eventName),
    principal: { S: toShardKey(principal, shard) },
  };
  if (event.failed) item.errorCode = key('errorCode', event.errorCode);
  if (event.issuedAccessKeyId) item.issuedAccessKeyId = key('issuedAccessKeyId', event.issuedAccessKeyId);
  if (kindOfPrincipal(principal) !== event.credentialKind) item.credentialKind = { S: event.credentialKind };
  if (event.readOnly !== undefined) item.readOnly = { BOOL: event.readOnly };
  if (event.mfa !== undefined) item.mfa = { BOOL: event.mfa };
  if (options.expiresAt !== undefined) item[TTL_ATTRIBUTE] = { N: String(options.expiresAt) };
  addTexts(item, event, principal);
  const resources = formatResources(event.resources);
  if (resources !== undefined) item.resources = { S: resources };
  const stored = pointerContext(textsIn(item, baseOf(item)));
  item.logFile = { S: withPosition(toLogFilePointer(source.logFileKey, stored), source.recordIndex) };
  fitWriteUnit(item, source);
  return item;
}

/** The event that an item holds. Anything but an item that `toEventItem` wrote gives nonsense, never an exception. */
export function fromEventItem(item: Item): IndexedEvent {
  const base = baseOf(item);
  const texts = textsIn(item, base);
  const resources = parseResources(textIn(item, 'resources'));
  const errorCode = keyIn(item, 'errorCode');
  const { pointer, recordIndex } = splitPosition(textIn(item, 'logFile') ?? '');
  return {
    eventID: textIn(item, 'eventID') ?? MISSING,
    eventTime: (textIn(item, TIME_SORT_KEY) ?? '').split('#', 1)[0] ?? '',
    ...optional('eventSource', knownKey(keyIn(item, 'eventSource'))),
    ...optional('eventName', knownKey(keyIn(item, 'eventName'))),
    principal: base.principal,
    credentialKind: base.credentialKind,
    ...texts,
    failed: errorCode !== undefined,
    ...optional('errorCode', knownKey(errorCode)),
    ...optional('issuedAccessKeyId', keyIn(item, 'issuedAccessKeyId')),
    ...optional('readOnly', booleanIn(item, 'readOnly')),
    ...optional('mfa', booleanIn(item, 'mfa')),
    resources: resources.values,
    recordHash: Buffer.from(binaryIn(item, 'recordHash')).toString('hex'),
    logFile: fromLogFilePointer(pointer, pointerContext(texts)),
    recordIndex,
    clipped: clippedNames(item, texts, resources.complete),
  };
}

function addTexts(item: Record<string, AttributeValue>, event: TrailEvent, principal: string): void {
  const { credentialKind, sourceIPAddress } = event;
  const base = {
    principal,
    credentialKind,
    sourceIPAddress: sourceIPAddress && clipText('sourceIPAddress', sourceIPAddress),
  };
  for (const name of TEXT_ATTRIBUTES) {
    const value = event[name];
    const derived = DERIVED[name]?.(base);
    if (value === derived) continue;
    if (value) item[name] = { S: clipText(name, value) };
    else if (derived !== undefined) item[name] = { S: MISSING };
  }
}

function clipText(name: TextAttribute, value: string): string {
  return clipUtf8(value, TEXT_LIMIT_BYTES[name]);
}

function baseOf(item: Item): DerivationBase {
  const principal = keyIn(item, 'principal') ?? MISSING;
  const stored = textIn(item, 'credentialKind') as CredentialKind | undefined;
  return {
    principal,
    credentialKind: stored ?? kindOfPrincipal(principal) ?? 'unknown',
    sourceIPAddress: textIn(item, 'sourceIPAddress'),
  };
}

function textsIn(item: Item, base: DerivationBase): Partial<Record<TextAttribute, string>> {
  const overflowed: readonly string[] = item[OVERFLOWED] === undefined ? [] : OVERFLOW_ORDER;
  const texts: Partial<Record<TextAttribute, string>> = {};
  for (const name of TEXT_ATTRIBUTES) {
    const derive = DERIVED[name];
    const stored = textIn(item, name);
    const value = stored ?? (overflowed.includes(name) ? undefined : derive?.(base));
    if (value !== undefined && !(derive !== undefined && stored === MISSING)) texts[name] = value;
  }
  return texts;
}

/** The pointer leans on what readers of the item will know, not on what the record said: that may have been clipped. */
function pointerContext(texts: Partial<Record<TextAttribute, string>>): PointerContext {
  return { accountId: texts.recipientAccountId, region: texts.awsRegion };
}

function withPosition(pointer: string, recordIndex: number): string {
  return `${pointer}#${recordIndex}`;
}

function splitPosition(stored: string): { pointer: string; recordIndex: number } {
  const at = stored.lastIndexOf('#');
  return { pointer: stored.slice(0, at), recordIndex: Number(stored.slice(at + 1)) };
}

function fitWriteUnit(item: Record<string, AttributeValue>, source: RecordSource): void {
  if (itemSizeBytes(item) <= WRITE_UNIT_BYTES) return;
  item[OVERFLOWED] = { BOOL: true };
  for (const name of OVERFLOW_ORDER) {
    delete item[name];
    if (itemSizeBytes(item) <= WRITE_UNIT_BYTES) return;
  }
  const pointer = toHashPointer(source.logFileKey, source.deliveryDay);
  item.logFile = { S: withPosition(pointer, source.recordIndex) };
}

function clippedNames(
  item: Item,
  texts: Partial<Record<TextAttribute, string>>,
  resourcesComplete: boolean,
): readonly string[] {
  if (item[OVERFLOWED] !== undefined) return OVERFLOW_ORDER;
  // A text as long as its limit may go on in the record: no byte is spent on saying so.
  const names: string[] = TEXT_ATTRIBUTES.filter(
    (name) => Buffer.byteLength(texts[name] ?? '') >= TEXT_LIMIT_BYTES[name] - LONGEST_CUT_BYTES,
  );
  return resourcesComplete ? names : [...names, 'resources'];
}

function keyIn(item: Item, name: EventIndexKey): string | undefined {
  const stored = textIn(item, name);
  return stored === undefined ? undefined : fromShardKey(stored);
}

function knownKey(value: string | undefined): string | undefined {
  return value === MISSING ? undefined : value;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: Value });
}
