/**
 * The same context, with what it has read of the catalogue kept. A question has several alternatives and a report many
 * questions, and all of them complete their names from the same few sections. Kept for one answer only: the index grows.
 */
import { ledgerSection } from '../../event-index/ledger.ts';
import type { AuditContext, ItemPage, SectionRequest } from '../ports.ts';

/** Ledgers are long and are read once. */
const LEDGER = ledgerSection('');

export function rememberCatalogue(context: AuditContext): AuditContext {
  const { logFiles } = context;
  const kept = new Map<string, Promise<ItemPage>>();
  const readSection = (request: SectionRequest): Promise<ItemPage> => {
    if (request.section.startsWith(LEDGER)) return logFiles.readSection(request);
    const { section, ascending, limit, start } = request;
    const identity = JSON.stringify([section, ascending, limit, start]);
    const known = kept.get(identity);
    if (known !== undefined) return known;
    const reading = logFiles.readSection(request);
    kept.set(identity, reading);
    // A failure is not kept: the next question may have better luck.
    reading.catch(() => kept.delete(identity));
    return reading;
  };
  return {
    ...context,
    logFiles: {
      readSection,
      readEntry: (day, key) => logFiles.readEntry(day, key),
      readRejectedRecords: (day, key) => logFiles.readRejectedRecords(day, key),
      shardCount: () => logFiles.shardCount(),
    },
  };
}
