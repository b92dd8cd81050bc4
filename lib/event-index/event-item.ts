/**
 * An event as an item of the Events table, and back.
 *
 * Every item fits one write unit (1,024 bytes as DynamoDB counts), whatever the record holds, because each byte is
 * stored four times and each started kilobyte is paid four times. Values that follow from others are left out
 * (`DERIVED`), long texts are clipped in a fixed order, and `clipped` names what was, so that a filter knows when it
 * must look at the record itself. Layout and measurements: docs/adr/0002-event-item-layout.md.
 */
import type { CredentialKind, TrailEvent } from '../cloudtrail/event.ts';
import { type AttributeValue, type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { clipUtf8, fromShardKey, MISSING, shardOf, toKeyValue, toShardKey } from './key-value.ts';
import { fromLogFilePointer, type LogFilePointer, type PointerContext, toHashPointer, toLogFilePointer } from './log-file-pointer.ts';
import { binaryIn, booleanIn, listIn, numberIn, textIn } from './item-reading.ts';
import { type EventIndexKey, TIME_SORT_KEY, TTL_ATTRIBUTE } from './tables.ts';

/** Raise it when the meaning of an attribute changes; items without one are of version 1. */
export const SCHEMA_VERSION = 1;

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
  /** Names of the attributes that hold only the beginning of what the record says. */
  readonly clipped: readonly string[];
}

