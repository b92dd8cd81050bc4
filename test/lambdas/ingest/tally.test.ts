import { describe, expect, it } from 'vitest';
import { ingestMessage } from '../../../lambdas/ingest/ingest.ts';
import { type IndexedFile, Tally } from '../../../lambdas/ingest/tally.ts';
import { type LedgerEntry, toLedgerItem } from '../../../lib/event-index/ledger.ts';
import { keyOf, notification, record, World } from './world.ts';

const NOW = new Date('2026-03-17T12:00:00.000Z');

function entry(rest: Partial<LedgerEntry>): LedgerEntry {
  return {
    key: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz',
    deliveryDay: '2026-03-17',
    status: 'indexed',
    updatedAt: '2026-03-17T12:00:00.000Z',
    rulesVersion: 1,
    ...rest,
  };
}

function indexed(of: Partial<LedgerEntry>, rest: Partial<IndexedFile> = {}): IndexedFile {
  return {
    entry: entry(of),
    eventsPerHour: new Map(),
    deliveredAt: '2026-03-17T11:55Z',
    isNew: true,
    ...rest,
  };
}

describe('the counts', () => {
  it('are of all records of the files that were finished', () => {
    const tally = new Tally();
    tally.addIndexed(indexed({ records: 10, indexed: 7, rejected: 2, expired: 1 }), NOW);
    tally.addIndexed(indexed({ records: 5, indexed: 5, rejected: 0, expired: 0 }), NOW);
    expect(tally).toMatchObject({
      indexedFiles: 2,
      records: 15,
      indexedRecords: 12,
      rejectedRecords: 2,
      expiredRecords: 1,
    });
  });

  it('hold what a damaged file had before the damage', () => {
    const tally = new Tally();
    tally.addRejected(entry({ status: 'rejected', records: 4, indexed: 3, rejected: 1, expired: 0 }));
    expect(tally).toMatchObject({ rejectedFiles: 1, indexedFiles: 0, records: 4, indexedRecords: 3 });
  });

  it('add up the hours of all files', () => {
    const tally = new Tally();
    tally.addIndexed(indexed({}, { eventsPerHour: new Map([['2026-03-17T10', 2]]) }), NOW);
    tally.addIndexed(indexed({}, { eventsPerHour: new Map([['2026-03-17T10', 3]]) }), NOW);
    expect([...tally.eventsPerHour]).toEqual([['2026-03-17T10', 5]]);
  });
});

describe('the lag', () => {
  it('is the longest from delivery, and from the newest event, to the index', () => {
    const tally = new Tally();
    tally.addIndexed(indexed({ latestEventTime: '2026-03-17T11:51:00Z' }), NOW);
    tally.addIndexed(
      indexed({ latestEventTime: '2026-03-17T11:50:00Z' }, { deliveredAt: '2026-03-17T11:58Z' }),
      NOW,
    );
    expect(tally.indexLagSeconds).toBe(300);
    expect(tally.eventLagSeconds).toBe(600);
  });

  it('has no value where no file was indexed', () => {
    expect(new Tally().indexLagSeconds).toBeUndefined();
  });

  it.each([
    ['delivered two days ago', { deliveredAt: '2026-03-15T12:00Z' }, 172_800],
    ['delivered earlier than that', { deliveredAt: '2026-03-15T11:59Z' }, undefined],
    ['whose name tells no time', { deliveredAt: undefined }, undefined],
    ['that the index held before', { isNew: false }, undefined],
  ])('of a file %s', (_, file, seconds) => {
    const tally = new Tally();
    tally.addIndexed(indexed({ latestEventTime: '2026-03-15T11:00:00Z' }, file), NOW);
    expect(tally.indexLagSeconds).toBe(seconds);
    expect(tally.eventLagSeconds).toBe(seconds === undefined ? undefined : 176_400);
  });

  it('is measured without a newest event too, of a file that holds none', () => {
    const tally = new Tally();
    tally.addIndexed(indexed({}), NOW);
    expect(tally).toMatchObject({ indexLagSeconds: 300, eventLagSeconds: undefined });
  });
});

describe('a log file on its way', () => {
  const KEY = keyOf('one');
  const ingest = (world: World) => ingestMessage(notification(KEY), world.context());

  it('that took several invocations counts once, whole, in the last', async () => {
    const world = new World();
    world.deliver(
      KEY,
      Array.from({ length: 60 }, (_, index) => record(`event-${index}`)),
    );
    let batches = 0;
    world.onPutBatch = (items) => (++batches === 1 ? items.length : 0);
    world.remainingMs = 3_010;
    await expect(ingest(world)).rejects.toThrow();
    expect(world.tally).toMatchObject({ records: 0, indexedRecords: 0, indexedFiles: 0, retriedFiles: 1 });

    world.onPutBatch = (items) => items.length;
    world.remainingMs = 300_000;
    await ingest(world);
    expect(world.tally).toMatchObject({ records: 60, indexedRecords: 60, indexedFiles: 1, retriedFiles: 0 });
  });

  it('has a lag from the minute in its name, and none when newer rules index it again', async () => {
    const world = new World();
    world.deliver(KEY, [record('a')]);
    await ingest(world);
    // Delivered at 09:15, its event of 09:10:11; the clock of the tests says 12:00.
    expect(world.tally).toMatchObject({ indexLagSeconds: 9_900, eventLagSeconds: 10_189 });

    const known = await world.index.readEntry('2026-03-17', KEY);
    if (known === undefined) throw new Error('no ledger entry');
    world.index.logFiles.put(toLedgerItem({ ...known, rulesVersion: 0 }));
    await ingest(world);
    expect(world.tally).toMatchObject({ indexedFiles: 1, indexLagSeconds: undefined });
  });

  it('that is refused counts as rejected', async () => {
    const world = new World();
    world.deliver(KEY, Buffer.from('no gzip'));
    await ingest(world);
    expect(world.tally).toMatchObject({ rejectedFiles: 1, indexedFiles: 0, records: 0 });
  });
});
