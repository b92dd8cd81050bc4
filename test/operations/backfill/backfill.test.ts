import { describe, expect, it } from 'vitest';
import { backfill } from '../../../lib/operations/backfill/backfill.ts';
import { BackfillWorld, keyOf, keysOf } from './backfill-world.ts';

describe('a backfill', () => {
  it('announces what the ledger does not know, and nothing else', async () => {
    const world = new BackfillWorld();
    const [first = '', second = '', third = '', ...rest] = keysOf(5);
    world.store(first, second, third, ...rest);
    world.index(first);
    world.index(third);
    const summary = await backfill(world.request(), world.context());
    expect(world.announced).toEqual([second, ...rest]);
    expect(summary).toMatchObject({
      end: 'done',
      newestUnfinishedDay: undefined,
      listed: 5,
      announcedLogFiles: 3,
      announcedDigests: 0,
      announced: { missing: 3, replaced: 0, stalled: 0, retried: 0, outdated: 0 },
      skipped: { done: 2, pending: 0, rejected: 0, fresh: 0, archived: 0, foreign: 0 },
    });
    expect(world.reported[0]).toEqual({
      key: second,
      deliveryDay: '2026-03-17',
      reason: 'missing',
      eTag: `etag-${second}`,
      previous: undefined,
    });
  });

  it('announces nothing when it is run again after the index has caught up', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(25));
    await backfill(world.request(), world.context());
    world.runFunction();
    world.messages.length = 0;
    const summary = await backfill(world.request(), world.context());
    expect(world.messages).toEqual([]);
    expect(summary).toMatchObject({ end: 'done', listed: 25, announcedLogFiles: 0, skipped: { done: 25 } });
  });

  it('covers the delivery days that were asked for, the newest first', async () => {
    const world = new BackfillWorld();
    const days = ['2026-03-14', '2026-03-15', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19'];
    world.store(...days.map((day) => keyOf({ day })));
    const serially = world.context({ settings: { concurrency: 1 } });
    await backfill(world.request({ firstDay: '2026-03-15', lastDay: '2026-03-17' }), serially);
    expect(world.announced).toEqual([
      keyOf({ day: '2026-03-17' }),
      keyOf({ day: '2026-03-16' }),
      keyOf({ day: '2026-03-15' }),
    ]);
  });

  it('goes from today back to the oldest day where no days are named', async () => {
    const world = new BackfillWorld();
    const stored = ['2026-03-18', '2026-01-09', '2025-12-31'].map((day) => keyOf({ day }));
    world.store(...stored, keyOf({ day: '2026-03-19' }));
    const serially = world.context({ settings: { concurrency: 1 } });
    const summary = await backfill(world.request({ firstDay: undefined }), serially);
    expect(world.announced).toEqual(stored);
    // A day of December, 31 of January, 28 of February, 18 of March.
    expect(summary).toMatchObject({ end: 'done', folders: 78, foldersDone: 78 });
  });

  it('counts digests apart from log files', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(2), ...keysOf(3, { content: 'CloudTrail-Digest' }));
    expect(await backfill(world.request(), world.context())).toMatchObject({
      announcedLogFiles: 2,
      announcedDigests: 3,
      announced: { missing: 5 },
    });
  });

  it('announces rejected files, and those of older rules, only when asked to', async () => {
    const world = new BackfillWorld();
    const [refused = '', old = ''] = keysOf(2);
    world.store(refused, old);
    world.index(refused, { status: 'rejected' });
    world.index(old, { rulesVersion: 0 });
    await backfill(world.request(), world.context());
    expect(world.announced).toEqual([]);
    await backfill(world.request({ retryRejected: true }), world.context());
    expect(world.announced).toEqual([refused]);
    await backfill(world.request({ reindex: true }), world.context());
    expect(world.announced).toEqual([refused, old]);
  });

  it('leaves an hour for the notification, and six for the next try', async () => {
    const world = new BackfillWorld();
    const [fresh = '', missed = '', tried = '', stalled = ''] = keysOf(4);
    world.storeAt(new Date('2026-03-18T11:00:01Z'), fresh);
    world.storeAt(new Date('2026-03-18T11:00:00Z'), missed);
    world.store(tried, stalled);
    world.index(tried, { status: 'pending', updatedAt: '2026-03-18T06:00:01.000Z' });
    world.index(stalled, { status: 'pending', updatedAt: '2026-03-18T06:00:00.000Z' });
    const summary = await backfill(world.request(), world.context());
    expect(world.announced).toEqual([missed, stalled]);
    expect(summary).toMatchObject({
      announced: { missing: 1, stalled: 1 },
      skipped: { fresh: 1, pending: 1 },
    });
  });

  it('has nothing to do in a bucket without log files', async () => {
    const world = new BackfillWorld();
    const summary = await backfill(world.request({ firstDay: undefined }), world.context());
    expect(summary).toMatchObject({ end: 'done', folders: 0, listed: 0 });
  });

  it('does not ask the ledger about a folder without objects', async () => {
    const world = new BackfillWorld();
    world.store(keyOf({ day: '2026-03-17' }), keyOf({ day: '2026-03-15' }));
    const asked: string[] = [];
    world.onReadLedger = (folder) => asked.push(folder);
    await backfill(world.request({ firstDay: '2026-03-15' }), world.context());
    expect(asked.sort()).toEqual([
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/15/',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/',
    ]);
  });
});

