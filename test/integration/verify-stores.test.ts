/** What verification keeps in the LogFiles table and asks of the Events table, by both DynamoDB engines. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putBatchOnce } from '../../lib/aws/batch-write.ts';
import { openCoverageStore } from '../../lib/aws/coverage-store.ts';
import { openEventLookUp } from '../../lib/aws/event-look-up.ts';
import { openKeyArchive } from '../../lib/aws/key-archive.ts';
import { openLedgerMarks } from '../../lib/aws/ledger-marks.ts';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import { fingerprintOf } from '../../lib/cloudtrail/public-key.ts';
import type { DayCoverage } from '../../lib/event-index/coverage.ts';
import { textIn } from '../../lib/event-index/item-reading.ts';
import { type LedgerEntry, toLedgerItem } from '../../lib/event-index/ledger.ts';
import type { ArchivedKey } from '../../lib/event-index/public-key-archive.ts';
import { EVENTS_TABLE, type KeyAttribute, LOG_FILES_TABLE } from '../../lib/event-index/tables.ts';
import { deployTables } from '../../lib/local/deploy-tables.ts';
import { dynalite } from '../../lib/local/dynamodb/dynalite.ts';
import { dynoxide, findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import type { Engine, RunningEngine } from '../../lib/local/dynamodb/engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const DAY = '2026-03-17';
const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz';

interface Keys {
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
}

function declare(name: string, { partitionKey, sortKey }: Keys) {
  return {
    name,
    keySchema: [
      { AttributeName: partitionKey.name, KeyType: 'HASH' as const },
      { AttributeName: sortKey.name, KeyType: 'RANGE' as const },
    ],
    attributes: [partitionKey, sortKey].map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    globalIndexes: [],
    localIndexes: [],
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
  async function makeTable(keys: Keys) {
    const name = `Table-${++tables}`;
    await deployTables(client, [declare(name, keys)]);
    return name;
  }

  it('archives a key once, and finds it by region and fingerprint', async () => {
    const archive = openKeyArchive(client, await makeTable(LOG_FILES_TABLE));
    const der = new Uint8Array(Buffer.from('the bytes of a key'));
    const fingerprint = fingerprintOf(der);
    const archived: ArchivedKey = {
      region: 'eu-west-1',
      key: { fingerprint, der, validFrom: '2026-03-01T00:00:00.000Z', validUntil: undefined },
      signer: 'cloudtrail',
      archivedAt: '2026-03-17T10:00:00.000Z',
    };
    await archive.put(archived);
    await archive.put({ ...archived, signer: 'local', archivedAt: '2026-03-18T10:00:00.000Z' });
    expect(await archive.read('eu-west-1', fingerprint)).toEqual(archived);
    expect(await archive.read('us-east-1', fingerprint)).toBeUndefined();
  });

  it('stores the coverage of a day, and reads that of an account or of all', async () => {
    const store = openCoverageStore(client, await makeTable(LOG_FILES_TABLE));
    const coverageOf = (accountId: string, region: string, day = DAY): DayCoverage => ({
      accountId,
      region,
      day,
      hours: [
        { hour: `${day}T09`, state: 'proven', files: { proven: 12 } },
        { hour: `${day}T10`, state: 'overdue', files: {} },
      ],
      verifiedAt: '2026-03-17T12:00:31.000Z',
      verifiedUntil: '2026-03-17T12:00:00.000Z',
      deep: false,
    });
    const [first, second, other] = [
      coverageOf('111122223333', 'eu-west-1'),
      coverageOf('111122223333', 'us-east-1'),
      coverageOf('444455556666', 'eu-west-1'),
    ];
    for (const one of [other, second, first, coverageOf('111122223333', 'eu-west-1', '2026-03-18')])
      await store.put(one);
    const read = async (day: string, accountId?: string) => {
      const all: DayCoverage[] = [];
      for await (const one of store.readDay(day, accountId)) all.push(one);
      return all;
    };
    expect(await read(DAY)).toEqual([first, second, other]);
    expect(await read(DAY, '111122223333')).toEqual([first, second]);
    expect(await read(DAY, '999999999999')).toEqual([]);
    expect(await store.findAccounts(DAY)).toEqual(['111122223333', '444455556666']);
    expect(await store.findAccounts('2026-03-16')).toEqual([]);
    const again = { ...first, hours: [] };
    await store.put(again);
    expect(await read(DAY, '111122223333')).toEqual([again, second]);
    await store.put({ ...first, verifiedUntil: '2026-03-17T11:59:59.999Z' });
    expect(await read(DAY, '111122223333')).toEqual([again, second]);
    const later = { ...first, verifiedUntil: '2026-03-17T12:00:00.001Z' };
    await store.put(later);
    expect(await read(DAY, '111122223333')).toEqual([later, second]);
  });

  it('reads the events that are there, by both parts of their keys', async () => {
    const table = await makeTable(EVENTS_TABLE);
    const [stored, other] = ['00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100'];
    const itemOf = (eventID: string) => ({
      eventID: { S: eventID },
      recordHash: { B: Buffer.from(stored, 'hex') },
      eventName: { S: 'GetObject' },
    });
    const names = Array.from({ length: 120 }, (_, number) => `event-${number}`);
    for (let start = 0; start < names.length; start += 20)
      await putBatchOnce(client, table, names.slice(start, start + 20).map(itemOf));
    const { findItems } = openEventLookUp(client, table);
    const asked = [...names, 'gone'].map((eventID) => ({ eventID, recordHash: stored }));
    const altered = { eventID: 'event-7', recordHash: other };
    const found = await findItems([...asked, altered]);
    expect(found.map((item) => textIn(item, 'eventID')).sort()).toEqual(names.toSorted());
    expect(found[0]?.eventName).toEqual({ S: 'GetObject' });
  });

  describe('a mark that a file is to be indexed anew', () => {
    async function ledgerWith(rest: Partial<LedgerEntry>) {
      const name = await makeTable(LOG_FILES_TABLE);
      const entry: LedgerEntry = {
        key: KEY,
        deliveryDay: DAY,
        status: 'indexed',
        updatedAt: '2026-03-17T10:00:00.000Z',
        rulesVersion: 1,
        eTag: 'abc123',
        records: 3,
        ...rest,
      };
      await putBatchOnce(client, name, [toLedgerItem(entry)]);
      const { readEntry } = openLogFilesTable(client, name);
      return { entry, ...openLedgerMarks(client, name), read: () => readEntry(DAY, KEY) };
    }

    it('changes nothing but the version of the rules', async () => {
      const { entry, markOutdated, read } = await ledgerWith({});
      expect(await markOutdated(DAY, KEY, 'abc123')).toBe(true);
      expect(await read()).toEqual({ ...entry, rulesVersion: 0 });
    });

    it.each<[string, Partial<LedgerEntry>, string, string]>([
      ['of another object', {}, KEY, 'def456'],
      ['of a file that is not done', { status: 'pending' }, KEY, 'abc123'],
      ['of a file that nobody knows', {}, `${KEY}.gz`, 'abc123'],
    ])('is not made %s', async (_what, rest, key, eTag) => {
      const { entry, markOutdated, read } = await ledgerWith(rest);
      expect(await markOutdated(DAY, key, eTag)).toBe(false);
      expect(await read()).toEqual(entry);
    });
  });
});
