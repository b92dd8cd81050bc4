import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { ingestMessage } from '../../../lambdas/ingest/ingest.ts';
import { BUCKET, keyOf, notification, record, World } from './world.ts';

const DAY = '2026-03-17';
let world: World;

beforeEach(() => {
  world = new World();
});

const ingest = (...keys: string[]) => ingestMessage(notification(...keys), world.context());
const ledger = (key: string) => world.index.readEntry(DAY, key);

describe('a log file', () => {
  it('has its events in the index and its counts in the ledger', async () => {
    const records = [record('a'), record('b', { eventTime: '2026-03-17T09:08:00Z' })];
    world.deliver(keyOf('one'), records);
    await ingest(keyOf('one'));
    expect(world.eventIDs()).toEqual(['a', 'b']);
    expect(await ledger(keyOf('one'))).toMatchObject({
      status: 'indexed',
      records: 2,
      indexed: 2,
      rejected: 0,
      expired: 0,
      earliestEventTime: '2026-03-17T09:08:00Z',
      latestEventTime: '2026-03-17T09:10:11Z',
      sha256: createHash('sha256')
        .update(JSON.stringify({ Records: records }))
        .digest('hex'),
      updatedAt: '2026-03-17T12:00:00.000Z',
    });
  });

  it('is written catalogue first, events next, ledger last', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const order = world.writes.filter((write, index, all) => write !== all[index - 1]);
    expect(order).toEqual(['catalogue', 'events', 'catalogue', 'ledger']);
  });

  it('costs no write the second time', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    world.writes.length = 0;
    await ingest(keyOf('one'));
    expect(world.writes.filter((write) => write !== 'catalogue')).toEqual([]);
    expect(world.tally.alreadyIndexed).toBe(1);
  });

  it('is indexed again when its object changed', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    world.deliver(keyOf('one'), [record('a'), record('b')]);
    await ingest(keyOf('one'));
    expect(world.eventIDs()).toEqual(['a', 'b']);
    expect(await ledger(keyOf('one'))).toMatchObject({ records: 2 });
  });

  it('of many records arrives whole in batches that DynamoDB accepts', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `event-${String(index).padStart(3, '0')}`);
    world.deliver(
      keyOf('many'),
      ids.map((id) => record(id)),
    );
    await ingest(keyOf('many'));
    expect(world.eventIDs()).toEqual(ids);
  });

  it('with the same record twice gives one item and counts both', async () => {
    world.deliver(keyOf('twice'), [record('a'), record('a')]);
    await ingest(keyOf('twice'));
    expect(world.eventIDs()).toEqual(['a']);
    expect(await ledger(keyOf('twice'))).toMatchObject({ records: 2, indexed: 2 });
  });

  it('with two different records of one id keeps both', async () => {
    world.deliver(keyOf('same-id'), [record('a'), record('a', { eventName: 'GetBucketAcl' })]);
    await ingest(keyOf('same-id'));
    expect(world.eventIDs()).toEqual(['a', 'a']);
  });

  it('without records is indexed with nothing', async () => {
    world.deliver(keyOf('empty'), []);
    await ingest(keyOf('empty'));
    expect(await ledger(keyOf('empty'))).toMatchObject({ status: 'indexed', records: 0 });
  });

  it('is known to the catalogue by delivery day and values', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const entries = async (section: string) =>
      (await world.index.readSection({ section })).items.map((item) => (item.entry as { S: string }).S);
    expect(await entries('delivery-day#2026')).toEqual([DAY]);
    expect(await entries(`source#${DAY}`)).toEqual(['s3.amazonaws.com']);
    expect(await entries('principal#2026')).toEqual(['arn:aws:iam::111122223333:user/mary']);
  });
});

