import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { type IngestContext, ingestMessage } from '../../../lambdas/ingest/ingest.ts';
import { toLedgerItem } from '../../../lib/event-index/ledger.ts';
import { BUCKET, keyOf, notification, record, World } from './world.ts';

const DAY = '2026-03-17';
let world: World;

beforeEach(() => {
  world = new World();
});

const ingest = (...keys: string[]) => ingestMessage(notification(...keys), world.context());
const ledger = (key: string) => world.index.readEntry(DAY, key);

type Open = IngestContext['bucket']['open'];

/** An invocation for which opening an object does what `replaced` does; it is given the usual way. */
function contextOpening(replaced: (open: Open, key: string) => ReturnType<Open>): IngestContext {
  const context = world.context();
  return { ...context, bucket: { open: (key) => replaced(context.bucket.open, key) } };
}

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
    expect(world.discarded).toEqual([keyOf('one')]);
  });

  it('is indexed again when its object changed', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    world.deliver(keyOf('one'), [record('a'), record('b')]);
    await ingest(keyOf('one'));
    expect(world.eventIDs()).toEqual(['a', 'b']);
    expect(await ledger(keyOf('one'))).toMatchObject({ records: 2 });
  });

  it('is indexed again by newer rules', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const entry = await ledger(keyOf('one'));
    if (entry === undefined) throw new Error('no ledger entry');
    world.index.logFiles.put(toLedgerItem({ ...entry, rulesVersion: 0 }));
    world.index.events.items.clear();
    await ingest(keyOf('one'));
    expect(world.eventIDs()).toEqual(['a']);
    expect(await ledger(keyOf('one'))).toMatchObject({ rulesVersion: 1 });
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

describe('a warm function', () => {
  it('puts a value into the catalogue once, also for the next file', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    world.deliver(keyOf('two'), [record('b')]);
    await ingest(keyOf('one'));
    world.writes.length = 0;
    await ingest(keyOf('two'));
    expect(world.writes).toEqual(['events', 'ledger']);
  });

  it('puts again what a failed invocation did not get into the catalogue', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    let calls = 0;
    world.onCatalogue = () => {
      if (++calls === 1) throw new Error('throttled');
    };
    await expect(ingest(keyOf('one'))).rejects.toThrow();
    await ingest(keyOf('one'));
    expect((await world.index.readSection({ section: `source#${DAY}` })).items).toHaveLength(1);
    expect(world.eventIDs()).toEqual(['a']);
  });

  it('reads an object once that several messages announce', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    let opened = 0;
    world.onOpen = () => {
      opened++;
    };
    const context = world.context();
    await Promise.all([1, 2, 3].map(() => ingestMessage(notification(keyOf('one')), context)));
    expect(opened).toBe(1);
  });

  it('reads no more files at once than its gate lets through', async () => {
    const keys = ['one', 'two', 'three'].map((name) => keyOf(name));
    for (const key of keys) world.deliver(key, [record(key.slice(-12))]);
    let gated = 0;
    const gate = <T>(task: () => Promise<T>) => {
      gated++;
      return task();
    };
    await ingestMessage(notification(...keys), { ...world.context(), gate });
    expect(gated).toBe(3);
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

  it('leaves no event of a damaged file in the index, and counts none', async () => {
    const body = gzipSync(JSON.stringify({ Records: [record('a'), record('b')] }));
    body[body.length - 6] = (body[body.length - 6] ?? 0) ^ 1;
    world.deliver(keyOf('checksum'), body);
    await ingest(keyOf('checksum'));
    expect(world.eventIDs()).toEqual([]);
    expect(await ledger(keyOf('checksum'))).toMatchObject({ status: 'rejected', records: 0, indexed: 0 });
  });

  it('counts what is in the index of a damaged file too large to be proven whole first', async () => {
    world.maxInflatedBytes = 20_000_000;
    const ids = Array.from({ length: 100 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
    const records = ids.map((id) => record(id, { requestParameters: { text: 'x'.repeat(95_000) } }));
    const body = gzipSync(JSON.stringify({ Records: records }));
    body[body.length - 6] = (body[body.length - 6] ?? 0) ^ 1;
    world.deliver(keyOf('large'), body);
    await ingest(keyOf('large'));
    const entry = await ledger(keyOf('large'));
    expect(entry?.status).toBe('rejected');
    expect(world.eventIDs().length).toBeGreaterThan(0);
    expect(entry?.indexed).toBe(world.eventIDs().length);
  });

  it('indexes a bare array of aggregated events, and rejects one anywhere else', async () => {
    const aggregated = {
      eventId: 'summary',
      accountId: '111122223333',
      eventType: 'AwsAggregatedEvent',
      eventSource: 's3.amazonaws.com',
      timeWindow: { windowStart: '2026-03-17T09:00:00Z' },
    };
    const body = gzipSync(JSON.stringify([aggregated]));
    world.deliver(keyOf('bare', 'CloudTrail-Aggregated'), body);
    world.deliver(keyOf('bare'), body);
    await ingest(keyOf('bare', 'CloudTrail-Aggregated'), keyOf('bare'));
    expect(world.eventIDs()).toEqual(['summary']);
    expect(await ledger(keyOf('bare'))).toMatchObject({ status: 'rejected' });
  });

  it('forgets the refused records of a file that was mended', async () => {
    world.deliver(keyOf('mixed'), [record('a'), 'text']);
    await ingest(keyOf('mixed'));
    world.deliver(keyOf('mixed'), [record('a')]);
    await ingest(keyOf('mixed'));
    expect(await world.index.readRejectedRecords(DAY, keyOf('mixed'))).toEqual([]);
  });

  it('reads a file with records that were too large again when the limit has been raised', async () => {
    world.deliver(keyOf('one'), [record('a'), record('b', { text: 'x'.repeat(100_000) })]);
    await ingest(keyOf('one'));
    expect(await ledger(keyOf('one'))).toMatchObject({ indexed: 1, rejected: 1, recordLimitBytes: 100_000 });
    world.writes.length = 0;
    await ingest(keyOf('one'));
    // That it was looked at again is told to whoever waits; nothing else is written.
    expect(world.writes).toEqual(['ledger']);
    expect(world.tally).toMatchObject({ alreadyIndexed: 1, records: 0 });
    world.maxRecordBytes = 200_000;
    await ingest(keyOf('one'));
    expect(await ledger(keyOf('one'))).toMatchObject({ indexed: 2, rejected: 0 });
    expect(world.eventIDs()).toEqual(['a', 'b']);
    expect((await ledger(keyOf('one')))?.recordLimitBytes).toBeUndefined();
  });

  it('acknowledges a file with records that are no events without a write', async () => {
    world.deliver(keyOf('one'), [record('a'), {}]);
    await ingest(keyOf('one'));
    world.writes.length = 0;
    await ingest(keyOf('one'));
    expect(world.writes).toEqual([]);
    expect(world.tally.alreadyIndexed).toBe(1);
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
    expect(world.tally).toMatchObject({ records: 2, indexedRecords: 1, expiredRecords: 1 });
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
      `trail/${'AWSLogs/'.repeat(80)}`,
    );
    expect(world.tally.foreign).toBe(4);
    expect(world.writes).toEqual([]);
  });

  it.each([
    ['no prefix', { keyPrefix: '' }, '', true],
    ['no prefix', { keyPrefix: '' }, 'audit/', false],
    ['a prefix', { keyPrefix: 'audit' }, 'audit/', true],
    ['a prefix', { keyPrefix: 'audit' }, '', false],
    ['no organisation', { organizationId: '' }, 'o-aaaaaaaaaa', false],
    ['no organisation', { organizationId: '' }, '', true],
    ['an organisation', { organizationId: 'o-aaaaaaaaaa' }, 'o-aaaaaaaaaa', true],
    ['an organisation', { organizationId: 'o-aaaaaaaaaa' }, 'o-bbbbbbbbbb', false],
    ['an organisation, converted from an account', { organizationId: 'o-aaaaaaaaaa' }, '', true],
    ['no such settings', {}, 'o-aaaaaaaaaa', true],
    ['no such settings', {}, 'audit/', true],
  ])('of a trail with %s (%j), "%s": read is %s', async (_, settings, part, isRead) => {
    const key = part.startsWith('o-')
      ? keyOf('one').replace('AWSLogs/', `AWSLogs/${part}/`)
      : part + keyOf('one');
    world.deliver(key, [record('a')]);
    await ingestMessage(notification(key), { ...world.context(), ...settings });
    expect(world.eventIDs()).toEqual(isRead ? ['a'] : []);
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

async function* endingWith(error: Error): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(0x1f);
  throw error;
}

async function* neverEnding(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(0x1f);
  await new Promise(() => {});
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A file of 60 records of which the first 25 get into the table before the invocation ends. */
async function interruptAfterOneBatch(): Promise<void> {
  const ids = Array.from({ length: 60 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
  world.deliver(
    keyOf('many'),
    ids.map((id) => record(id)),
  );
  let batches = 0;
  world.onPutBatch = (items) => (++batches === 1 ? items.length : 0);
  world.remainingMs = 6_010;
  await expect(ingest(keyOf('many'))).rejects.toThrow();
  expect(await ledger(keyOf('many'))).toMatchObject({ status: 'pending', resumeFrom: 25 });
  world.onPutBatch = (items) => items.length;
  world.remainingMs = 300_000;
}

describe('a damaged file', () => {
  const tiny = (count: number) => `{"Records":[${'{"eventTime":"2026-03-17T09:10:11Z"},'.repeat(count)}`;

  it('leaves nothing in the index, up to twenty thousand records', async () => {
    world.deliver(keyOf('one'), gzipSync(`${tiny(15_000)}!`));
    await ingest(keyOf('one'));
    expect(await ledger(keyOf('one'))).toMatchObject({ status: 'rejected', records: 0 });
    expect(world.eventIDs()).toEqual([]);
  });

  it('of more records is counted as far as it was read, because so many are not held', async () => {
    world.deliver(keyOf('one'), gzipSync(`${tiny(60_000)}!`));
    await ingest(keyOf('one'));
    const entry = await ledger(keyOf('one'));
    expect(entry?.status).toBe('rejected');
    expect(entry?.records).toBeGreaterThan(20_000);
    // Equal records are one event.
    expect(world.eventIDs()).toHaveLength(1);
  });

  it('is said to be rejected after what was read of it is in the index', async () => {
    // Of more than 8 MiB, so that the damage is seen while the last events are on their way.
    const bulky = `{"eventTime":"2026-03-17T09:10:11Z","requestParameters":"${'x'.repeat(5_000)}"},`;
    world.deliver(keyOf('one'), gzipSync(`{"Records":[${bulky.repeat(1_800)}!`));
    const context = world.context();
    let written = 0;
    const told: number[] = [];
    await ingestMessage(notification(keyOf('one')), {
      ...context,
      events: {
        put: async () => {
          for (let turns = 0; turns < 3; turns++) await turn();
          written++;
        },
      },
      ledger: {
        ...context.ledger,
        write: async (entry) => void told.push(written, entry.indexed ?? -1),
      },
    });
    const [inTable, indexed] = told;
    expect(inTable).toBeGreaterThan(0);
    expect(inTable).toBe(indexed);
  });
});

describe('a flood of objects that are not the trail’s', () => {
  it('is counted in full and logged in part', async () => {
    const keys = Array.from({ length: 150 }, (_, number) => `other/${number}`);
    await ingest(...keys);
    expect(world.tally.foreign).toBe(150);
    expect(world.warnings).toHaveLength(100);
  });

  it('of messages about nothing as well', async () => {
    const lines: string[] = [];
    const context = world.context();
    const Records = Array.from({ length: 50 }, (_, number) => ({
      eventSource: 'aws:s3',
      eventVersion: '2.1',
      eventName: `Invented:${number}`,
    }));
    const log = { ...context.log, info: (message: string) => void lines.push(message) };
    await ingestMessage(JSON.stringify({ Records }), { ...context, log });
    expect(world.tally.ignored).toBe(50);
    expect(lines).toHaveLength(10);
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
    expect((await ledger(keyOf('absent')))?.reason).toBe(
      'The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.',
    );
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
    expect(world.waits).toEqual([25, 50, 25]);
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
    world.remainingMs = 6_010;
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

  it('keep the progress of earlier tries when the object cannot even be opened', async () => {
    await interruptAfterOneBatch();
    world.onOpen = () => {
      throw Object.assign(new Error('Please reduce your request rate.'), { name: 'SlowDown' });
    };
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toMatchObject({ status: 'pending', attempts: 2, resumeFrom: 25 });
    expect((await ledger(keyOf('many')))?.reason).toContain('SlowDown');
  });

  it('write nothing for a file that was not begun for want of time', async () => {
    await interruptAfterOneBatch();
    const before = await ledger(keyOf('many'));
    world.remainingMs = 1_000;
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toEqual(before);
  });

  it('start over when the object is another one', async () => {
    await interruptAfterOneBatch();
    world.deliver(keyOf('many'), [record('new-1'), record('new-2')]);
    await ingest(keyOf('many'));
    expect(world.eventIDs()).toContain('new-1');
  });

  it('never go back behind the progress of an earlier try', async () => {
    await interruptAfterOneBatch();
    world.remainingMs = 300_000;
    world.onPutBatch = () => {
      throw new Error('InternalServerError');
    };
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toMatchObject({ resumeFrom: 25 });
  });

  it('of a slower run do not unsay what a faster one did meanwhile', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    // The other run begins and ends between this one's look at the ledger and its read of the object.
    const slower = contextOpening(async () => {
      await ingest(keyOf('one'));
      throw new Error('SlowDown');
    });
    await expect(ingestMessage(notification(keyOf('one')), slower)).rejects.toThrow();
    expect(await ledger(keyOf('one'))).toMatchObject({ status: 'indexed' });
  });

  it('never go back behind it either when the next try is cut before its first record', async () => {
    await interruptAfterOneBatch();
    const cut = contextOpening(async (open, key) => {
      const body = await open(key);
      return { ...body, chunks: endingWith(new Error('Reading from S3 ended after 12 of 90 bytes.')) };
    });
    await expect(ingestMessage(notification(keyOf('many')), cut)).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toMatchObject({ status: 'pending', attempts: 2, resumeFrom: 25 });
  });

  it('of a slower run leave alone what a faster one has indexed by newer rules', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const indexed = await ledger(keyOf('one'));
    if (indexed === undefined) throw new Error('no ledger entry');
    const older = { ...indexed, rulesVersion: 0, updatedAt: '2026-03-16T12:00:00.000Z' };
    world.index.logFiles.put(toLedgerItem(older));
    const slower = contextOpening(async () => {
      await ingest(keyOf('one'));
      throw new Error('SlowDown');
    });
    await expect(ingestMessage(notification(keyOf('one')), slower)).rejects.toThrow();
    expect(await ledger(keyOf('one'))).toEqual(indexed);
  });

  it('leave the success of older rules alone where newer rules would refuse the file', async () => {
    world.deliver(keyOf('one'), [record('a'), record('b')]);
    await ingest(keyOf('one'));
    const indexed = await ledger(keyOf('one'));
    if (indexed === undefined) throw new Error('no ledger entry');
    const older = { ...indexed, rulesVersion: 0 };
    world.index.logFiles.put(toLedgerItem(older));
    world.maxRecords = 1;
    await ingest(keyOf('one'));
    expect(await ledger(keyOf('one'))).toEqual(older);
  });

  it('start over by newer rules, also after the object could not be opened', async () => {
    await interruptAfterOneBatch();
    const entry = await ledger(keyOf('many'));
    if (entry === undefined) throw new Error('no ledger entry');
    world.index.logFiles.put(toLedgerItem({ ...entry, rulesVersion: 0 }));
    world.onOpen = () => {
      throw new Error('SlowDown');
    };
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    world.onOpen = () => {};
    world.index.events.items.clear();
    await ingest(keyOf('many'));
    expect(world.eventIDs()).toHaveLength(60);
  });

  it('of a slower run do not reject what a faster one has indexed of a newer object', async () => {
    world.deliver(keyOf('one'), Buffer.from('damaged'));
    const slower = contextOpening(async (open, key) => {
      const damaged = await open(key);
      world.deliver(keyOf('one'), [record('a')]);
      await ingest(keyOf('one'));
      return damaged;
    });
    await ingestMessage(notification(keyOf('one')), slower);
    expect(await ledger(keyOf('one'))).toMatchObject({ status: 'indexed' });
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

  it('of an earlier look at a file do not come back over what a faster run has indexed since', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const indexed = await ledger(keyOf('one'));
    if (indexed === undefined) throw new Error('no ledger entry');
    world.index.logFiles.put(toLedgerItem({ ...indexed, attempts: 1, reason: 'SlowDown' }));
    const newer = { ...indexed, eTag: 'another', updatedAt: '2026-03-18T12:00:00.000Z' };
    const slower = contextOpening(async (open, key) => {
      const body = await open(key);
      world.index.logFiles.put(toLedgerItem(newer));
      return body;
    });
    await ingestMessage(notification(keyOf('one')), slower);
    expect(await ledger(keyOf('one'))).toEqual(newer);
  });

  it('of a file that is indexed are forgotten when it can be read again', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    await ingest(keyOf('one'));
    const indexed = await ledger(keyOf('one'));
    world.onOpen = () => {
      throw new Error('SlowDown');
    };
    await expect(ingest(keyOf('one'))).rejects.toThrow();
    expect(await ledger(keyOf('one'))).toEqual({ ...indexed, attempts: 1, reason: 'SlowDown' });
    world.onOpen = () => {};
    await ingest(keyOf('one'));
    expect(await ledger(keyOf('one'))).toEqual(indexed);
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

  it('go on, where earlier rules had indexed the file, from where the last try got', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
    world.deliver(
      keyOf('many'),
      ids.map((id) => record(id)),
    );
    await ingest(keyOf('many'));
    const indexed = await ledger(keyOf('many'));
    if (indexed === undefined) throw new Error('no ledger entry');
    const older = { ...indexed, rulesVersion: 0 };
    world.index.logFiles.put(toLedgerItem(older));
    world.index.events.items.clear();
    let batches = 0;
    world.onPutBatch = (items) => (++batches === 1 ? items.length : 0);
    world.remainingMs = 6_010;
    await expect(ingest(keyOf('many'))).rejects.toThrow();
    expect(await ledger(keyOf('many'))).toEqual({
      ...older,
      attempts: 1,
      reason: 'The table had no room for 25 items within this invocation.',
      resumeFrom: 25,
      resumeETag: indexed.eTag,
      resumeRulesVersion: 1,
    });

    world.remainingMs = 300_000;
    const put: number[] = [];
    world.onPutBatch = (items) => {
      put.push(items.length);
      return items.length;
    };
    await ingest(keyOf('many'));
    expect(put).toEqual([25, 10]);
    expect(await ledger(keyOf('many'))).toEqual(indexed);
  });

  it('of an object that trickles end with the invocation, and do not hold up its neighbours', async () => {
    world.deliver(keyOf('good'), [record('a')]);
    world.deliver(keyOf('slow'), [record('b')]);
    const trickling = contextOpening(async (open, key) => {
      const body = await open(key);
      return key === keyOf('slow') ? { ...body, chunks: neverEnding() } : body;
    });
    const message = ingestMessage(notification(keyOf('slow'), keyOf('good')), trickling);
    const ended = expect(message).rejects.toMatchObject({ code: 'message-unfinished' });
    while ((await ledger(keyOf('good'))) === undefined) await turn();
    world.filesEnd.abort();
    await ended;
    expect(world.eventIDs()).toEqual(['a']);
    expect(world.discarded).toEqual([keyOf('slow')]);
    expect(await ledger(keyOf('slow'))).toMatchObject({
      status: 'pending',
      reason: 'The invocation ran out of time while S3 was sending the log file.',
    });
  });

  it('of a table that does not answer end with the invocation, ledger or not', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    const context = world.context();
    const silent: typeof context = {
      ...context,
      events: { put: () => new Promise(() => {}) },
      ledger: { ...context.ledger, write: () => new Promise(() => {}) },
    };
    const message = ingestMessage(notification(keyOf('one')), silent);
    const ended = expect(message).rejects.toMatchObject({ code: 'message-unfinished' });
    await turn();
    world.filesEnd.abort();
    await turn();
    world.ledgerEnd.abort();
    await ended;
    expect(world.tally.retriedFiles).toBe(1);
    expect(await ledger(keyOf('one'))).toBeUndefined();
  });

  it('are not taken for another object whose bucket and key only look alike together', async () => {
    world.deliver(keyOf('one'), [record('a')]);
    const [folder = '', ...rest] = keyOf('one').split('/');
    const forged = JSON.stringify({ s3Bucket: `${BUCKET}/${folder}`, s3ObjectKey: [rest.join('/')] });
    const context = world.context();
    await Promise.all([ingestMessage(forged, context), ingestMessage(notification(keyOf('one')), context)]);
    expect(world.eventIDs()).toEqual(['a']);
  });

  it('of one object do not make the message fail for objects of another bucket', async () => {
    const body = JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [] });
    await expect(ingestMessage(body, world.context())).resolves.toBeUndefined();
  });
});
