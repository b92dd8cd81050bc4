/**
 * Picks records out of one log file by their positions, in one pass that ends with the last of them.
 *
 * A log file may inflate to 1 GiB and hold hundreds of the records that somebody asks for, so it is read once for all of
 * them, and only their bytes are kept. Whoever wants to know that the whole file is the one that was indexed pays for
 * the rest of it.
 */
import { createHash } from 'node:crypto';
import { createRecordSplitter } from '../cloudtrail/record-splitter.ts';
import type { LogFileReader } from './ports.ts';

export interface FoundRecords {
  /** By position in the log file; a position that holds no record is missing. */
  readonly records: ReadonlyMap<number, Uint8Array>;
  /** Sizes of those that are larger than any record that is indexed: their bytes are not kept. */
  readonly oversized: ReadonlyMap<number, number>;
  /** Hex, of the inflated file: where it was asked for and the file was read to its end. */
  readonly sha256?: string;
  /** Set where reading failed before every position had been passed: `records` are those that came before. */
  readonly failure?: { readonly cause: unknown };
}

export interface WantedRecords {
  readonly positions: Iterable<number>;
  /** Read the file to its end for its hash. */
  readonly hashWhole?: boolean | undefined;
}

/** The largest record that a deployment can be set to index (lib/config/settings.ts). */
export const MAX_RECORD_BYTES = 32 * 1024 ** 2;

export async function readWantedRecords(
  key: string,
  { positions, hashWhole = false }: WantedRecords,
  bucket: LogFileReader,
): Promise<FoundRecords> {
  const awaited = new Set(positions);
  const records = new Map<number, Uint8Array>();
  const oversized = new Map<number, number>();
  const found = { records, oversized };
  const hash = hashWhole ? createHash('sha256') : undefined;
  // Log files of aggregated events are bare arrays; everywhere else the function has refused one.
  const splitter = createRecordSplitter({ acceptBareArray: true, maxRecordBytes: MAX_RECORD_BYTES });
  try {
    for await (const chunk of bucket.read(key)) {
      hash?.update(chunk);
      if (awaited.size === 0) continue;
      for (const item of splitter.push(chunk)) {
        if (!awaited.delete(item.index)) continue;
        // A copy, because a view would hold its whole chunk.
        if (item.kind === 'record') records.set(item.index, Uint8Array.from(item.bytes));
        else oversized.set(item.index, item.sizeBytes);
        if (awaited.size === 0 && hash === undefined) return found;
        if (awaited.size === 0) break;
      }
    }
  } catch (cause) {
    // What fails after the last of them, the closing of the stream, takes nothing away.
    return awaited.size === 0 ? found : { ...found, failure: { cause } };
  }
  return hash === undefined ? found : { ...found, sha256: hash.digest('hex') };
}
