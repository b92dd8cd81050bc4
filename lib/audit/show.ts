/**
 * Brings back the full records of an event: read from their log files, byte for byte, and checked against the index.
 *
 * The check is the hash in the item's key, taken from the record when it was indexed: what is shown is what was indexed,
 * or it is said that it is not.
 */
import { createHash } from 'node:crypto';
import { createRecordSplitter } from '../cloudtrail/record-splitter.ts';
import { fromEventItem, type IndexedEvent } from '../event-index/event-item.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import { fromLedgerItem, ledgerSection } from '../event-index/ledger.ts';
import { hashLogFileKey, type LogFilePointer } from '../event-index/log-file-pointer.ts';
import type { EventReader, LogFileReader, LogFilesReader } from './ports.ts';

export interface ShowContext {
  readonly events: EventReader;
  readonly logFiles: LogFilesReader;
  readonly bucket: LogFileReader;
}

export type ShownRecord = {
  readonly event: IndexedEvent;
  /** S3 key of the log file. */
  readonly logFile: string;
} & (
  | { readonly kind: 'intact'; readonly bytes: Uint8Array }
  /** What stands at the event's position is not what was indexed: `bytes` are what is there now. */
  | { readonly kind: 'altered'; readonly bytes: Uint8Array | undefined; readonly problem: string }
  | { readonly kind: 'unreadable'; readonly problem: string; readonly cause: unknown }
);

/** Every record stored under an event id, usually one; none when the index does not know the id. */
export async function showEvent(eventID: string, context: ShowContext): Promise<readonly ShownRecord[]> {
  const items = await context.events.readEvents(toKeyValue('eventID', eventID));
  return Promise.all(items.map((item) => showRecord(fromEventItem(item), context)));
}

async function showRecord(event: IndexedEvent, context: ShowContext): Promise<ShownRecord> {
  const logFile = await resolvePointer(event.logFile, context.logFiles);
  const shown = { event, logFile };
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readRecord(logFile, event.recordIndex, context.bucket);
  } catch (cause) {
    const reason =
      cause instanceof Error
        ? `${cause.name === 'Error' ? '' : `${cause.name}: `}${cause.message}`
        : String(cause);
    return { ...shown, kind: 'unreadable', problem: `The log file cannot be read: ${reason}`, cause };
  }
  if (bytes === undefined) {
    return {
      ...shown,
      kind: 'altered',
      bytes,
      problem: `The log file has no record ${event.recordIndex} any more.`,
    };
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, event.recordHash.length);
  if (hash === event.recordHash) return { ...shown, kind: 'intact', bytes };
  const problem = `Record ${event.recordIndex} of the log file is not the one that was indexed: its hash differs.`;
  return { ...shown, kind: 'altered', bytes, problem };
}

async function readRecord(
  key: string,
  index: number,
  bucket: LogFileReader,
): Promise<Uint8Array | undefined> {
  // Log files of aggregated events are bare arrays; everywhere else the function has refused one.
  const splitter = createRecordSplitter({ acceptBareArray: true });
  for await (const chunk of bucket.read(key)) {
    for (const item of splitter.push(chunk)) {
      if (item.index === index) return item.kind === 'record' ? item.bytes : undefined;
    }
  }
  return undefined;
}

/** The key of an event's log file. */
export async function resolvePointer(pointer: LogFilePointer, reader: LogFilesReader): Promise<string> {
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
  return `(unknown log file of ${pointer.day}, SHA-256 ${pointer.hash}…)`;
}
