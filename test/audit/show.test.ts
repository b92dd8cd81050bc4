import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ShowContext, type ShownRecord, showEvent, showEvents } from '../../lib/audit/show.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import { toLedgerItem } from '../../lib/event-index/ledger.ts';
import { toHashPointer } from '../../lib/event-index/log-file-pointer.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

let index: MemoryIndex;
let files: Map<string, string[]>;
/** Log files in the order in which reading them began. */
let reads: string[];
let mostAtOnce: number;

beforeEach(() => {
  index = new MemoryIndex();
  files = new Map();
  reads = [];
  mostAtOnce = 0;
});

function store(eventID: string, logFileKey: string, record = `{"eventID":"${eventID}"}`): void {
  const records = files.get(logFileKey) ?? [];
  files.set(logFileKey, records);
  const recordIndex = records.push(record) - 1;
  const recordHash = createHash('sha256').update(record).digest().subarray(0, 16);
  const event = {
    eventID,
    eventTime: '2026-03-17T09:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    principal: 'arn:aws:iam::111122223333:user/mary',
    credentialKind: 'iam-user' as const,
    recipientAccountId: '111122223333',
    awsRegion: 'us-east-1',
    failed: false,
    resources: [],
  };
  const source = { logFileKey, deliveryDay: '2026-03-17', recordIndex, recordHash };
  index.events.put(toEventItem(event, source, { shardCount: 1 }));
}

function context(): ShowContext {
  let running = 0;
  return {
    events: index,
    logFiles: index,
    bucket: {
      async *read(key) {
        reads.push(key);
        mostAtOnce = Math.max(mostAtOnce, ++running);
        try {
          await setImmediate();
          const records = files.get(key);
          if (records === undefined) throw new TypeError('gone');
          yield Buffer.from(`{"Records":[${records.join(',')}]}`);
        } finally {
          running--;
        }
      },
    },
  };
}

function summaryOf(shown: ReadonlyMap<string, readonly ShownRecord[]>) {
  return [...shown].map(([eventID, records]) => [
    eventID,
    ...records.map((record) =>
      record.kind === 'intact' ? Buffer.from(record.bytes).toString() : `${record.kind}: ${record.problem}`,
    ),
  ]);
}

