/**
 * Holds one log file that a digest lists against the bucket and the ledger.
 *
 * What the ledger has as indexed with the digest's hash, from an object of the same ETag and size as the one that is
 * there now, is intact when indexed, and not read again. Whatever the ledger cannot vouch for is read and hashed. The
 * bucket is judged before the index: of a log file that was altered it does not matter what the index made of it.
 */
import type { SignedLogFile } from '../../cloudtrail/digest.ts';
import { excerpt } from '../../cloudtrail/excerpt.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { ListedObject } from '../ports.ts';
import type { NamedEvents } from './event-census.ts';
import type { FileReading } from './read-log-file.ts';
import type { FaultCode } from './report.ts';

export interface LogFileInQuestion {
  /** In this bucket. */
  readonly key: string;
  readonly signed: SignedLogFile;
  readonly object: ListedObject | undefined;
  readonly entry: LedgerEntry | undefined;
}

export type LogFileVerdict =
  | {
      readonly kind: 'proven';
      readonly records: number;
      readonly refusedRecords: number;
      /** Other compressed bytes than those that were indexed. */
      readonly isRecompressed: boolean;
    }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly message: string };

export interface CheckOptions {
  /** Reads the log file to its end; `deep` asks the index for its events. */
  readonly read: (key: string, entry: LedgerEntry | undefined) => Promise<FileReading>;
  readonly deep: boolean;
}

export async function checkLogFile(
  file: LogFileInQuestion,
  { read, deep }: CheckOptions,
): Promise<LogFileVerdict> {
  const { key, signed, object, entry } = file;
  if (object === undefined)
    return fault('log-file-not-found', `The log file is not in the bucket. ${indexed(entry)}`);
  if (!deep && entry !== undefined && isVouchedFor(signed, object, entry)) return judgeLedger(entry, signed);
  const reading = await read(key, entry);
  if (reading.kind === 'fault') return { ...reading, message: `${reading.message} ${indexed(entry)}` };
  if (reading.sha256 !== signed.sha256) {
    const message = `The log file has other content than CloudTrail delivered: its SHA-256 is ${reading.sha256}, the digest says ${signed.sha256}. ${indexed(entry)}`;
    return fault('log-file-hash', message);
  }
  if (entry === undefined) return fault('not-in-index', 'The ledger does not know the log file.');
  const verdict = judgeLedger(entry, signed);
  if (verdict.kind === 'fault') return verdict;
  // What other rules made of a record may look otherwise; a repair brings it to the present ones.
  return judgeIndex(reading, entry) ?? { ...verdict, isRecompressed: entry.eTag !== object.eTag };
}

function isVouchedFor(signed: SignedLogFile, object: ListedObject, entry: LedgerEntry): boolean {
  return (
    entry.status === 'indexed' &&
    entry.sha256 === signed.sha256 &&
    entry.eTag === object.eTag &&
    entry.sizeBytes === object.sizeBytes
  );
}

function judgeLedger(entry: LedgerEntry, signed: SignedLogFile): LogFileVerdict {
  const { status, reason = 'no reason is given', sha256 = 'unknown' } = entry;
  const { records = 0, indexed = 0, rejected = 0, expired = 0 } = entry;
  if (status === 'rejected')
    return fault('index-rejected', `The index refused the log file: ${excerpt(reason, 200)}.`);
  if (status !== 'indexed')
    return fault(
      'index-pending',
      `The log file is not indexed yet; the last try failed: ${excerpt(reason, 200)}.`,
    );
  if (sha256 !== signed.sha256) {
    const message = `The index was made from other bytes (SHA-256 ${sha256}) than CloudTrail delivered, which are in the bucket.`;
    return fault('index-other-bytes', message);
  }
  if (records !== indexed + rejected + expired) {
    const message = `Of the ${records} records of the log file the ledger accounts for ${indexed + rejected + expired}.`;
    return fault('index-records', message);
  }
  return { kind: 'proven', records, refusedRecords: rejected, isRecompressed: false };
}

/** Undefined where nothing is wrong, or nobody asked the index. */
function judgeIndex(
  { events }: Extract<FileReading, { kind: 'read' }>,
  entry: LedgerEntry,
): LogFileVerdict | undefined {
  if (events === undefined) return undefined;
  const { records, refused, absent, other } = events;
  const lacking = [
    ...(absent.count === 0 ? [] : [`the index lacks ${absent.count}: ${namesOf(absent)}`]),
    ...(other.count === 0 ? [] : [`it has ${other.count} otherwise than they are: ${namesOf(other)}`]),
  ];
  if (lacking.length > 0)
    return fault('index-events', `Of the ${records} records of the log file ${lacking.join('; ')}.`);
  if (records !== entry.records)
    return fault(
      'index-records',
      `The log file has ${records} records, the ledger says ${entry.records ?? 'nothing'}.`,
    );
  if (refused > (entry.rejected ?? 0)) {
    const message = `Of the records of the log file ${refused} are not indexed by the ledger's own limit, and it says ${entry.rejected ?? 0}.`;
    return fault('index-records', message);
  }
  return undefined;
}

function namesOf({ count, eventIDs }: NamedEvents): string {
  const names = eventIDs.map((eventID) => excerpt(eventID)).join(', ');
  return count > eventIDs.length ? `${names} and more` : names;
}

function indexed(entry: LedgerEntry | undefined): string {
  if (entry === undefined) return 'The ledger does not know it.';
  if (entry.status !== 'indexed') return `The ledger has it as ${entry.status}.`;
  return `It was indexed on ${entry.updatedAt.slice(0, 10)} with the SHA-256 ${entry.sha256 ?? 'unknown'}.`;
}

function fault(code: FaultCode, message: string): LogFileVerdict {
  return { kind: 'fault', code, message };
}
