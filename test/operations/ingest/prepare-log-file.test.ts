import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type PrepareOptions, prepareLogFile } from '../../../lib/operations/ingest/prepare-log-file.ts';

const NAME = '111122223333_CloudTrail_eu-west-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';
const KEY = `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/${NAME}`;

const RECORD =
  '{"eventVersion":"1.11", "eventTime":"2026-03-17T09:10:11Z","awsRegion":"eu-central-1","recipientAccountId":"444455556666"}';
const LOG_FILE = `{"Records":[${RECORD}]}`;
/** The unique strings are the SHA-256 of the inflated bytes in base 62, from its last digit on, worked out apart. */
const MADE_UP =
  'AWSLogs/444455556666/CloudTrail/eu-central-1/2026/03/17/444455556666_CloudTrail_eu-central-1_20260317T0910Z_';

async function prepare(relativePath: string, content: string | Uint8Array, options?: PrepareOptions) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const file = await prepareLogFile({ path: `/data/${relativePath}`, relativePath, bytes }, options);
  if (file === undefined) throw new Error('Nothing is delivered.');
  return file;
}

function inflated(body: Uint8Array): string {
  return gunzipSync(body).toString();
}

describe('a file with a key of CloudTrail', () => {
  it('is delivered under it, byte for byte', async () => {
    const bytes = gzipSync(LOG_FILE, { level: 1 });
    const file = await prepare(`copy/${KEY}`, bytes);
    expect(file).toMatchObject({
      key: KEY,
      deliveryDay: '2026-03-17',
      isDigest: false,
      notAsDelivered: false,
    });
    expect(file.body).toBe(bytes);
    expect(file.originalName).toBeUndefined();
  });

  it('is compressed again when it was inflated, with the same bytes inside and every time the same outside', async () => {
    const file = await prepare(NAME.slice(0, -3), LOG_FILE);
    expect(file).toMatchObject({ key: KEY, notAsDelivered: false });
    expect(inflated(file.body)).toBe(LOG_FILE);
    // No time, no operating system.
    expect([...file.body.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    expect((await prepare(`other/${NAME}`, LOG_FILE)).body).toEqual(file.body);
  });

  it('knows the hash that its digest signs', async () => {
    // printf '{"Records":[]}' | sha256sum
    const sha256 = '26a792db36a3afba23b1dd277fcc9f15a7313c4a92e4e4cc0494846af345ecff';
    expect((await prepare(NAME, gzipSync('{"Records":[]}'))).sha256).toBe(sha256);
    expect((await prepare(NAME.slice(0, -3), '{"Records":[]}')).sha256).toBe(sha256);
  });

  it('is delivered as it is even if nothing in it can be read', async () => {
    const cut = gzipSync(LOG_FILE).subarray(0, 40);
    const file = await prepare(NAME, cut);
    expect(file.key).toBe(KEY);
    expect(file.body).toBe(cut);
    expect(inflated((await prepare(NAME, 'not JSON')).body)).toBe('not JSON');
  });
});

describe('a log file of another name', () => {
  it('gets one from its records and keeps its bytes', async () => {
    const bytes = gzipSync(LOG_FILE);
    const file = await prepare('week 12/export.json.gz', bytes);
    expect(file.key).toBe(`${MADE_UP}lulpfXz6nm7KFzuq.json.gz`);
    expect(file).toMatchObject({
      deliveryDay: '2026-03-17',
      notAsDelivered: false,
      originalName: 'week 12/export.json.gz',
    });
    expect(file.body).toBe(bytes);
  });

  it('gets the same key however its content is compressed or named, and another for other content', async () => {
    const keys = await Promise.all([
      prepare('a.json', LOG_FILE),
      prepare('b.gz', gzipSync(LOG_FILE, { level: 1 })),
      prepare('c.json.gz', gzipSync(LOG_FILE, { level: 9 })),
      prepare('d.json', `${LOG_FILE}\n`),
    ]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(2);
    expect(keys[2]?.key).toBe(keys[0]?.key);
    expect(keys[3]?.key).not.toBe(keys[0]?.key);
  });

  it('goes under the prefix of the trail', async () => {
    expect((await prepare('a.json', LOG_FILE, { keyPrefix: 'audit' })).key).toBe(
      `audit/${MADE_UP}lulpfXz6nm7KFzuq.json.gz`,
    );
  });

  const logFile = (...records: object[]) => JSON.stringify({ Records: records });
  const folderOf = async (document: string) => (await prepare('a.json', document)).key.replace(/_[^_]*$/, '');
  const time = { eventTime: '2026-03-17T09:10:11Z' };

  it('is placed by the majority of its records and the newest of them', async () => {
    const document = logFile(
      { recipientAccountId: '111122223333', awsRegion: 'us-west-2', eventTime: '2026-03-01T00:00:00Z' },
      { recipientAccountId: '444455556666', awsRegion: 'eu-west-3', eventTime: '2026-03-02T23:59:59Z' },
      { recipientAccountId: '444455556666', awsRegion: 'eu-west-3', eventTime: '20260302T120000Z' },
      { recipientAccountId: 'not an account', awsRegion: '../..', eventTime: 'tomorrow' },
      { recipientAccountId: 'not an account', awsRegion: '../..', eventTime: '2026-02-30T00:00:00Z' },
      { recipientAccountId: 'not an account', awsRegion: '../..', eventTime: 'tomorrow' },
    );
    expect(await folderOf(document)).toBe(
      'AWSLogs/444455556666/CloudTrail/eu-west-3/2026/03/02/444455556666_CloudTrail_eu-west-3_20260302T2359Z',
    );
  });

  it('takes the account of the callers where the records name no recipient', async () => {
    const document = logFile({
      ...time,
      awsRegion: 'us-gov-west-1',
      userIdentity: { accountId: '777788889999' },
    });
    expect(await folderOf(document)).toBe(
      'AWSLogs/777788889999/CloudTrail/us-gov-west-1/2026/03/17/777788889999_CloudTrail_us-gov-west-1_20260317T0910Z',
    );
  });

  it.each([
    ['no records', logFile()],
    ['records that say nothing', logFile({ eventVersion: '1.11' }, {}, { eventTime: 12 })],
  ])('says in its key that nothing is known of %s', async (_, document) => {
    expect(await folderOf(document)).toBe(
      'AWSLogs/000000000000/CloudTrail/us-east-1/1970/01/01/000000000000_CloudTrail_us-east-1_19700101T0000Z',
    );
  });

  it.each([
    [
      'CloudTrail-Insight',
      [
        { ...time, eventType: 'AwsCloudTrailInsight' },
        { ...time, eventCategory: 'Insight' },
      ],
    ],
    ['CloudTrail-NetworkActivity', [{ ...time, eventCategory: 'NetworkActivity' }]],
    [
      'CloudTrail',
      [
        { ...time, eventCategory: 'NetworkActivity' },
        { ...time, eventCategory: 'Management' },
      ],
    ],
    ['CloudTrail', [{ ...time, eventCategory: 'Data' }]],
  ])('lies in %s if all its records belong there', async (folder, records) => {
    expect(await folderOf(logFile(...records))).toBe(
      `AWSLogs/000000000000/${folder}/us-east-1/2026/03/17/000000000000_${folder}_us-east-1_20260317T0910Z`,
    );
  });

  it('places aggregated events by their own members', async () => {
    const record = {
      eventVersion: '1.0',
      eventCategory: 'Aggregated',
      accountId: '111122223333',
      awsRegion: 'us-east-2',
      timeWindow: { windowStart: '2026-03-17T09:05:00Z' },
    };
    expect(await folderOf(logFile(record))).toBe(
      'AWSLogs/111122223333/CloudTrail-Aggregated/us-east-2/2026/03/17/111122223333_CloudTrail-Aggregated_us-east-2_20260317T0905Z',
    );
  });

  it('remembers the end of a name that is too long', async () => {
    const { originalName = '' } = await prepare(`${'ü'.repeat(300)}/export.json`, LOG_FILE);
    expect(originalName).toBe(`…${'ü'.repeat(92)}/export.json`);
    expect(Buffer.byteLength(originalName)).toBe(199);
  });
});

describe('records in another form', () => {
  const event = { EventId: 'x', CloudTrailEvent: RECORD };

  it.each([
    ['lookup-events output', JSON.stringify({ Events: [event, event] }), 2],
    ['JSON lines', `${RECORD}\n${RECORD}\n`, 2],
    ['a bare array', `[${RECORD}]`, 1],
    ['a single record', RECORD, 1],
  ])('are wrapped from %s, verbatim and marked', async (_, document, count) => {
    const expected = `{"Records":[${Array(count).fill(RECORD).join(',')}]}`;
    for (const bytes of [Buffer.from(document), gzipSync(document)]) {
      const file = await prepare('found.jsonl', bytes);
      expect(inflated(file.body)).toBe(expected);
      expect(file).toMatchObject({
        notAsDelivered: true,
        originalName: 'found.jsonl',
        deliveryDay: '2026-03-17',
      });
      expect(file.key.startsWith(MADE_UP)).toBe(true);
      // What the ledger will say of the wrapped document, not of the original.
      expect(file.sha256).toBe((await prepare(NAME, expected)).sha256);
    }
  });

  it('get their key from what the user has, so that the same file gets it again', async () => {
    const [lines, array] = await Promise.all([
      prepare('a.jsonl', `${RECORD}\n`),
      prepare('a.json', `[${RECORD}]`),
    ]);
    expect(lines.key).toBe(`${MADE_UP}G4lCaKTtqCNbj0Yj.json.gz`);
    expect(array.key).not.toBe(lines.key);
    expect((await prepare('again.gz', gzipSync(`${RECORD}\n`))).key).toBe(lines.key);
  });
});

describe('JSON lines of which some are broken', () => {
  it.each([
    ['the last', `${RECORD}\n{"eventTime":"20`, `${RECORD},"{\\"eventTime\\":\\"20"`],
    ['the first', `Time":1}\n${RECORD}\n`, `"Time\\":1}",${RECORD}`],
  ])('are wrapped with a stand-in for %s, which is refused by its position', async (_, text, records) => {
    const file = await prepare('cut.jsonl', text);
    expect(inflated(file.body)).toBe(`{"Records":[${records}]}`);
    expect(file).toMatchObject({ notAsDelivered: true, originalName: 'cut.jsonl' });
    expect(file.key.startsWith(MADE_UP)).toBe(true);
  });
});

describe('a file that cannot be read', () => {
  const NOWHERE =
    /^AWSLogs\/000000000000\/CloudTrail\/us-east-1\/1970\/01\/01\/000000000000_CloudTrail_us-east-1_19700101T0000Z_\w{16}\.json\.gz$/;

  it.each([
    ['a gzip file that is cut off', gzipSync(LOG_FILE).subarray(0, 50)],
    ['two gzip members', Buffer.concat([gzipSync(LOG_FILE), gzipSync(LOG_FILE)])],
    ['gzip of something else', gzipSync('<html></html>')],
    ['gzip of a log file that is cut off', gzipSync(LOG_FILE.slice(0, -4))],
  ])('is delivered as it is, with its name: %s', async (_, bytes) => {
    const file = await prepare('odd.json.gz', bytes);
    expect(file.body).toBe(bytes);
    expect(file.key).toMatch(NOWHERE);
    expect(file).toMatchObject({ notAsDelivered: false, originalName: 'odd.json.gz' });
    expect((await prepare('elsewhere.gz', bytes)).key).toBe(file.key);
  });

  it.each([
    ['text', 'hello'],
    ['a log file that is cut off', LOG_FILE.slice(0, -4)],
    ['JSON without a single event', '{"awsAccountId":"111122223333","logFiles":[]}'],
    ['an array without a single event', '[{"a":1},2]'],
    ['broken lines without a single event', '{"eventTime":"20\n{"a":1}\n'],
    ['nothing at all', ''],
  ])('is compressed, and otherwise delivered as it is: %s', async (_, text) => {
    const file = await prepare('odd.json', text);
    expect(inflated(file.body)).toBe(text);
    expect(file.key).toMatch(NOWHERE);
    expect(file).toMatchObject({ notAsDelivered: false, originalName: 'odd.json' });
  });

  it('may be a bomb: beyond the limit nothing is inflated', async () => {
    const bomb = gzipSync(`[${RECORD}${' '.repeat(1_000_000)}]`);
    const file = await prepare('bomb.json.gz', bomb, { maxInflatedBytes: 1_000_000 });
    expect(file.body).toBe(bomb);
    expect(file.key).toMatch(NOWHERE);
    expect((await prepare('bomb.json.gz', bomb)).notAsDelivered).toBe(true);
  });

  it('is not held in memory unless it begins like JSON', async () => {
    const held: string[] = [];
    const holdInflated: PrepareOptions['holdInflated'] = (task) => {
      held.push('held');
      return task();
    };
    await prepare('zeros.gz', gzipSync(Buffer.alloc(100_000)), { holdInflated });
    await prepare('log.gz', gzipSync(LOG_FILE), { holdInflated });
    expect(held).toEqual([]);
    await prepare('lines.gz', gzipSync(` \n${RECORD}`), { holdInflated });
    expect(held).toEqual(['held']);
  });
});

it('delivers nothing of the empty objects that stand for folders', async () => {
  const path = '/copy/AWSLogs/111122223333/CloudTrail';
  expect(
    await prepareLogFile({ path, relativePath: 'CloudTrail', bytes: new Uint8Array(0) }),
  ).toBeUndefined();
});
