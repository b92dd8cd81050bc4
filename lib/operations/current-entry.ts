/**
 * Whether a ledger entry says that a file is in the index as the present rules want it, or that something keeps it out.
 *
 * What older rules indexed is indexed anew when the file is delivered again. An entry of newer rules is done as well: a
 * deployed function may be ahead of the command line that waits for it.
 */
import { type LedgerEntry, RULES_VERSION } from '../event-index/ledger.ts';

/** The last try at the file failed, whatever the index holds of an earlier object or by older rules. */
export function isHeldUp({ status, attempts = 0 }: LedgerEntry): boolean {
  return status === 'pending' || (status === 'indexed' && attempts > 0);
}

export function isCurrentlyIndexed(entry: LedgerEntry): boolean {
  return entry.status === 'indexed' && entry.rulesVersion >= RULES_VERSION;
}
