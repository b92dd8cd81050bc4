import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import { DeliveryError } from '../../../lib/operations/ingest/deliver-file.ts';
import { workOf } from '../../../lib/operations/ingest/file-work.ts';
import { ingestLogFiles } from '../../../lib/operations/ingest/ingest.ts';
import type { LogFileSource } from '../../../lib/operations/ports.ts';
import { DeliveryWorld } from './delivery-world.ts';

const FOLDER = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17';

function nameOf(unique: string): string {
  return `111122223333_CloudTrail_us-east-1_20260317T0915Z_${unique}.json.gz`;
}

function keyOf(unique: string): string {
  return `${FOLDER}/${nameOf(unique)}`;
}

const DIGEST = '111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20260317T091500Z.json.gz';
const DIGEST_KEY = `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/17/${DIGEST}`;

const EVENT = {
  eventTime: '2026-03-17T09:10:11Z',
  recipientAccountId: '111122223333',
  awsRegion: 'us-east-1',
};

function logFile(...records: object[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: records }));
}

function worldWith(files: Readonly<Record<string, Uint8Array | string>>): DeliveryWorld {
  const world = new DeliveryWorld();
  for (const [path, bytes] of Object.entries(files)) world.save(path, bytes);
  return world;
}

describe('ingesting log files', () => {
  it('stores and announces each file, and is done when the ledger says what became of all', async () => {
    const world = worldWith({
      [nameOf('A')]: logFile(EVENT, { ...EVENT, bad: true }, { ...EVENT, old: true }),
      [`copy/${keyOf('B')}`]: logFile(EVENT, EVENT),
      [DIGEST]: gzipSync('{}'),
      'notes.json': 'no JSON',
      'lines.jsonl': `${JSON.stringify(EVENT)}\n`,
      'AWSLogs/111122223333/CloudTrail': '',
    });
    const summary = await ingestLogFiles(world.sources(), world.context());
    const [odd, lines] = world.puts
      .filter((key) => ![keyOf('A'), keyOf('B'), DIGEST_KEY].includes(key))
      .sort();
    expect(summary).toEqual({
      end: 'done',
      filesFound: 6,
      delivered: 5,
      deliveredBytes: [...world.objects.values()].reduce((sum, { body }) => sum + body.length, 0),
      done: 5,
      indexedFiles: 3,
      alreadyIndexedFiles: 0,
      rejectedFiles: 1,
      recordedDigests: 1,
      duplicateFiles: 0,
      markers: 1,
      rewrappedFiles: 1,
      events: 4,
      alreadyIndexedEvents: 0,
      rejectedRecords: 1,
      expiredRecords: 1,
      outstanding: 0,
      unreadableFiles: 0,
      renamedFiles: 0,
      pending: [],
      unfinished: [],
      renamed: [],
      unreadable: [],
      rejected: [{ path: '/data/notes.json', key: odd, reason: 'SyntaxError', originalName: 'notes.json' }],
    });
    expect(world.announced.sort()).toEqual([...world.objects.keys()].sort());
    expect(world.objects.get(lines ?? '')).toMatchObject({
      notAsDelivered: true,
      originalName: 'lines.jsonl',
    });
    expect(world.objects.get(keyOf('A'))?.body).toEqual(world.disk.get(`/data/${nameOf('A')}`));
  });

  it('reports while it goes on', async () => {
    const world = worldWith(
      Object.fromEntries(Array.from({ length: 20 }, (_, at) => [nameOf(`F${at}`), logFile(EVENT)])),
    );
    world.pace = 3;
    await ingestLogFiles(world.sources(), world.context());
    const done = world.progress.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(done).size).toBeGreaterThan(5);
    expect(world.progress.at(-1)).toMatchObject({
      filesFound: 20,
      delivered: 20,
      done: 20,
      events: 20,
      outstanding: 0,
    });
  });

  it('counts a file as finished work when nothing is left to do for it, whatever became of it', async () => {
    const world = worldWith({
      [nameOf('A')]: logFile(EVENT),
      [`copy/${nameOf('A')}`]: logFile(EVENT),
      'notes.json': 'no JSON',
      'AWSLogs/111122223333/CloudTrail': '',
    });
    world.pace = 1;
    const sources: LogFileSource[] = [];
    for await (const source of world.sources()) sources.push(source);
    await ingestLogFiles(world.sources(), world.context({ concurrency: 1 }));
    const work = world.progress.map(({ finishedWork }) => finishedWork);
    expect(work).toEqual(work.toSorted((a, b) => a - b));
    // A first file that is delivered still has to be indexed; its copy needs nothing more.
    expect(work[0]).toBe(0);
    expect(work[1]).toBe(sources.map(workOf)[1]);
    expect(work.at(-1)).toBe(sources.reduce((sum, source) => sum + workOf(source), 0));
  });

  it('asks for many files in few requests and never runs too far ahead of the index', async () => {
    const world = worldWith(
      Object.fromEntries(Array.from({ length: 700 }, (_, at) => [nameOf(`F${at}`), logFile(EVENT)])),
    );
    const asked: number[] = [];
    world.onReadEntries = (count) => asked.push(count);
    world.pace = 0;
    world.onPut = () => {
      if (world.puts.length === 249) world.pace = 90;
    };
    const summary = await ingestLogFiles(
      world.sources(),
      world.context({ maxOutstanding: 250, concurrency: 10 }),
    );
    expect(summary).toMatchObject({ end: 'done', indexedFiles: 700, events: 700 });
    expect(world.largestOutstanding).toBeGreaterThanOrEqual(250);
    expect(world.largestOutstanding).toBeLessThan(260);
    expect(Math.max(...asked)).toBe(100);
  });

  it('ends at once when there is nothing to deliver', async () => {
    const world = worldWith({});
    expect(await ingestLogFiles(world.sources(), world.context())).toMatchObject({
      end: 'done',
      filesFound: 0,
    });
    expect(world.nowMs).toBeLessThanOrEqual(1_001_000);
  });
});

