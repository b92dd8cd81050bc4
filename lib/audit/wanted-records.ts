/**
 * Picks records out of one log file by their positions, in one pass that ends with the last of them.
 *
 * A log file may inflate to 1 GiB and hold hundreds of the records that somebody asks for, so it is read once for all of
 * them, and only their bytes are kept.
 */
import { createRecordSplitter } from '../cloudtrail/record-splitter.ts';
import type { LogFileReader } from './ports.ts';

export interface FoundRecords {
  /** By position in the log file; a position that holds no record is missing. */
  readonly records: ReadonlyMap<number, Uint8Array>;
  /** Set where reading failed before every position had been passed: `records` are those that came before. */
  readonly failure?: { readonly cause: unknown };
}

/** The largest record that a deployment can be set to index (lib/config/settings.ts). */
const MAX_RECORD_BYTES = 32 * 1024 ** 2;

export async function readWantedRecords(
  key: string,
  positions: Iterable<number>,
  bucket: LogFileReader,
): Promise<FoundRecords> {
  const awaited = new Set(positions);
  const records = new Map<number, Uint8Array>();
  // Log files of aggregated events are bare arrays; everywhere else the function has refused one.
  const splitter = createRecordSplitter({ acceptBareArray: true, maxRecordBytes: MAX_RECORD_BYTES });
  try {
    for await (const chunk of bucket.read(key)) {
      for (const item of splitter.push(chunk)) {
        if (!awaited.delete(item.index)) continue;
        // A copy, because a view would hold its whole chunk.
        if (item.kind === 'record') records.set(item.index, Uint8Array.from(item.bytes));
        if (awaited.size === 0) return { records };
      }
    }
  } catch (cause) {
    // What fails after the last of them, the closing of the stream, takes nothing away.
    return awaited.size === 0 ? { records } : { records, failure: { cause } };
  }
  return { records };
}
