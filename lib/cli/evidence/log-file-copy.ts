/**
 * Copies a log file from the bucket into the evidence folder, byte for byte, and looks at the copy: whether it inflates,
 * and whether it is the file that was indexed and that the records were read from.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { StoredObjectReader } from '../../audit/ports.ts';
import { inflateLogFile, MAX_INFLATED_BYTES } from '../../cloudtrail/gunzip.ts';
import { toUnreadable } from '../../cloudtrail/unreadable.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { EvidenceFile, EvidenceFolder } from './folder.ts';
import { pathOfKey, pathOfKeyHash } from './key-path.ts';

export interface WantedLogFile {
  readonly key: string;
  readonly bucket: string;
  readonly entry: LedgerEntry | undefined;
  /** Hex SHA-256 of the inflated file as it was when its records were read. */
  readonly sha256WhenRead: string | undefined;
}

/** A line of log-files.jsonl. */
export interface LogFileCopy {
  readonly bucket: string;
  readonly key: string;
  /** In the evidence folder; absent where there is no copy. */
  readonly path?: string;
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly inflatedBytes?: number;
  readonly inflatedSha256?: string;
  /** What the ledger has. */
  readonly indexedSha256?: string | undefined;
  readonly indexedAt?: string | undefined;
  readonly notAsDelivered?: boolean | undefined;
  readonly problem?: string;
}

export async function copyLogFile(
  wanted: WantedLogFile,
  folder: EvidenceFolder,
  storedObjects: StoredObjectReader,
): Promise<LogFileCopy> {
  const { bucket, key, entry } = wanted;
  const known = {
    bucket,
    key,
    indexedSha256: entry?.sha256,
    indexedAt: entry?.status === 'indexed' ? entry.updatedAt : undefined,
    notAsDelivered: entry?.notAsDelivered,
  };
  const file = await createFor(key, folder);
  try {
    for await (const chunk of storedObjects.readStored(key)) await file.write(chunk);
  } catch (cause) {
    await file.discard();
    return { ...known, problem: toUnreadable(cause).problem };
  }
  const sha256 = await file.close();
  const copied = { ...known, path: file.path, sizeBytes: file.sizeBytes, sha256 };
  const inflated = await inflate(file);
  if ('problem' in inflated) return { ...copied, ...inflated };
  return { ...copied, ...inflated, ...differenceOf(wanted, inflated.inflatedSha256) };
}

/** Keys that differ in case only are one file to some file systems, and one key may be the folder of another. */
async function createFor(key: string, folder: EvidenceFolder): Promise<EvidenceFile> {
  try {
    return await folder.create(`log-files/${pathOfKey(key)}`);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(code)) throw error;
    return folder.create(`log-files/${pathOfKeyHash(key)}`);
  }
}

async function inflate({ location }: EvidenceFile) {
  const hash = createHash('sha256');
  let inflatedBytes = 0;
  try {
    const chunks = inflateLogFile(createReadStream(location), { maxInflatedBytes: MAX_INFLATED_BYTES });
    for await (const chunk of chunks) {
      hash.update(chunk);
      inflatedBytes += chunk.length;
    }
  } catch (cause) {
    return { problem: toUnreadable(cause).problem };
  }
  return { inflatedBytes, inflatedSha256: hash.digest('hex') };
}

function differenceOf({ entry, sha256WhenRead }: WantedLogFile, sha256: string): { problem?: string } {
  if (sha256WhenRead !== undefined && sha256WhenRead !== sha256) {
    return { problem: 'The log file changed between the reading of its records and this copy.' };
  }
  if (entry?.sha256 === undefined || entry.sha256 === sha256) return {};
  return { problem: 'The log file is not the one that was indexed: its SHA-256 differs.' };
}