describe('ingesting again', () => {
  it('delivers nothing that the index has from the same bytes', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT, EVENT), [DIGEST]: gzipSync('{}') });
    await ingestLogFiles(world.sources(), world.context());
    world.disk.clear();
    world.save(nameOf('A').slice(0, -3), JSON.stringify({ Records: [EVENT, EVENT] }));
    world.save(DIGEST, gzipSync('{}'));
    world.puts.length = 0;
    const summary = await ingestLogFiles(world.sources(), world.context());
    expect(world.puts).toEqual([]);
    expect(summary).toMatchObject({
      end: 'done',
      done: 2,
      delivered: 0,
      indexedFiles: 0,
      events: 0,
      alreadyIndexedFiles: 1,
      alreadyIndexedEvents: 2,
      recordedDigests: 1,
    });
  });

  it('delivers a file again of which the ledger does not say what was indexed', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    await ingestLogFiles(world.sources(), world.context());
    const entry = world.ledger.get(keyOf('A'));
    if (entry !== undefined) world.ledger.set(keyOf('A'), { ...entry, sha256: undefined });
    expect(await ingestLogFiles(world.sources(), world.context())).toMatchObject({ delivered: 1 });
  });

  it('has a file indexed anew that older rules indexed, and waits for it', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    await ingestLogFiles(world.sources(), world.context());
    const entry = world.ledger.get(keyOf('A'));
    if (entry !== undefined) world.ledger.set(keyOf('A'), { ...entry, rulesVersion: RULES_VERSION - 1 });
    let turns = 0;
    world.deed = () => (++turns < 3 ? { pending: 'throttled' } : 'as-usual');
    const summary = await ingestLogFiles(world.sources(), world.context());
    expect(turns).toBe(3);
    expect(summary).toMatchObject({ end: 'done', delivered: 1, indexedFiles: 1, alreadyIndexedFiles: 0 });
    expect(world.ledger.get(keyOf('A'))?.rulesVersion).toBe(RULES_VERSION);
  });

  it('brings back an object that has gone from the bucket', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT), [DIGEST]: gzipSync('{}') });
    await ingestLogFiles(world.sources(), world.context());
    world.objects.clear();
    const summary = await ingestLogFiles(world.sources(), world.context());
    expect([...world.objects.keys()].sort()).toEqual([DIGEST_KEY, keyOf('A')].sort());
    expect(summary).toMatchObject({
      end: 'done',
      delivered: 2,
      alreadyIndexedFiles: 1,
      recordedDigests: 1,
      events: 0,
    });
  });

  it('has a rejected file tried again and waits for the new word on it', async () => {
    const world = worldWith({ [nameOf('A')]: gzipSync('nothing') });
    await ingestLogFiles(world.sources(), world.context());
    let turns = 0;
    world.deed = () => (++turns < 3 ? { pending: 'AccessDenied: no' } : 'as-usual');
    const summary = await ingestLogFiles(world.sources(), world.context());
    expect(turns).toBe(3);
    expect(summary).toMatchObject({ end: 'done', delivered: 1, rejectedFiles: 1 });
  });

  it('replaces a rejected file by a sound one', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT).subarray(0, 30) });
    await ingestLogFiles(world.sources(), world.context());
    world.save(nameOf('A'), logFile(EVENT));
    expect(await ingestLogFiles(world.sources(), world.context())).toMatchObject({
      indexedFiles: 1,
      renamedFiles: 0,
      events: 1,
    });
  });
});