describe('bad input', () => {
  it('names a record that is no event by position and reason, and indexes the rest', async () => {
    world.deliver(keyOf('mixed'), [record('a'), 'text', record('b', { eventTime: 'soon' }), record('c')]);
    await ingest(keyOf('mixed'));
    expect(world.eventIDs()).toEqual(['a', 'c']);
    expect(await ledger(keyOf('mixed'))).toMatchObject({
      status: 'indexed',
      records: 4,
      indexed: 2,
      rejected: 2,
    });
    const rejected = await world.index.readRejectedRecords(DAY, keyOf('mixed'));
    expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
    expect(rejected[1]?.reason).toContain('soon');
  });

  it('names a record over the size limit', async () => {
    world.deliver(keyOf('large'), [
      record('a', { requestParameters: { text: 'x'.repeat(100_001) } }),
      record('b'),
    ]);
    await ingest(keyOf('large'));
    expect(world.eventIDs()).toEqual(['b']);
    expect((await world.index.readRejectedRecords(DAY, keyOf('large')))[0]?.reason).toMatch(/\d+ bytes long/);
  });

  it.each([
    ['not gzip and not JSON', Buffer.from('hello')],
    ['an empty object', Buffer.alloc(0)],
    ['truncated gzip', gzipSync(JSON.stringify({ Records: [record('a')] })).subarray(0, 60)],
    ['bytes after the gzip stream', Buffer.concat([gzipSync('{"Records":[]}'), Buffer.from('x')])],
    ['a second gzip member', Buffer.concat([gzipSync('{"Records":[]}'), gzipSync('{"Records":[]}')])],
    ['no Records array', gzipSync('{"configuration":{}}')],
    ['more bytes than the limit', gzipSync(`{"Records":[${' '.repeat(10_000_000)}]}`)],
  ])('rejects the file with a reason: %s', async (_, body) => {
    world.deliver(keyOf('bad'), body);
    await ingest(keyOf('bad'));
    const entry = await ledger(keyOf('bad'));
    expect(entry?.status).toBe('rejected');
    expect(entry?.reason?.length).toBeGreaterThan(10);
    expect(world.tally.rejectedFiles).toBe(1);
  });

  it('tries a rejected file again when it is announced again', async () => {
    world.deliver(keyOf('bad'), Buffer.from('hello'));
    await ingest(keyOf('bad'));
    world.deliver(keyOf('bad'), [record('a')]);
    await ingest(keyOf('bad'));
    expect(await ledger(keyOf('bad'))).toMatchObject({ status: 'indexed' });
    expect((await ledger(keyOf('bad')))?.reason).toBeUndefined();
  });

  it('does not write events past their retention, and counts them', async () => {
    world.retentionDays = 30;
    world.deliver(keyOf('old'), [record('a', { eventTime: '2026-02-15T12:00:00Z' }), record('b')]);
    await ingest(keyOf('old'));
    expect(world.eventIDs()).toEqual(['b']);
    expect(await ledger(keyOf('old'))).toMatchObject({ records: 2, indexed: 1, expired: 1 });
  });
});

describe('objects that are not log files of the trail', () => {
  it('are never read: another bucket', async () => {
    world.onOpen = () => {
      throw new Error('must not be opened');
    };
    await ingestMessage(JSON.stringify({ s3Bucket: 'other', s3ObjectKey: [keyOf('one')] }), world.context());
    expect(world.tally.foreign).toBe(1);
    expect(world.warnings).toHaveLength(1);
  });

  it('are never read: other prefixes, organisations and keys', async () => {
    world.keyPrefix = 'trail';
    world.organizationId = 'o-aaaaaaaaaa';
    const inOrganization = (id: string) => `trail/${keyOf('one').replace('AWSLogs/', `AWSLogs/${id}/`)}`;
    await ingest(
      keyOf('one'),
      inOrganization('o-bbbbbbbbbb'),
      'trail/AWSLogs/x.txt',
      `trail/${'AWSLogs/'.repeat(60)}`,
    );
    expect(world.tally.foreign).toBe(4);
    expect(world.writes).toEqual([]);
  });

  it('are recorded, when they are digests', async () => {
    const key = `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/17/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20260317T091500Z.json.gz`;
    await ingest(key);
    expect(await ledger(key)).toMatchObject({ status: 'recorded' });
    expect(world.tally.digests).toBe(1);
  });

  it('are ignored, when they are folder markers or validation messages', async () => {
    await ingest('AWSLogs/111122223333/CloudTrail/');
    expect(world.tally.ignored).toBe(1);
    await ingestMessage('CloudTrail validation message.', world.context());
    expect(world.tally.ignored).toBe(1);
    expect(world.writes).toEqual([]);
  });

  it('fail the message when it cannot be read at all', async () => {
    await expect(ingestMessage('gibberish', world.context())).rejects.toMatchObject({
      name: 'NotificationError',
    });
  });
});