describe('events that are asked for together', () => {
  it('stand in the order in which they are asked for, once each, each log file read once', async () => {
    for (const id of ['a', 'b', 'c', 'd']) store(id, id < 'c' ? 'one.json.gz' : 'two.json.gz');
    expect(summaryOf(await showEvents(['d', 'a', 'nobody', 'c', 'b', 'a'], context()))).toEqual([
      ['d', '{"eventID":"d"}'],
      ['a', '{"eventID":"a"}'],
      ['nobody'],
      ['c', '{"eventID":"c"}'],
      ['b', '{"eventID":"b"}'],
    ]);
    expect(reads).toEqual(['two.json.gz', 'one.json.gz']);
  });

  it('lose to a log file that cannot be read only the records in it', async () => {
    store('a', 'one.json.gz');
    store('b', 'two.json.gz');
    files.delete('one.json.gz');
    const shown = await showEvents(['a', 'b'], context());
    expect(summaryOf(shown)).toEqual([
      ['a', 'unreadable: The log file cannot be read: TypeError: gone'],
      ['b', '{"eventID":"b"}'],
    ]);
    expect(shown.get('a')).toMatchObject([{ logFile: 'one.json.gz', cause: new TypeError('gone') }]);
  });

  it('are told from what stands in their place now', async () => {
    for (const id of ['a', 'b', 'c']) store(id, 'one.json.gz');
    files.set('one.json.gz', ['{"eventID":"a"}', '{"eventID":"B"}']);
    expect(summaryOf(await showEvents(['a', 'b', 'c'], context()))).toEqual([
      ['a', '{"eventID":"a"}'],
      [
        'b',
        'altered: Record 1 of the log file is not the one that was indexed: its SHA-256 begins with ' +
          '2df073967664ad15987576d22ebb706f, not with cb6768342d004e91f7879aab0fa92080.',
      ],
      ['c', 'altered: The log file has no record 2 any more.'],
    ]);
  });

  it('are told from one that is larger than any that is indexed', async () => {
    store('a', 'one.json.gz');
    files.set('one.json.gz', [`"${'x'.repeat(32 * 1024 ** 2 - 1)}"`]);
    expect(summaryOf(await showEvents(['a'], context()))).toEqual([
      [
        'a',
        'altered: Record 0 of the log file is not the one that was indexed: it has 33554433 bytes now, and records ' +
          'of more than 33554432 are never indexed.',
      ],
    ]);
  });

  it('carry the hash of their log file where whole files are asked for', async () => {
    for (const id of ['a', 'b', 'c']) store(id, 'one.json.gz');
    const [shown] = await showEvent('a', context(), { wholeFiles: true });
    const whole = '{"Records":[{"eventID":"a"},{"eventID":"b"},{"eventID":"c"}]}';
    expect(shown?.logFileSha256).toBe(createHash('sha256').update(whole).digest('hex'));
    expect(await showEvent('a', context())).toMatchObject([{ logFileSha256: undefined }]);
  });

  it('say so where nobody knows their log file any more', async () => {
    store('a', 'one.json.gz');
    for (const item of [...index.events.items.values()]) {
      const position = item.logFile !== undefined && 'S' in item.logFile ? item.logFile.S.slice(-2) : '';
      const pointer = toHashPointer('one.json.gz', '2026-03-17');
      index.events.put({ ...item, logFile: { S: `${pointer}${position}` } });
    }
    const shown = await showEvent('a', context());
    expect(shown).toMatchObject([{ kind: 'unreadable', reason: 'unknown-log-file' }]);
    expect(shown[0]?.logFile).toMatch(/^\(unknown log file of 2026-03-17, SHA-256 [0-9a-f]+…\)$/);
    expect(reads).toEqual([]);
  });

  it('have at most four log files read at once', async () => {
    const ids = Array.from({ length: 12 }, (_, at) => `e${at}`);
    for (const id of ids) store(id, `${id}.json.gz`);
    expect((await showEvents(ids, context())).size).toBe(12);
    expect([reads.length, mostAtOnce]).toEqual([12, 4]);
  });

  it('have a key that is stored as its hash looked up once', async () => {
    const key = 'a/log/file.json.gz';
    for (const id of ['a', 'b', 'c']) store(id, key);
    for (const item of [...index.events.items.values()]) {
      const position = item.logFile !== undefined && 'S' in item.logFile ? item.logFile.S.slice(-2) : '';
      index.events.put({ ...item, logFile: { S: `${toHashPointer(key, '2026-03-17')}${position}` } });
    }
    const entry = { key, deliveryDay: '2026-03-17', updatedAt: '2026-03-17T10:00:00.000Z', rulesVersion: 1 };
    index.logFiles.put(toLedgerItem({ ...entry, status: 'indexed' }));
    let sections = 0;
    const readSection: MemoryIndex['readSection'] = (request) => {
      sections++;
      return index.readSection(request);
    };
    const logFiles = {
      readSection,
      readEntry: index.readEntry.bind(index),
      readRejectedRecords: index.readRejectedRecords.bind(index),
      shardCount: index.shardCount.bind(index),
    };
    expect(summaryOf(await showEvents(['c', 'a', 'b'], { ...context(), logFiles }))).toEqual([
      ['c', '{"eventID":"c"}'],
      ['a', '{"eventID":"a"}'],
      ['b', '{"eventID":"b"}'],
    ]);
    expect([sections, reads]).toEqual([1, [key]]);
  });
});

describe('one event', () => {
  it('is every copy that is stored under its id', async () => {
    store('a', 'one.json.gz');
    store('a', 'two.json.gz', '{"eventID":"a","more":1}');
    const shown = await showEvent('a', context());
    expect(shown.map(({ kind, logFile }) => [kind, logFile])).toEqual([
      ['intact', 'one.json.gz'],
      ['intact', 'two.json.gz'],
    ]);
    expect(await showEvent('nobody', context())).toEqual([]);
  });
});
