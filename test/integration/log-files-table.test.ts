/** The conditions of the LogFiles table, by both DynamoDB engines: what stands, what is replaced, how pages go on. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putBatchOnce } from '../../lib/aws/batch-write.ts';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { type LedgerEntry, toLedgerItem } from '../../lib/event-index/ledger.ts';
import type { DeclaredTable } from '../../lib/local/declared-table.ts';
import { deployTables } from '../../lib/local/deploy-tables.ts';
import { dynalite } from '../../lib/local/dynamodb/dynalite.ts';
import { dynoxide, findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import type { Engine, RunningEngine } from '../../lib/local/dynamodb/engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const DAY = '2026-03-17';

function declare(name: string): DeclaredTable {
  return {
    name,
    keySchema: [
      { AttributeName: 'section', KeyType: 'HASH' },
      { AttributeName: 'entry', KeyType: 'RANGE' },
    ],
    attributes: [
      { AttributeName: 'section', AttributeType: 'S' },
      { AttributeName: 'entry', AttributeType: 'S' },
    ],
    globalIndexes: [],
    localIndexes: [],
  };
}

const SEEN = '2026-03-17T12:00:00.000Z';
const LATER = '2026-03-17T12:00:01.000Z';

function entryOf(rest: Partial<LedgerEntry>): LedgerEntry {
  return {
    key: 'a.json.gz',
    deliveryDay: DAY,
    status: 'pending',
    updatedAt: '2026-03-17T10:00:00.000Z',
    rulesVersion: 1,
    ...rest,
  };
}

const engines: [string, Engine, boolean][] = [
  ['dynalite', dynalite, true],
  ['dynoxide', dynoxide, (await findDynoxide()) !== undefined],
];

describe.each(engines.filter(([, , isInstalled]) => isInstalled))('%s', (_name, engine) => {
  let directory: string;
  let running: RunningEngine;
  let client: DynamoDBClient;
  let tables = 0;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    running = await engine.start({ directory });
    client = new DynamoDBClient({
      endpoint: running.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  afterAll(async () => {
    client.destroy();
    await running.stop();
    await removeDirectory(directory);
  });

  /** Each test has a table of its own. */
  async function makeTable() {
    const name = `LogFiles-${++tables}`;
    await deployTables(client, [declare(name)]);
    const put = (items: readonly Item[]) => putBatchOnce(client, name, items);
    return { ...openLogFilesTable(client, name), put };
  }

  describe('the number of write shards', () => {
    it('is 1 until somebody raises it, and never lowered', async () => {
      const { shardCount, raiseShardCount } = await makeTable();
      expect(await shardCount()).toBe(1);
      expect(await raiseShardCount(1)).toBe(1);
      expect(await raiseShardCount(4)).toBe(4);
      expect(await shardCount()).toBe(4);
      expect(await raiseShardCount(2)).toBe(4);
      expect(await raiseShardCount(8)).toBe(8);
      expect(await shardCount()).toBe(8);
    });

    it('is the highest that anybody wants, whoever comes first', async () => {
      const { shardCount, raiseShardCount } = await makeTable();
      await Promise.all([3, 16, 5, 2, 16, 9].map(raiseShardCount));
      expect(await shardCount()).toBe(16);
    });
  });

  describe('an entry that does not say that the file is indexed', () => {
    it.each<[string, Partial<LedgerEntry> | undefined, string | undefined, boolean]>([
      ['stands where there was none', undefined, undefined, true],
      ['stands where there was none, whatever was seen', undefined, SEEN, true],
      ['replaces an earlier try', { status: 'pending', eTag: 'new' }, undefined, true],
      ['replaces an earlier rejection of the object', { status: 'rejected', eTag: 'new' }, SEEN, true],
      ['leaves a success alone', { status: 'indexed', eTag: 'old' }, undefined, false],
      ['leaves a success alone that it has not seen', { status: 'indexed', updatedAt: LATER }, SEEN, false],
      ['replaces the success that it has seen', { status: 'indexed', updatedAt: SEEN }, SEEN, true],
    ])('%s', async (_what, before, seenAt, isReplaced) => {
      const { put, putUnlessSettled, readEntry } = await makeTable();
      if (before !== undefined) await put([toLedgerItem(entryOf(before))]);
      const item = toLedgerItem(entryOf({ status: 'rejected', eTag: 'new', reason: 'the new word' }));
      await putUnlessSettled(item, { statuses: ['indexed'], seenAt });
      const entry = await readEntry(DAY, 'a.json.gz');
      expect(entry?.reason).toBe(isReplaced ? 'the new word' : undefined);
      expect(entry?.status).toBe(isReplaced ? 'rejected' : 'indexed');
    });
  });

  it('leaves every end alone that it is told to leave', async () => {
    const { put, putUnlessSettled, readEntry } = await makeTable();
    const item = toLedgerItem(entryOf({ status: 'pending', reason: 'the new word' }));
    await put([toLedgerItem(entryOf({ status: 'rejected', updatedAt: LATER, reason: 'the last word' }))]);
    const statuses = ['indexed', 'rejected'] as const;
    await putUnlessSettled(item, { statuses, seenAt: SEEN });
    expect(await readEntry(DAY, 'a.json.gz')).toMatchObject({ status: 'rejected', reason: 'the last word' });
    await putUnlessSettled(item, { statuses, seenAt: LATER });
    expect(await readEntry(DAY, 'a.json.gz')).toMatchObject({ status: 'pending', reason: 'the new word' });
  });

  it('counts the events of an hour', async () => {
    const { addToCounter, readSection } = await makeTable();
    await Promise.all([2, 3, 5].map((events) => addToCounter('2026-03-17T09', events)));
    await addToCounter('2026-03-17T10', 7);
    const { items } = await readSection({ section: 'event-counts#2026-03-17' });
    expect(items.map(({ entry, events }) => [entry, events])).toEqual([
      [{ S: '09' }, { N: '10' }],
      [{ S: '10' }, { N: '7' }],
    ]);
  });

  describe('a section', () => {
    const SECTION = `log-files#${DAY}`;
    const keys = ['a', 'b', 'c', 'd', 'e'];

    async function makeFilledTable() {
      const table = await makeTable();
      await table.put([
        ...keys.toReversed().map((key) => toLedgerItem(entryOf({ key }))),
        toLedgerItem(entryOf({ key: 'other', deliveryDay: '2026-03-18' })),
      ]);
      return table;
    }

    it.each([
      [true, [['a', 'b'], ['c', 'd'], ['e']]],
      [false, [['e', 'd'], ['c', 'b'], ['a']]],
    ])('is read in pages, ascending: %s', async (ascending, expected) => {
      const { readSection } = await makeFilledTable();
      const pages: (string | undefined)[][] = [];
      let start: Item | undefined;
      do {
        const page = await readSection({ section: SECTION, ascending, limit: 2, start });
        pages.push(
          page.items.map(({ entry }) => (entry !== undefined && 'S' in entry ? entry.S : undefined)),
        );
        start = page.next;
      } while (start !== undefined);
      expect(pages).toEqual(expected);
    });

    it('is read whole and ascending where nothing else is said', async () => {
      const { readSection } = await makeFilledTable();
      const { items, next } = await readSection({ section: SECTION });
      expect(items.map(({ entry }) => entry)).toEqual(keys.map((key) => ({ S: key })));
      expect(next).toBeUndefined();
    });
  });
});
