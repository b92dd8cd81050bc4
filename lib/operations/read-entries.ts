/** The ledger entries of any number of log files, in as few requests as there have to be. */
import { batchesOf } from '../batches.ts';
import type { LedgerEntry } from '../event-index/ledger.ts';
import { LEDGER_BATCH_LIMIT, type LedgerKeyParts, type LedgerLookUp } from './ports.ts';

export async function readEntries(
  ledger: LedgerLookUp,
  files: readonly LedgerKeyParts[],
): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const some of batchesOf(files, LEDGER_BATCH_LIMIT)) entries.push(...(await ledger.readEntries(some)));
  return entries;
}
