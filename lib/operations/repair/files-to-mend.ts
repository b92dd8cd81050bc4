/**
 * Which of the files that a verification found at fault a repair can mend, and how.
 *
 * Only the index can be mended, from log files that are in the bucket as CloudTrail delivered them. What is gone from
 * the bucket, or altered there, nothing brings back: such faults stay, and say so. A file that the ledger has as indexed
 * must first be marked as outdated there, because the ingest function acknowledges what is indexed without a look.
 */
import type { Fault, FaultCode } from '../../audit/verify/report.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';

export interface FileToMend {
  readonly key: string;
  readonly deliveryDay: string;
  /** The ledger has it as indexed, and it must be indexed anew. */
  readonly isIndexed: boolean;
}

const MENDABLE: Partial<Readonly<Record<FaultCode, Pick<FileToMend, 'isIndexed'>>>> = {
  'not-in-index': { isIndexed: false },
  'index-pending': { isIndexed: false },
  'index-rejected': { isIndexed: false },
  'index-other-bytes': { isIndexed: true },
  'index-records': { isIndexed: true },
  'index-events': { isIndexed: true },
};

export function isMendable({ code }: Pick<Fault, 'code'>): boolean {
  return code in MENDABLE;
}

/** Each file once, in the order of the faults. */
export function filesToMend(faults: readonly Fault[]): readonly FileToMend[] {
  const files = new Map<string, FileToMend>();
  for (const { code, key } of faults) {
    const mend = MENDABLE[code];
    if (mend === undefined || key === undefined) continue;
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'log-file') continue;
    const isIndexed = mend.isIndexed || (files.get(key)?.isIndexed ?? false);
    files.set(key, { key, deliveryDay: parsed.day, isIndexed });
  }
  return [...files.values()];
}
