/**
 * Whether the log file that a record was read from is still the one that was indexed: by its SHA-256, which the ledger
 * keeps and CloudTrail's digest signs. A record may be intact in a file that somebody has put in the place of another.
 */
import type { ShownRecord } from '../audit/show.ts';
import type { RecordOrigin } from './full-records.ts';

export type LogFileVerdict =
  | 'as-indexed'
  | 'replaced'
  /** It could not be read to its end. */
  | 'unread'
  /** The ledger has no hash of it. */
  | 'unknown';

export function judgeLogFile({ logFileSha256 }: ShownRecord, { entry }: RecordOrigin): LogFileVerdict {
  if (entry?.sha256 === undefined) return 'unknown';
  if (logFileSha256 === undefined) return 'unread';
  return logFileSha256 === entry.sha256 ? 'as-indexed' : 'replaced';
}

/** Undefined where nothing is wrong, or nobody can tell. */
export function describeLogFileFault(shown: ShownRecord, origin: RecordOrigin): string | undefined {
  const verdict = judgeLogFile(shown, origin);
  if (verdict === 'replaced') {
    return `the log file is not the one that was indexed: its SHA-256 is ${shown.logFileSha256} now`;
  }
  if (verdict === 'unread' && shown.kind === 'intact') {
    return 'the log file cannot be read to its end, so its SHA-256 cannot be checked';
  }
  return undefined;
}