/** Longest values in bytes, for texts that are no keys. Chosen so that an average event stays within its budget. */
const TEXT_LIMIT_BYTES = {
  awsRegion: 32,
  recipientAccountId: 16,
  sourceIPAddress: 64,
  userAgent: 80,
  errorMessage: 160,
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

const RESOURCES_LIMIT_BYTES = 240;

/** What gives way, in this order, when an item would exceed a write unit. Not what the pointer leans on. */
const CLIP_ORDER = [
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

/** Beyond this many names `clipped` says `*`: everything that can be clipped may have been. */
const CLIPPED_NAMES_LIMIT = 4;
const ANY_CLIPPED = '*';

const IDENTITY_TYPE_OF: Readonly<Partial<Record<CredentialKind, string>>> = {
  root: 'Root',
  'iam-user': 'IAMUser',
  role: 'AssumedRole',
  service: 'AWSService',
  account: 'AWSAccount',
  anonymous: 'AWSAccount',
};

type Summary = Readonly<Record<string, AttributeValue>>;

/**
 * Attributes that are left out where they follow from the others. Missing means "as derived"; `-` means that the
 * record has none although one could be derived.
 */
const DERIVED: Readonly<Partial<Record<TextAttribute, (item: Summary) => string | undefined>>> = {
  eventType: () => 'AwsApiCall',
  eventCategory: () => 'Management',
  identityType: (item) => IDENTITY_TYPE_OF[textIn(item, 'credentialKind') as CredentialKind],
  // Calls that a service makes name the service in both places.
  userAgent: (item) => {
    const address = textIn(item, 'sourceIPAddress');
    return address?.endsWith('.amazonaws.com') ? address : undefined;
  },
};

const SORT_KEY_ID_CHARACTERS = 8;

/** The id an event is stored under: its own as a valid key, or its hash where the record has none. */
export function toEventID(event: TrailEvent, recordHash: Uint8Array): string {
  return event.eventID ? toKeyValue('eventID', event.eventID) : Buffer.from(recordHash).toString('hex');
}

/** Sort key of every index. The id's beginning orders the events of one second the same way everywhere. */
export function toTimeSortKey(eventTime: string, eventID: string): string {
  return `${eventTime}#${clipUtf8(eventID, SORT_KEY_ID_CHARACTERS)}`;
}

export function toEventItem(event: TrailEvent, source: RecordSource, options: ItemOptions): Item {
  const eventID = toEventID(event, source.recordHash);
  const shard = shardOf(eventID, options.shardCount);
  const key = (attribute: Parameters<typeof toKeyValue>[0], value: string | undefined) => ({
    S: toShardKey(toKeyValue(attribute, value), shard),
  });
  const clipped = new Set<string>();
  const item: Record<string, AttributeValue> = {
    eventID: { S: eventID },
    recordHash: { B: source.recordHash },
    [TIME_SORT_KEY]: { S: toTimeSortKey(event.eventTime, eventID) },
    eventSource: key('eventSource', event.eventSource),
    eventName: key('eventName', event.eventName),
    principal: key('principal', event.principal),
    credentialKind: { S: event.credentialKind },
    recordIndex: { N: String(source.recordIndex) },
  };
  if (event.failed) item['errorCode'] = key('errorCode', event.errorCode);
  if (event.issuedAccessKeyId) item['issuedAccessKeyId'] = key('issuedAccessKeyId', event.issuedAccessKeyId);
  if (event.readOnly !== undefined) item['readOnly'] = { BOOL: event.readOnly };
  if (event.mfa !== undefined) item['mfa'] = { BOOL: event.mfa };
  if (options.expiresAt !== undefined) item[TTL_ATTRIBUTE] = { N: String(options.expiresAt) };
  addTexts(item, event, clipped);
  addResources(item, event.resources, clipped);
  item['logFile'] = { S: toLogFilePointer(source.logFileKey, pointerContext(item)) };
  fitWriteUnit(item, source, clipped);
  return item;
}

/** The event that an item holds. Anything but an item that `toEventItem` wrote gives nonsense, never an exception. */
export function fromEventItem(item: Item): IndexedEvent {
  const clipped = clippedNames(item);
  const eventID = textIn(item, 'eventID') ?? MISSING;
  const errorCode = keyIn(item, 'errorCode');
  const texts = textsIn(item, clipped);
  return {
    eventID,
    eventTime: (textIn(item, TIME_SORT_KEY) ?? '').split('#', 1)[0] ?? '',
    ...optional('eventSource', knownKey(keyIn(item, 'eventSource'))),
    ...optional('eventName', knownKey(keyIn(item, 'eventName'))),
    principal: keyIn(item, 'principal') ?? MISSING,
    credentialKind: (textIn(item, 'credentialKind') ?? 'unknown') as CredentialKind,
    ...texts,
    failed: errorCode !== undefined,
    ...optional('errorCode', knownKey(errorCode)),
    ...optional('issuedAccessKeyId', keyIn(item, 'issuedAccessKeyId')),
    ...optional('readOnly', booleanIn(item, 'readOnly')),
    ...optional('mfa', booleanIn(item, 'mfa')),
    resources: listIn(item, 'resources'),
    recordHash: Buffer.from(binaryIn(item, 'recordHash')).toString('hex'),
    logFile: fromLogFilePointer(textIn(item, 'logFile') ?? '', pointerContext(item)),
    recordIndex: Number(numberIn(item, 'recordIndex') ?? 0),
    clipped,
  };
}

/** The pointer leans on what the item holds, not on what the record said: that may have been clipped. */
function pointerContext(item: Summary): PointerContext {
  return { accountId: textIn(item, 'recipientAccountId'), region: textIn(item, 'awsRegion') };
}

function textsIn(item: Item, clipped: readonly string[]): Partial<Record<TextAttribute, string>> {
  const texts: Partial<Record<TextAttribute, string>> = {};
  for (const name of Object.keys(TEXT_LIMIT_BYTES) as TextAttribute[]) {
    const derive = DERIVED[name];
    const stored = textIn(item, name);
    if (stored === undefined) {
      const derived = clipped.includes(name) ? undefined : derive?.(item);
      if (derived !== undefined) texts[name] = derived;
    } else if (derive === undefined || stored !== MISSING) {
      texts[name] = stored;
    }
  }
  return texts;
}

function clippedNames(item: Item): readonly string[] {
  const names = textIn(item, 'clipped');
  if (names === undefined) return [];
  return names === ANY_CLIPPED ? [...CLIP_ORDER, 'recipientAccountId', 'awsRegion'] : names.split(' ');
}

function addTexts(item: Record<string, AttributeValue>, event: TrailEvent, clipped: Set<string>): void {
  for (const name of Object.keys(TEXT_LIMIT_BYTES) as TextAttribute[]) {
    const value = event[name];
    const derived = DERIVED[name]?.(item);
    if (value === undefined || value === '') {
      if (derived !== undefined) item[name] = { S: MISSING };
      continue;
    }
    if (value === derived) continue;
    const text = clipUtf8(value, TEXT_LIMIT_BYTES[name]);
    if (text !== value) clipped.add(name);
    item[name] = { S: text };
  }
}

function addResources(item: Record<string, AttributeValue>, resources: readonly string[], clipped: Set<string>): void {
  const kept: AttributeValue[] = [];
  let size = 0;
  for (const resource of resources) {
    size += Buffer.byteLength(resource) + 1;
    if (size > RESOURCES_LIMIT_BYTES) {
      clipped.add('resources');
      break;
    }
    kept.push({ S: resource });
  }
  if (kept.length > 0) item['resources'] = { L: kept };
}

function fitWriteUnit(item: Record<string, AttributeValue>, source: RecordSource, clipped: Set<string>): void {
  const nameClipped = () => {
    if (clipped.size === 0) return;
    item['clipped'] = { S: clipped.size > CLIPPED_NAMES_LIMIT ? ANY_CLIPPED : [...clipped].join(' ') };
  };
  nameClipped();
  for (const name of CLIP_ORDER) {
    if (itemSizeBytes(item) <= WRITE_UNIT_BYTES) return;
    if (item[name] === undefined) continue;
    delete item[name];
    clipped.add(name);
    nameClipped();
  }
  if (itemSizeBytes(item) > WRITE_UNIT_BYTES) {
    item['logFile'] = { S: toHashPointer(source.logFileKey, source.deliveryDay) };
  }
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
