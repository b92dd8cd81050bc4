/**
 * Brings back the full records of an event: read from their log files, byte for byte, and checked against the index.
 *
 * Events that are asked for together share the reading of their log files: each is read once, a few at the same time.
 * The check is the hash in the item's key, taken from the record when it was indexed: what is shown is what was indexed,
 * or it is said that it is not.
 */
import { createHash } from 'node:crypto';
import { toUnreadable, type Unreadable } from '../cloudtrail/unreadable.ts';
import { fromEventItem, type IndexedEvent } from '../event-index/event-item.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import { fromLedgerItem, ledgerSection } from '../event-index/ledger.ts';
import { hashLogFileKey, type LogFilePointer } from '../event-index/log-file-pointer.ts';
import { mapInOrder } from './in-order.ts';
import type { AuditContext, LogFileReader, LogFilesReader } from './ports.ts';
import { type FoundRecords, MAX_RECORD_BYTES, readWantedRecords } from './wanted-records.ts';

/** Each holds a chunk of its file and the record that the chunk is cut in. */
const LOG_FILES_AT_ONCE = 4;
const LOOK_UPS_AT_ONCE = 16;

export type ShowContext = Pick<AuditContext, 'events' | 'logFiles' | 'bucket'>;

export interface ShowOptions {
  /** Read each log file to its end, for `logFileSha256`. */
  readonly wholeFiles?: boolean | undefined;
}

export type ShownRecord = {
  readonly event: IndexedEvent;
  /** S3 key of the log file. */
  readonly logFile: string;
  /** Hex, of the inflated log file as it was read just now: where whole files were asked for and it could be read. */
  readonly logFileSha256?: string | undefined;
} & (
  | { readonly kind: 'intact'; readonly bytes: Uint8Array }
  /** What stands at the event's position is not what was indexed: `bytes` are what is there now. */
  | { readonly kind: 'altered'; readonly bytes: Uint8Array | undefined; readonly problem: string }
  | (Unreadable & { readonly kind: 'unreadable'; readonly cause: unknown })
);

/**
 * Every record stored under each of these event ids, in their order and once each: usually one record, none where the
 * index does not know the id. All of them are held at once, so ask for some hundred at a time.
 */
export async function showEvents(
  eventIDs: Iterable<string>,
  context: ShowContext,
  options: ShowOptions = {},
): Promise<ReadonlyMap<string, readonly ShownRecord[]>> {
  const found = await lookUp(new Set(eventIDs), context);
  const records = await showIndexedEvents([...found.values()].flat(), context, options);
  const shown = new Map<string, readonly ShownRecord[]>();
  let taken = 0;
  for (const [eventID, copies] of found) {
    shown.set(eventID, records.slice(taken, taken + copies.length));
    taken += copies.length;
  }
  return shown;
}

/** Every record stored under an event id, usually one; none when the index does not know the id. */
export async function showEvent(
  eventID: string,
  context: ShowContext,
  options: ShowOptions = {},
): Promise<readonly ShownRecord[]> {
  return (await showEvents([eventID], context, options)).get(eventID) ?? [];
}

/** The records of events that the index gave, in their order. All of them are held at once. */
export async function showIndexedEvents(
  events: readonly IndexedEvent[],
  { logFiles, bucket }: Pick<ShowContext, 'logFiles' | 'bucket'>,
  options: ShowOptions = {},
): Promise<readonly ShownRecord[]> {
  const resolve = createPointerResolver(logFiles);
  const placed = await Promise.all(
    events.map(async (event) => ({ event, logFile: await resolve(event.logFile) })),
  );
  const found = await readLogFiles(placed, bucket, options);
  return placed.map((event) => toShownRecord(event, found));
}

/** An event and the key of its log file, undefined where nobody knows it any more. */
interface PlacedEvent {
  readonly event: IndexedEvent;
  readonly logFile: string | undefined;
}

async function lookUp(
  eventIDs: Iterable<string>,
  { events }: Pick<ShowContext, 'events'>,
): Promise<ReadonlyMap<string, readonly IndexedEvent[]>> {
  const found = new Map<string, readonly IndexedEvent[]>();
  const read = async (eventID: string) => ({
    eventID,
    copies: (await events.readEvents(toKeyValue('eventID', eventID))).map(fromEventItem),
  });
  for await (const { eventID, copies } of mapInOrder(eventIDs, read, LOOK_UPS_AT_ONCE)) {
    found.set(eventID, copies);
  }
  return found;
}

