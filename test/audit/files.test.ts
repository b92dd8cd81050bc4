import { beforeEach, describe, expect, it } from 'vitest';
import { type FilesRequest, findRecordedDay, listLogFiles, totalLedger } from '../../lib/audit/files.ts';
import type { SectionRequest } from '../../lib/audit/ports.ts';
import { deliveryEntriesOf, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { type LedgerEntry, toLedgerItem } from '../../lib/event-index/ledger.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

class WatchedIndex extends MemoryIndex {
  readonly sections: string[] = [];

  override readSection(request: SectionRequest) {
    this.sections.push(request.section);
    return super.readSection(request);
  }
}

let index: WatchedIndex;

beforeEach(() => {
  index = new WatchedIndex();
});

function record(day: string, name: string, entry: Partial<LedgerEntry> = {}, account = '111122223333'): void {
  const folder = `AWSLogs/${account}/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}`;
  index.logFiles.put(
    toLedgerItem({
      key: `${folder}/${name}.json.gz`,
      deliveryDay: day,
      status: 'indexed',
      updatedAt: `${day}T12:00:00.000Z`,
      rulesVersion: 1,
      ...entry,
    }),
  );
  for (const delivery of deliveryEntriesOf(day)) index.logFiles.put(toCatalogueItem(delivery));
}

async function namesOf(request: Partial<FilesRequest>, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of listLogFiles({ window: {}, order: 'newest-first', ...request }, index)) {
    names.push(key.replace(/.*\/|\.json\.gz/g, ''));
    if (names.length === most) break;
  }
  return names;
}

describe('listing log files', () => {
  it('reads day by day, nearest first, and only as far as somebody takes', async () => {
    for (const day of ['2026-07-17', '2026-07-18', '2026-07-19'])
      for (const name of ['a', 'b']) record(day, name);
    expect(await namesOf({}, 3)).toEqual(['b', 'a', 'b']);
    expect(index.sections.filter((section) => section.startsWith('log-files'))).toEqual([
      'log-files#2026-07-19',
      'log-files#2026-07-18',
    ]);
  });

  it('goes through a day in pages of the size that was asked for', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) record('2026-07-19', name);
    expect(await namesOf({ pageSize: 2, order: 'oldest-first' })).toEqual(['a', 'b', 'c', 'd', 'e']);
    const pages = index.sections.filter((section) => section.startsWith('log-files'));
    expect(pages).toHaveLength(3);
  });

  it.each<[Partial<FilesRequest>, string[]]>([
    [{ status: 'pending' }, ['pending']],
    [{ status: ['pending', 'rejected'] }, ['rejected', 'pending']],
    [{ account: ['999988887777'] }, ['other', 'digest']],
    [{ account: ['9999*', '111122223333'] }, ['rejected', 'pending', 'made', 'other', 'digest']],
    [{ region: ['EU-west-1'], account: ['999988887777'] }, ['other']],
    [{ region: ['us-*'] }, ['digest']],
    [{ reason: ['ACCESS'] }, ['pending']],
    [{ reason: ['nothing', 'gzip'] }, ['rejected']],
    [{ notAsDelivered: true }, ['made']],
    [{ notAsDelivered: false, status: 'indexed' }, ['made', 'other']],
  ])('%j', async (filters, names) => {
    record('2026-07-19', 'pending', { status: 'pending', reason: 'S3: Access Denied' });
    record('2026-07-19', 'rejected', { status: 'rejected', reason: 'The gzip stream ends early.' });
    record('2026-07-19', 'made', { notAsDelivered: true });
    record('2026-07-18', 'other', {}, '999988887777');
    record('2026-07-18', 'digest', {
      status: 'recorded',
      key: 'AWSLogs/999988887777/CloudTrail-Digest/us-east-1/2026/07/18/digest.json.gz',
    });
    expect(await namesOf(filters)).toEqual(names);
  });

  it('adds up what it lists', async () => {
    record('2026-07-19', 'a', { records: 10, indexed: 8, rejected: 1, expired: 1 });
    record('2026-07-18', 'b', { status: 'rejected', reason: 'no gzip' });
    expect(await totalLedger({ window: {}, order: 'oldest-first' }, index)).toEqual({
      files: { indexed: 1, pending: 0, rejected: 1, recorded: 0 },
      records: 10,
      indexed: 8,
      rejected: 1,
      expired: 1,
    });
  });
});

describe('the edges of the ledger', () => {
  it('are the first and the last day that something was delivered', async () => {
    for (const day of ['2026-01-02', '2025-12-31', '2025-11-30', '2026-01-01']) record(day, 'a');
    expect(await findRecordedDay(index, 'first')).toBe('2025-11-30');
    expect(await findRecordedDay(index, 'last')).toBe('2026-01-02');
  });

  it('are none of an empty one', async () => {
    expect(await findRecordedDay(index, 'first')).toBeUndefined();
  });
});