describe('files that have the same key', () => {
  it('are delivered once if they are equal inside', async () => {
    const world = worldWith({
      [`a/${nameOf('A')}`]: logFile(EVENT),
      [`b/${nameOf('A')}`]: logFile(EVENT),
      [`b/${nameOf('A').slice(0, -3)}`]: JSON.stringify({ Records: [EVENT] }),
      'export.json': JSON.stringify({ Records: [{ ...EVENT, eventID: 'x' }] }),
      'export (1).json': JSON.stringify({ Records: [{ ...EVENT, eventID: 'x' }] }),
    });
    const summary = await ingestLogFiles(world.sources(), world.context());
    expect(world.puts).toHaveLength(2);
    expect(summary).toMatchObject({
      filesFound: 5,
      delivered: 2,
      duplicateFiles: 3,
      events: 2,
      renamedFiles: 0,
    });
  });

  it('are both delivered if they differ, the second under another key, which is said', async () => {
    const world = worldWith({
      [`a/${nameOf('A')}`]: logFile(EVENT),
      [`b/${nameOf('A')}`]: logFile(EVENT, EVENT),
    });
    const summary = await ingestLogFiles(world.sources(), world.context({ concurrency: 1 }));
    const [first, second = ''] = world.puts;
    expect(first).toBe(keyOf('A'));
    expect(second).toMatch(
      new RegExp(`^${FOLDER}/111122223333_CloudTrail_us-east-1_20260317T0915Z_\\w{16}\\.json\\.gz$`),
    );
    expect(summary).toMatchObject({ delivered: 2, indexedFiles: 2, events: 3, renamedFiles: 1 });
    expect(summary.renamed).toEqual([
      {
        path: `/data/b/${nameOf('A')}`,
        key: second,
        reason: `${keyOf('A')} holds other bytes, so this file is delivered under another key`,
      },
    ]);
    expect(world.objects.get(second)?.originalName).toBe(`b/${nameOf('A')}`);
  });

  it('never replace what the index holds from other bytes, in whatever order they come', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    await ingestLogFiles(world.sources(), world.context());
    const evidence = world.objects.get(keyOf('A'));
    world.disk.clear();
    world.save(`b/${nameOf('A')}`, logFile({ ...EVENT, eventID: 'forged' }));
    world.save(`a/${nameOf('A')}`, logFile(EVENT));
    for (const expected of [
      { delivered: 1, renamedFiles: 1 },
      { delivered: 0, renamedFiles: 1, alreadyIndexedFiles: 2 },
    ]) {
      expect(await ingestLogFiles(world.sources(), world.context({ concurrency: 1 }))).toMatchObject(
        expected,
      );
      expect(world.objects.get(keyOf('A'))).toBe(evidence);
    }
    expect(world.objects.size).toBe(2);
  });
});

