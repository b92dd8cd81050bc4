import { describe, expect, it } from 'vitest';
import { meterReads } from '../../lib/audit/meter.ts';
import type { AuditContext } from '../../lib/audit/ports.ts';
import { AuditWorld } from './audit-world.ts';

const page = { items: [], next: undefined, scanned: 7, readUnits: 2.5 };
const QUERY = {
  index: { name: 'by-event-name', partitionKey: 'eventName' },
  key: 'A',
  from: '0',
  to: '9',
  order: 'newest-first',
  filter: undefined,
} as const;

const context: AuditContext = {
  ...new AuditWorld().context(),
  events: { queryIndex: async () => page, readEvents: async () => [{}, {}] },
  logFiles: {
    readSection: async () => ({ ...page, scanned: 9 }),
    readEntry: async () => undefined,
    readRejectedRecords: async () => [],
    shardCount: async () => 3,
  },
  bucket: {
    async *read() {
      yield Buffer.from('x');
    },
  },
};

describe('meterReads', () => {
  it('has counted nothing at first', () => {
    expect(meterReads(context).usage()).toEqual({ requests: 0, readUnits: 0, entries: 0, logFiles: 0 });
  });

  it.each<[string, (context: AuditContext) => unknown, object]>([
    [
      'a page of an index',
      ({ events }) => events.queryIndex(QUERY, {}),
      { requests: 1, readUnits: 2.5, entries: 7 },
    ],
    [
      'the copies of an event',
      ({ events }) => events.readEvents('a'),
      { requests: 1, readUnits: 0.5, entries: 2 },
    ],
    // Not entries of an index.
    [
      'a section',
      ({ logFiles }) => logFiles.readSection({ section: 's' }),
      { requests: 1, readUnits: 2.5, entries: 0 },
    ],
    ['an entry of the ledger', ({ logFiles }) => logFiles.readEntry('d', 'k'), { requests: 1, readUnits: 1 }],
    [
      'rejected records',
      ({ logFiles }) => logFiles.readRejectedRecords('d', 'k'),
      { requests: 1, readUnits: 1 },
    ],
    ['the settings', ({ logFiles }) => logFiles.shardCount(), { requests: 1, readUnits: 1 }],
    [
      'a log file',
      async ({ bucket }) => bucket.read('k')[Symbol.asyncIterator]().next(),
      { requests: 0, readUnits: 0, logFiles: 1 },
    ],
  ])('counts %s, and hands it on', async (_, read, counted) => {
    const metered = meterReads(context);
    expect(await read(metered.context)).toEqual(await read(context));
    expect(metered.usage()).toMatchObject(counted);
  });

  it('adds up, and counts apart what is metered apart', async () => {
    const [one, other] = [meterReads(context), meterReads(context)];
    await one.context.events.queryIndex(QUERY, {});
    await one.context.logFiles.shardCount();
    expect(one.usage()).toEqual({ requests: 2, readUnits: 3.5, entries: 7, logFiles: 0 });
    expect(other.usage().requests).toBe(0);
  });

  it('counts the settings once: they are remembered', async () => {
    const { context: metered, usage } = meterReads(context);
    expect([await metered.logFiles.shardCount(), await metered.logFiles.shardCount()]).toEqual([3, 3]);
    expect(usage()).toMatchObject({ requests: 1, readUnits: 1 });
  });

  it('keeps what else the context holds', () => {
    const place = { ...context, close: () => 'closed' };
    const metered = meterReads(place).context;
    expect([metered.close(), metered.now]).toEqual(['closed', context.now]);
  });
});
