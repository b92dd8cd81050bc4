/**
 * The log files of a region that no digest lists, with the hash that a digest will sign.
 *
 * Left out is what is no evidence (records that were wrapped anew on the way in), what cannot be inflated, and what the
 * index has not dealt with: that is signed when a later run finds it settled.
 */
import { createHash } from 'node:crypto';
import type { LogFileReader } from '../../audit/ports.ts';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { LedgerLookUp } from '../ports.ts';
import { readEntries } from '../read-entries.ts';
import type { UnsignedFile } from './plan-digests.ts';
import { deliveredMsOf, type LogFileObject } from './region-contents.ts';

export interface HashedFile extends UnsignedFile {
  /** Hex, of the inflated bytes. */
  readonly sha256: string;
  readonly oldestEventTime?: string | undefined;
  readonly newestEventTime?: string | undefined;
}

interface Readers {
  readonly ledger: LedgerLookUp;
  readonly logFiles: LogFileReader;
  /** Bounds the log files that are read at once. */
  readonly gate: <Result>(task: () => Promise<Result>) => Promise<Result>;
}

/** @param unlisted log files that no digest lists */
export async function hashUnsigned(
  unlisted: readonly LogFileObject[],
  { ledger, logFiles, gate }: Readers,
): Promise<readonly HashedFile[]> {
  const asked = unlisted.map(({ key, parsed }) => ({ key, deliveryDay: parsed.day }));
  const entries = new Map((await readEntries(ledger, asked)).map((entry) => [entry.key, entry]));
  const hashed = await Promise.all(
    unlisted.map(async (object): Promise<HashedFile | undefined> => {
      const entry = entries.get(object.key);
      if (entry === undefined || entry.status === 'pending' || entry.notAsDelivered) return undefined;
      const sha256 = hashInLedger(entry, object) ?? (await gate(() => hashInBucket(object.key, logFiles)));
      return sha256 === undefined ? undefined : { ...describe(object, entry), sha256 };
    }),
  );
  return hashed.filter((file) => file !== undefined);
}

function describe(object: LogFileObject, entry: LedgerEntry): Omit<HashedFile, 'sha256'> {
  return {
    key: object.key,
    deliveredMs: deliveredMsOf(object),
    oldestEventTime: entry.earliestEventTime,
    newestEventTime: entry.latestEventTime,
  };
}

/** Only what was indexed was hashed, and only of the object that is still there. */
function hashInLedger({ status, eTag, sha256 }: LedgerEntry, object: LogFileObject): string | undefined {
  return status === 'indexed' && eTag === object.eTag ? sha256 : undefined;
}

/** Undefined where it cannot be inflated. */
async function hashInBucket(key: string, logFiles: LogFileReader): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of logFiles.read(key)) hash.update(chunk);
  } catch (error) {
    if (error instanceof LogFileError) return undefined;
    throw error;
  }
  return hash.digest('hex');
}
