import { describe, expect, it } from 'vitest';
import { rememberCatalogue } from '../../../lib/audit/ask/remember-catalogue.ts';
import type { AuditContext, SectionRequest } from '../../../lib/audit/ports.ts';
import { catalogueSection } from '../../../lib/event-index/catalogue.ts';
import { ledgerSection } from '../../../lib/event-index/ledger.ts';
import { AuditWorld } from '../audit-world.ts';

/** A context that says which sections were read from it. */
function watched(
  read: string[],
  answer: (request: SectionRequest) => Promise<unknown> = async () => undefined,
) {
  const context = new AuditWorld().context();
  const logFiles: AuditContext['logFiles'] = {
    readSection: async (request) => {
      read.push(request.section);
      await answer(request);
      return { items: [], next: undefined, scanned: 0, readUnits: 0.5 };
    },
    readEntry: (day, key) => context.logFiles.readEntry(day, key),
    readRejectedRecords: (day, key) => context.logFiles.readRejectedRecords(day, key),
    shardCount: () => context.logFiles.shardCount(),
  };
  return rememberCatalogue({ ...context, logFiles }).logFiles;
}

const NAMES = catalogueSection('name', '2026');

describe('the catalogue', () => {
  it('is read once, page by page', async () => {
    const read: string[] = [];
    const logFiles = watched(read);
    const start = { section: { S: NAMES } };
    for (const request of [{}, {}, { start }, { start }, { limit: 3 }]) {
      await logFiles.readSection({ section: NAMES, ...request });
    }
    expect(read).toEqual([NAMES, NAMES, NAMES]);
  });

  it('is read once by those who ask at the same time', async () => {
    const read: string[] = [];
    const logFiles = watched(read);
    await Promise.all([logFiles.readSection({ section: NAMES }), logFiles.readSection({ section: NAMES })]);
    expect(read).toEqual([NAMES]);
  });

  it('is read again after a failure', async () => {
    const read: string[] = [];
    const logFiles = watched(read, async () => {
      if (read.length === 1) throw new Error('Throttled.');
    });
    await expect(logFiles.readSection({ section: NAMES })).rejects.toThrow('Throttled.');
    await logFiles.readSection({ section: NAMES });
    expect(read).toEqual([NAMES, NAMES]);
  });

  it('is kept, but no ledger', async () => {
    const read: string[] = [];
    const logFiles = watched(read);
    const ledger = ledgerSection('2026-03-17');
    for (let time = 0; time < 2; time++) await logFiles.readSection({ section: ledger });
    expect(read).toEqual([ledger, ledger]);
  });
});
