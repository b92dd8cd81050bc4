import { describe, expect, it } from 'vitest';
import { type LedgerEntry, RULES_VERSION } from '../../lib/event-index/ledger.ts';
import { IngestTally } from '../../lib/operations/ingest/ingest-progress.ts';
import { createOutstandingFiles, type OutstandingFile } from '../../lib/operations/outstanding-files.ts';

const DAY = '2026-03-17';

function entryOf(key: string, rest: Partial<LedgerEntry>): LedgerEntry {
  return {
    key,
    deliveryDay: DAY,
    status: 'indexed',
    updatedAt: 'now',
    rulesVersion: RULES_VERSION,
    eTag: 'new',
    ...rest,
  };
}

function outstandingFile(key: string, rest: Partial<OutstandingFile> = {}): OutstandingFile {
  return {
    path: `/data/${key}`,
    key,
    deliveryDay: DAY,
    isDigest: false,
    originalName: undefined,
    eTag: 'new',
    previous: undefined,
    ...rest,
  };
}

function world(limit = 1_000) {
  const entries = new Map<string, LedgerEntry>();
  const tally = new IngestTally();
  const files = createOutstandingFiles(
    { readEntries: async (asked) => asked.flatMap(({ key }) => entries.get(key) ?? []) },
    tally,
    limit,
  );
  return { files, tally, says: (entry: LedgerEntry) => entries.set(entry.key, entry) };
}

describe('an outstanding file', () => {
  const before = { updatedAt: 'before' } as const;

  it.each<[string, Partial<LedgerEntry>, Partial<OutstandingFile>]>([
    ['indexed', {}, {}],
    ['indexed from the same bytes before', { updatedAt: 'before' }, { previous: entryOf('a', before) }],
    [
      'looked at again after records of it were too large',
      { updatedAt: 'before', recordLimitBytes: 9, confirmedAt: 'now' },
      { previous: entryOf('a', { ...before, recordLimitBytes: 9 }) },
    ],
    ['indexed by newer rules', { rulesVersion: RULES_VERSION + 1 }, {}],
    ['rejected', { status: 'rejected' }, {}],
    ['rejected again', { status: 'rejected' }, { previous: entryOf('a', { ...before, status: 'rejected' }) }],
    ['recorded, as a digest', { status: 'recorded', eTag: undefined }, { isDigest: true }],
  ])('is done when the ledger has it %s', async (_, entry, file) => {
    const { files, tally, says } = world();
    files.add(outstandingFile('a', file));
    says(entryOf('a', entry));
    expect(await files.check()).toBe(true);
    expect(files.size).toBe(0);
    expect(tally.progress()).toMatchObject({ done: 1, outstanding: 0 });
  });

  it.each<[string, Partial<LedgerEntry>, Partial<OutstandingFile>]>([
    ['indexed another object', { eTag: 'old' }, {}],
    ['indexed it by older rules', { rulesVersion: RULES_VERSION - 1 }, {}],
    ['rejected another object', { status: 'rejected', eTag: 'old' }, {}],
    [
      'rejected it before',
      { status: 'rejected', ...before },
      { previous: entryOf('a', { ...before, status: 'rejected' }) },
    ],
    [
      'recorded it before',
      { status: 'recorded', ...before },
      { isDigest: true, previous: entryOf('a', { ...before, status: 'recorded' }) },
    ],
    [
      'had it pending before',
      { status: 'pending', ...before },
      { previous: entryOf('a', { ...before, status: 'pending' }) },
    ],
  ])('is not done when the ingest function only %s', async (_, entry, file) => {
    const { files, tally, says } = world();
    files.add(outstandingFile('a', file));
    says(entryOf('a', entry));
    expect(await files.check()).toBe(false);
    expect(files.size).toBe(1);
    expect(tally.progress()).toMatchObject({ done: 0, outstanding: 1, pending: [] });
  });

  it('gets further, and says why, while an earlier object or older rules have it indexed', async () => {
    const older = entryOf('a', { ...before, rulesVersion: RULES_VERSION - 1 });
    const { files, tally, says } = world();
    files.add(outstandingFile('a', { previous: older }));
    says({ ...older, attempts: 1, resumeFrom: 25, reason: 'throttled' });
    expect(await files.check()).toBe(true);
    expect(tally.progress().pending).toMatchObject([{ key: 'a', reason: 'throttled' }]);
    expect(await files.check()).toBe(false);
  });

  it('is looked at with all others at once, however many they are', async () => {
    const { files, tally, says } = world();
    for (let at = 0; at < 250; at++) {
      files.add(outstandingFile(`file-${at}`));
      says(entryOf(`file-${at}`, { indexed: 2 }));
    }
    await files.check();
    expect(tally.progress()).toMatchObject({ done: 250, indexedFiles: 250, events: 500, outstanding: 0 });
  });

  it('makes room for the next when it is done', async () => {
    const { files, says } = world(2);
    const { signal } = new AbortController();
    files.add(outstandingFile('a'));
    await files.waitForRoom(signal);
    files.add(outstandingFile('b'));
    let hasRoom = false;
    const waiting = files.waitForRoom(signal).then(() => (hasRoom = true));
    await files.check();
    expect(hasRoom).toBe(false);
    says(entryOf('a', {}));
    await files.check();
    await waiting;
    expect(hasRoom).toBe(true);
  });
});