describe('a backfill of what begins with', () => {
  const days = ['2026-03-07', '2026-03-08', '2026-03-17', '2026-02-17'];

  it.each<[string, string[]]>([
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/0', ['2026-03-08', '2026-03-07']],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/02', ['2026-02-17']],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz', ['2026-03-17']],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/b', []],
  ])('%s looks at those alone', async (within, expected) => {
    const world = new BackfillWorld();
    world.store(...days.map((day) => keyOf({ day })), keyOf({ region: 'eu-west-1', day: '2026-03-07' }));
    const request = world.request({ firstDay: undefined, within });
    const summary = await backfill(request, world.context({ settings: { concurrency: 1 } }));
    expect(world.announced).toEqual(expected.map((day) => keyOf({ day })));
    expect(summary).toMatchObject({ end: 'done', listed: expected.length });
    expect(world.foldersRead.filter((folder) => !folder.includes('us-east-1'))).toEqual([]);
  });

  it('a part of a day asks for that part alone', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(12));
    const within = keyOf({ name: '0001' });
    await backfill(world.request({ within }), world.context());
    expect(world.foldersRead).toEqual([within]);
    expect(world.announced).toEqual([within]);
  });
});

describe('the announcements', () => {
  it('wait for room, and are not made when the run is stopped meanwhile', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(30));
    const stop = new AbortController();
    const waitForRoom = async () => {
      if (world.messages.length === 2) stop.abort();
    };
    const summary = await backfill(world.request(), world.context({ waitForRoom, signal: stop.signal }));
    expect(summary).toMatchObject({ end: 'interrupted', announcedLogFiles: 20 });
  });

  it('pass on a fault of whoever is told of them as it is', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(30));
    const fault = new Error('The reader has gone.');
    const onAnnounced = () => Promise.reject(fault);
    await expect(backfill(world.request(), world.context({ onAnnounced }))).rejects.toBe(fault);
  });

  it('hold ten files each, of one folder', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(23), ...keysOf(2, { region: 'eu-west-1' }));
    await backfill(world.request(), world.context());
    expect(world.messages.map((keys) => keys.length).sort()).toEqual([10, 10, 2, 3]);
  });

  it('are no more than the files a second that were asked for, from all folders together', async () => {
    const world = new BackfillWorld();
    const regions = ['us-east-1', 'eu-west-1', 'ap-south-1', 'sa-east-1'];
    for (const region of regions) world.store(...keysOf(50, { region }));
    const times: number[] = [];
    world.onAnnounce = () => times.push(world.nowMs);
    await backfill(world.request(), world.context({ settings: { filesPerSecond: 20, concurrency: 1 } }));
    expect(world.messages).toHaveLength(20);
    expect(times.slice(0, 4)).toEqual([0, 500, 1_000, 1_500]);
    expect(times.at(-1)).toBe(9_500);
  });
});

describe('a backfill of many folders', () => {
  const regions = Array.from({ length: 30 }, (_, at) => `region-${at}`);

  it('compares several at once, and no more than it may', async () => {
    const world = new BackfillWorld();
    world.store(...regions.map((region) => keyOf({ region })));
    await backfill(world.request(), world.context({ settings: { concurrency: 4 } }));
    expect(world.mostListingsUnderWay).toBe(4);
    expect(world.announced).toHaveLength(30);
  });

  it('tells how far it is', async () => {
    const world = new BackfillWorld();
    world.store(...regions.map((region) => keyOf({ region })));
    await backfill(world.request({ lastDay: '2026-03-17' }), world.context());
    const done = world.progress.map(({ foldersDone }) => foldersDone);
    expect(new Set(done)).toEqual(new Set(Array.from({ length: 31 }, (_, count) => count)));
    expect(world.progress.at(-1)).toMatchObject({ folders: 30, foldersDone: 30, announcedLogFiles: 30 });
  });
});