describe('when not everything gets done', () => {
  it('gives up after nothing has moved for the set time, and names what is left with its cause', async () => {
    const world = worldWith({
      [nameOf('A')]: logFile(EVENT),
      [nameOf('B')]: logFile(EVENT),
      [nameOf('C')]: logFile(EVENT),
    });
    world.deed = (key) =>
      key === keyOf('A') ? { pending: 'AccessDenied: no' } : key === keyOf('B') ? 'lost' : 'as-usual';
    const summary = await ingestLogFiles(
      world.sources(),
      world.context({ giveUpAfterMs: 60_000, pollIntervalMs: 1_000 }),
    );
    expect(summary).toMatchObject({ end: 'stalled', indexedFiles: 1, outstanding: 2 });
    expect(summary.unfinished).toEqual([
      { path: `/data/${nameOf('A')}`, key: keyOf('A'), reason: 'AccessDenied: no' },
      {
        path: `/data/${nameOf('B')}`,
        key: keyOf('B'),
        reason: 'the ingest function has not taken it up yet',
      },
    ]);
    expect(world.progress.at(-1)?.pending).toEqual([summary.unfinished[0]]);
    expect(world.nowMs - world.movedMs).toBeGreaterThanOrEqual(60_000);
    expect(world.nowMs - world.movedMs).toBeLessThanOrEqual(61_000);
  });

  it('has patience with a file that gets further with every try', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    world.deed = (_, attempt) => (attempt < 100 ? { pending: 'throttled', resumeFrom: attempt } : 'as-usual');
    const summary = await ingestLogFiles(
      world.sources(),
      world.context({ giveUpAfterMs: 5_000, pollIntervalMs: 1_000 }),
    );
    expect(summary).toMatchObject({ end: 'done', indexedFiles: 1 });
  });

  it('gives up as well while the delivery waits for the index', async () => {
    const world = worldWith(
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [nameOf(`F${at}`), logFile(EVENT)])),
    );
    world.deed = () => 'lost';
    const summary = await ingestLogFiles(
      world.sources(),
      world.context({ maxOutstanding: 10, concurrency: 2, giveUpAfterMs: 5_000 }),
    );
    expect(summary.end).toBe('stalled');
    expect(summary.delivered).toBeLessThan(13);
    expect(summary.unfinished).toHaveLength(summary.delivered);
  });

  it('stops when it is told to: begins no further file, finishes those under way, names what is open', async () => {
    const world = worldWith(
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [nameOf(`F${at}`), logFile(EVENT)])),
    );
    const interrupt = new AbortController();
    world.onPut = () => {
      if (world.puts.length === 9) interrupt.abort();
    };
    world.deed = () => 'lost';
    const summary = await ingestLogFiles(
      world.sources(),
      world.context({ concurrency: 4 }, interrupt.signal),
    );
    expect(summary.end).toBe('interrupted');
    expect(summary.delivered).toBeGreaterThanOrEqual(10);
    expect(summary.delivered).toBeLessThanOrEqual(14);
    expect(world.announced).toHaveLength(summary.delivered);
    expect(summary.unfinished).toHaveLength(summary.delivered);
  });

  it('delivers nothing when it was told to stop before', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    const summary = await ingestLogFiles(world.sources(), world.context({}, AbortSignal.abort()));
    expect(summary).toMatchObject({ end: 'interrupted', filesFound: 0 });
    expect(world.puts).toEqual([]);
  });

  it('leaves out a file that cannot be read from disk, names it, and goes on', async () => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT), [nameOf('B')]: logFile(EVENT) });
    world.onRead = (path) => {
      if (path.endsWith(nameOf('A'))) throw new Error('EACCES: permission denied');
    };
    const huge = { path: '/data/huge.json', relativePath: 'huge.json', sizeBytes: 2 ** 31 };
    async function* sources() {
      yield huge;
      yield* world.sources();
    }
    const summary = await ingestLogFiles(sources(), world.context());
    expect(summary).toMatchObject({ end: 'done', filesFound: 3, indexedFiles: 1, unreadableFiles: 2 });
    expect(summary.unreadable).toEqual([
      { path: `/data/${nameOf('A')}`, reason: 'EACCES: permission denied' },
      { path: '/data/huge.json', reason: 'it is larger than 1 GiB, the most that is taken; split it' },
    ]);
  });

  it.each([
    [
      'the bucket',
      'onPut',
      `/data/${nameOf('B')} was not stored in the trail bucket as ${keyOf('B')}: Access Denied. Check that the bucket is there and that you may write to it (s3:PutObject). Run the same command again: what has been delivered is not delivered twice.`,
    ],
    [
      'the topic',
      'onAnnounce',
      `/data/${nameOf('B')} is in the trail bucket as ${keyOf('B')}, but the delivery topic was not told: Access Denied. Check that the topic is there and that you may publish to it (sns:Publish). Run the same command again: what has been delivered is not delivered twice.`,
    ],
  ] as const)('fails with the file and what to do when %s refuses', async (_, hook, message) => {
    const world = worldWith(
      Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [nameOf(name), logFile(EVENT)])),
    );
    world[hook] = (key) => {
      if (key === keyOf('B')) throw new Error('Access Denied.');
    };
    const failing = ingestLogFiles(world.sources(), world.context({ concurrency: 1 }));
    await expect(failing).rejects.toThrow(new DeliveryError(message));
    expect(world.announced).toEqual([keyOf('A')]);
  });

  it('begins no further file once one has failed', async () => {
    const world = worldWith(
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [nameOf(`F${at}`), logFile(EVENT)])),
    );
    let refusals = 0;
    world.onPut = () => {
      if (world.puts.length === 5 && ++refusals === 1) throw new Error('Access Denied');
    };
    await expect(ingestLogFiles(world.sources(), world.context({ concurrency: 3 }))).rejects.toThrow(
      DeliveryError,
    );
    // Those of the two others that were under way are finished.
    expect(world.announced.length).toBeLessThanOrEqual(7);
  });

  it.each(['sources', 'ledger'])('passes on what goes wrong in the %s, and stops', async (where) => {
    const world = worldWith({ [nameOf('A')]: logFile(EVENT) });
    async function* sources() {
      yield* world.sources();
      if (where === 'sources') throw new Error('disk gone');
    }
    let questions = 0;
    world.onReadEntries = () => {
      // The first question is the delivery's, the second the one that waits for the index.
      if (where === 'ledger' && ++questions === 2) throw new Error('table gone');
    };
    world.deed = () => 'lost';
    await expect(ingestLogFiles(sources(), world.context())).rejects.toThrow(
      where === 'sources' ? 'disk gone' : 'table gone',
    );
  });
});
