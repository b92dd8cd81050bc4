/**
 * Whether a ledger entry says that a file is in the index as the present rules want it.
 *
 * What older rules indexed is indexed anew when the file is delivered again. An entry of newer rules is done as well: a
 * deployed function may be ahead of the command line that waits for it.
 */
import { type LedgerEntry, RULES_VERSION } from '../event-index/ledger.ts';

export function isCurrentlyIndexed(entry: LedgerEntry): boolean {
  return entry.status === 'indexed' && entry.rulesVersion >= RULES_VERSION;
}