describe('a backfill that is told to stop', () => {
  const days = ['2026-03-15', '2026-03-16', '2026-03-17'];

  it('ends before the next message, and says from which day on it is not done', async () => {
    const world = new BackfillWorld();
    for (const day of days) world.store(...keysOf(30, { day }));
    const stop = new AbortController();
    // The third message of the second day.
    world.onAnnounce = () => world.messages.length === 5 && stop.abort();
    const context = world.context({ signal: stop.signal, settings: { concurrency: 1 } });
    const summary = await backfill(world.request({ firstDay: '2026-03-15', lastDay: '2026-03-17' }), context);
    expect(summary).toMatchObject({
      end: 'interrupted',
      newestUnfinishedDay: '2026-03-16',
      announcedLogFiles: 60,
    });
    expect(summary).toMatchObject({ folders: 3, foldersDone: 1 });
  });

  it('does not wait for its turn any longer', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(20));
    const stop = new AbortController();
    const context = world.context({ signal: stop.signal, settings: { filesPerSecond: 1 } });
    const clock = { ...context.clock, wait: async () => stop.abort() };
    const summary = await backfill(world.request(), { ...context, clock });
    expect(summary).toMatchObject({ end: 'interrupted', announcedLogFiles: 10 });
  });

  it('leaves the rest to the next run, which announces each file once', async () => {
    const world = new BackfillWorld();
    for (const day of days) world.store(...keysOf(30, { day }));
    const request = world.request({ firstDay: '2026-03-15' });
    for (let run = 0; run < 9; run++) {
      const stop = new AbortController();
      let messages = 0;
      world.onAnnounce = () => ++messages === 2 && stop.abort();
      await backfill(request, world.context({ signal: stop.signal }));
      world.runFunction();
    }
    expect(await backfill(request, world.context())).toMatchObject({ end: 'done' });
    expect(world.announced.toSorted()).toEqual([...world.objects.keys()].toSorted());
  });
});

describe('a backfill that is refused', () => {
  const refusal = new Error('User: somebody is not authorized.');
  const refuse = () => {
    throw refusal;
  };

  it.each<[string, (world: BackfillWorld) => void, RegExp]>([
    [
      'the accounts',
      (world) => Object.assign(world, { onList: refuse }),
      /^The accounts, regions and days in the trail bucket could not be listed: User: .* authorized\. Check .*s3:ListBucket/,
    ],
    [
      'a folder',
      (world) => Object.assign(world, { onList: (folder: string) => folder.endsWith('/17/') && refuse() }),
      /^The folder AWSLogs\/111122223333\/CloudTrail\/us-east-1\/2026\/03\/17\/ could not be compared.*.*s3:ListBucket/,
    ],
    [
      'the ledger',
      (world) => Object.assign(world, { onReadLedger: refuse }),
      /could not be compared with the ledger: User: .* authorized\. .*dynamodb:Query/,
    ],
    [
      'the topic',
      (world) => Object.assign(world, { onAnnounce: refuse }),
      /^The delivery topic could not be told of missed log files: User: .* authorized\. .*sns:Publish/,
    ],
  ])('%s says what to check', async (_, spoil, message) => {
    const world = new BackfillWorld();
    world.store(...keysOf(2));
    spoil(world);
    await expect(backfill(world.request(), world.context())).rejects.toMatchObject({
      name: 'BackfillError',
      code: 'backfill-failed',
      message: expect.stringMatching(message),
      cause: refusal,
    });
  });

  it('begins no further folder, and finishes none in the background', async () => {
    const world = new BackfillWorld();
    world.store(...Array.from({ length: 40 }, (_, at) => keyOf({ region: `region-${at}` })));
    world.onAnnounce = refuse;
    const request = world.request({ lastDay: '2026-03-17' });
    await expect(backfill(request, world.context({ settings: { concurrency: 4 } }))).rejects.toThrow();
    expect(world.listingsUnderWay).toBe(0);
    expect(world.foldersRead).toHaveLength(4);
  });

  it('stops in the middle of other folders', async () => {
    const world = new BackfillWorld();
    world.store(...keysOf(500, { region: 'region-0' }), keyOf({ region: 'region-1' }));
    world.onAnnounce = ([key]) => key?.includes('region-1') && refuse();
    await expect(backfill(world.request(), world.context())).rejects.toThrow('could not be told');
    expect(world.messages.length).toBeLessThan(10);
  });
});