describe('passing faults', () => {
  it('fail the message, leave the cause in the ledger, and do not hold up its other files', async () => {
    world.deliver(keyOf('good'), [record('a')]);
    await expect(ingest(keyOf('absent'), keyOf('good'))).rejects.toMatchObject({
      code: 'message-unfinished',
    });
    expect(world.eventIDs()).toEqual(['a']);
    expect(await ledger(keyOf('absent'))).toMatchObject({ status: 'pending', attempts: 1 });
    expect((await ledger(keyOf('absent')))?.reason).toContain('NoSuchKey');
    await expect(ingest(keyOf('absent'))).rejects.toThrow();
    expect(await ledger(keyOf('absent'))).toMatchObject({ attempts: 2 });
  });

  it('waits and puts again what the table had no room for', async () => {
    const rooms = [10, 0, 5];
    world.onPutBatch = (items) => rooms.shift() ?? items.length;
    const ids = Array.from({ length: 20 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
    world.deliver(
      keyOf('many'),
      ids.map((id) => record(id)),
    );
    await ingest(keyOf('many'));
    expect(world.eventIDs()).toEqual(ids);
    expect(world.waits).toEqual([25, 50, 100]);
  });

  it('gives up when the invocation runs out of time, and goes on from there the next time', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
    world.deliver(
      keyOf('many'),
      ids.map((id) => record(id)),
    );
    let batches = 0;
    world.onPutBatch = (items) =>
      ++batches === 2 ? 0 : batches > 2 && world.remainingMs < 10_000 ? 0 : items.length;
    world.remainingMs = 3_010;
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toMatchObject({ status: 'pending', resumeFrom: 25 });
    expect(world.eventIDs()).toEqual(ids.slice(0, 25));

    world.remainingMs = 300_000;
    const put: number[] = [];
    world.onPutBatch = (items) => {
      put.push(items.length);
      return items.length;
    };
    await ingest(keyOf('many'));
    expect(put).toEqual([25, 10]);
    expect(world.eventIDs()).toEqual(ids);
    expect(await ledger(keyOf('many'))).toMatchObject({ status: 'indexed', records: 60, indexed: 60 });
  });

  it('do not unsay that a file is indexed', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    world.onOpen = () => {
      throw new Error('SlowDown');
    };
    await expect(ingest(keyOf('one'))).rejects.toThrow();
    expect(await ledger(keyOf('one'))).toMatchObject({ status: 'indexed' });
  });

  it('of the catalogue keep the events that it should tell of out of the index', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    let calls = 0;
    world.onCatalogue = () => {
      if (++calls === 1) throw new Error('throttled');
    };
    await expect(ingest(keyOf('one'))).rejects.toThrow();
    expect(world.eventIDs()).toEqual([]);
    expect(await ledger(keyOf('one'))).toMatchObject({ status: 'pending', resumeFrom: 0 });
  });

  it('of one object do not make the message fail for objects of another bucket', async () => {
    const body = JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [] });
    await expect(ingestMessage(body, world.context())).resolves.toBeUndefined();
  });
});