/** Looks for each key in the ledger once, however many events point to it. */
function createPointerResolver(
  logFiles: LogFilesReader,
): (pointer: LogFilePointer) => Promise<string | undefined> {
  const resolved = new Map<string, Promise<string | undefined>>();
  return (pointer) => {
    if (pointer.kind === 'key') return Promise.resolve(pointer.key);
    const identity = `${pointer.day}/${pointer.hash}`;
    const key = resolved.get(identity) ?? findKey(pointer, logFiles);
    resolved.set(identity, key);
    return key;
  };
}

async function readLogFiles(
  events: readonly PlacedEvent[],
  bucket: LogFileReader,
  { wholeFiles }: ShowOptions,
): Promise<ReadonlyMap<string, FoundRecords>> {
  const byLogFile = Map.groupBy(events, ({ logFile }) => logFile);
  const read = async ([logFile, events]: [string | undefined, readonly PlacedEvent[]]) => {
    if (logFile === undefined) return undefined;
    const positions = events.map(({ event }) => event.recordIndex);
    const wanted = { positions, hashWhole: wholeFiles };
    return { logFile, found: await readWantedRecords(logFile, wanted, bucket) };
  };
  const found = new Map<string, FoundRecords>();
  for await (const answer of mapInOrder(byLogFile, read, LOG_FILES_AT_ONCE)) {
    if (answer !== undefined) found.set(answer.logFile, answer.found);
  }
  return found;
}

function toShownRecord(
  { event, logFile }: PlacedEvent,
  files: ReadonlyMap<string, FoundRecords>,
): ShownRecord {
  const found = logFile === undefined ? undefined : files.get(logFile);
  if (logFile === undefined || found === undefined) {
    const problem = 'The ledger does not know the log file of this event any more.';
    const name = nameOfUnknown(event.logFile);
    return {
      event,
      logFile: name,
      kind: 'unreadable',
      reason: 'unknown-log-file',
      problem,
      cause: undefined,
    };
  }
  const shown = { event, logFile, logFileSha256: found.sha256 };
  const bytes = found.records.get(event.recordIndex);
  if (bytes === undefined) return { ...shown, ...describeMissing(event, found) };
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, event.recordHash.length);
  if (hash === event.recordHash) return { ...shown, kind: 'intact', bytes };
  const problem =
    `Record ${event.recordIndex} of the log file is not the one that was indexed: its SHA-256 begins with ${hash}, ` +
    `not with ${event.recordHash}.`;
  return { ...shown, kind: 'altered', bytes, problem };
}

function describeMissing({ recordIndex }: IndexedEvent, { oversized, failure }: FoundRecords) {
  const sizeBytes = oversized.get(recordIndex);
  if (sizeBytes !== undefined) {
    const problem =
      `Record ${recordIndex} of the log file is not the one that was indexed: it has ${sizeBytes} bytes now, and ` +
      `records of more than ${MAX_RECORD_BYTES} are never indexed.`;
    return { kind: 'altered', bytes: undefined, problem } as const;
  }
  if (failure !== undefined) {
    return { kind: 'unreadable', ...toUnreadable(failure.cause), cause: failure.cause } as const;
  }
  const problem = `The log file has no record ${recordIndex} any more.`;
  return { kind: 'altered', bytes: undefined, problem } as const;
}

/** The key of an event's log file, or words in brackets where the ledger does not know it any more. */
export async function resolvePointer(pointer: LogFilePointer, reader: LogFilesReader): Promise<string> {
  return (await findKey(pointer, reader)) ?? nameOfUnknown(pointer);
}

async function findKey(pointer: LogFilePointer, reader: LogFilesReader): Promise<string | undefined> {
  if (pointer.kind === 'key') return pointer.key;
  let start: Parameters<LogFilesReader['readSection']>[0]['start'];
  do {
    const page = await reader.readSection({ section: ledgerSection(pointer.day), start });
    const key = page.items
      .map((item) => fromLedgerItem(item).key)
      .find((key) => hashLogFileKey(key) === pointer.hash);
    if (key !== undefined) return key;
    start = page.next;
  } while (start !== undefined);
  return undefined;
}

function nameOfUnknown(pointer: LogFilePointer): string {
  if (pointer.kind === 'key') return pointer.key;
  return `(unknown log file of ${pointer.day}, SHA-256 ${pointer.hash}…)`;
}
