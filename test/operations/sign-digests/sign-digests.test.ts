import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDigest, buildDigestKey } from '../../../lib/cloudtrail/build-digest.ts';
import { parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import type { SigningProgress } from '../../../lib/operations/sign-digests/sign-digests.ts';
import { chainFaults, timesListed } from './chain-faults.ts';
import { ACCOUNT, BUCKET, newKey, SigningWorld } from './signing-world.ts';

// Digests of this account in eu-west-1 begin at 26:26 past the hour.

/** What lies in the bucket, in words. */
function digestsIn(world: SigningWorld): readonly string[] {
  return world.digests().map(({ key, previous, logFiles }) => {
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'digest') return key;
    const name = `${parsed.trailName} ${parsed.endTime}${parsed.backfill ? ' backfill' : ''}`;
    return `${name}: ${logFiles.length}${previous === undefined ? ', starting' : ''}`;
  });
}

describe('the digests of a delivery', () => {
  it('list the log files of each hour, with empty ones in between', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T21:35Z');
    world.deliver('2026-07-19T22:26Z', { folder: 'CloudTrail-Insight' });
    world.deliver('2026-07-20T00:27Z');
    expect(await world.sign()).toEqual({
      signedDigests: 4,
      signedLogFiles: 3,
      unsignedLogFiles: 0,
      unrecordedDigests: 0,
      end: 'done',
    });
    expect(digestsIn(world)).toEqual([
      'traildex-local 2026-07-19T22:26:26Z: 2, starting',
      'traildex-local 2026-07-19T23:26:26Z: 0',
      'traildex-local 2026-07-20T00:26:26Z: 0',
      'traildex-local 2026-07-20T01:26:26Z: 1',
    ]);
    expect(chainFaults(world)).toEqual([]);
  });

  it('lie where CloudTrail puts them, and say what CloudTrail says', async () => {
    const world = new SigningWorld();
    const where = { prefix: 'logs', organizationId: 'o-abcdefghij', region: 'eu-north-1' };
    const file = world.deliver('2026-07-19T21:35Z', where);
    await world.sign({ folders: { keyPrefix: 'logs' } });
    const [key = ''] = world.puts;
    expect(key).toBe(
      'logs/AWSLogs/o-abcdefghij/111122223333/CloudTrail-Digest/eu-north-1/2026/07/19/' +
        '111122223333_CloudTrail-Digest_eu-north-1_traildex-local_us-east-1_20260719T223320Z.json.gz',
    );
    const { metadata, body } = world.objectAt(key);
    expect(Object.keys(metadata)).toEqual(['signature', 'signature-algorithm']);
    expect(JSON.parse(gunzipSync(body).toString())).toMatchObject({
      awsAccountId: ACCOUNT,
      digestStartTime: '2026-07-19T21:33:20Z',
      digestEndTime: '2026-07-19T22:33:20Z',
      digestS3Bucket: BUCKET,
      digestS3Object: key,
      newestEventTime: '2026-07-19T21:29:59Z',
      logFiles: [{ s3Bucket: BUCKET, s3Object: file }],
    });
    expect(chainFaults(world)).toEqual([]);
  });

  it('end with a silence of more than two days, and start anew', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-10T12:30Z');
    world.deliver('2026-07-12T13:30Z');
    world.deliver('2026-07-14T15:30Z');
    await world.sign();
    expect(digestsIn(world)).toHaveLength(1 + 48 + 1 + 1);
    expect(digestsIn(world).filter((digest) => digest.endsWith('starting'))).toEqual([
      'traildex-local 2026-07-10T13:26:26Z: 1, starting',
      'traildex-local 2026-07-14T16:26:26Z: 1, starting',
    ]);
  });

  it('are of each account and region by itself', async () => {
    const world = new SigningWorld();
    for (const place of [{}, { region: 'eu-north-1' }, { accountId: '444455556666' }])
      world.deliver('2026-07-19T21:35Z', place);
    await world.sign();
    expect(world.digests().map(({ previous, logFiles }) => [previous, logFiles.length])).toEqual(
      Array.from({ length: 3 }, () => [undefined, 1]),
    );
    expect(chainFaults(world)).toEqual([]);
  });

  it('are one chain where a trail was converted to that of an organisation', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T21:35Z', { organizationId: 'o-abcdefghij' });
    await world.sign();
    world.deliver('2026-07-19T20:35Z');
    world.deliver('2026-07-19T22:35Z');
    world.deliver('2026-07-19T22:36Z', { organizationId: 'o-abcdefghij' });
    await world.sign();
    expect(
      world
        .digests()
        .map(({ endTime, logFiles }) => `${endTime}: ${logFiles.length}`)
        .sort(),
    ).toEqual(['2026-07-19T21:26:26Z: 1', '2026-07-19T22:26:26Z: 1', '2026-07-19T23:26:26Z: 2']);
    expect(chainFaults(world)).toEqual([]);
  });

  it('are recorded, a hundred to a notification', async () => {
    const world = new SigningWorld();
    for (let day = 10; day < 17; day++) world.deliver(`2026-07-${day}T12:30Z`);
    await world.sign();
    expect(world.notifications.map(({ length }) => length)).toEqual([100, 45]);
    expect(world.puts.map((key) => world.ledger.get(key)?.status)).toEqual(world.puts.map(() => 'recorded'));
  });

  it('name as many to a notification as the function takes', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    world.deliver('2026-07-19T16:30Z');
    await world.sign({ keysPerNotification: 2 });
    expect(world.notifications.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('are told as they come', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    world.deliver('2026-07-19T13:30Z');
    const told: SigningProgress[] = [];
    await world.sign({ onProgress: (progress) => told.push(progress) });
    expect(told.map(({ phase, done, total }) => `${phase} ${done} of ${total}`)).toEqual([
      'reading 1 of 1',
      'signing 1 of 2',
      'signing 2 of 2',
      'recording 2 of 2',
    ]);
  });
});

describe('the log files that are listed', () => {
  it('have their hash from the ledger, and are read where the ledger speaks of another object', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T21:35Z');
    const changed = world.deliver('2026-07-19T21:36Z');
    world.index(changed, { eTag: 'of-another-object', sha256: '00' });
    const rejected = world.deliver('2026-07-19T21:37Z');
    world.record(rejected, { status: 'rejected', reason: 'it has no Records' });
    await world.sign();
    expect(world.read.sort()).toEqual([changed, rejected]);
    expect(chainFaults(world)).toEqual([]);
    expect(timesListed(world)).toHaveLength(3);
  });

  it('are not those that are no evidence, cannot be inflated or are not settled', async () => {
    const world = new SigningWorld();
    world.index(world.deliver('2026-07-19T21:35Z'), { notAsDelivered: true });
    world.record(world.deliver('2026-07-19T21:36Z'), { status: 'pending', attempts: 1 });
    world.ledger.delete(world.deliver('2026-07-19T21:37Z'));
    const broken = world.deliver('2026-07-19T21:38Z');
    world.store(broken, Buffer.from('no gzip'));
    world.record(broken, { status: 'rejected', reason: 'it is not gzip' });
    expect(await world.sign()).toMatchObject({ signedDigests: 0, end: 'done' });
    expect(world.puts).toEqual([]);
  });

  it('count in the day of their folder, where their name tells no time', async () => {
    const world = new SigningWorld();
    const key = `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/07/19/renamed.json.gz`;
    world.store(key, '{"Records":[]}');
    world.index(key);
    await world.sign();
    expect(digestsIn(world)).toEqual(['traildex-local 2026-07-19T00:26:26Z: 1, starting']);
  });
});

describe('a later delivery', () => {
  it('goes on where the chain ended', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    await world.sign();
    world.deliver('2026-07-19T14:30Z');
    expect(await world.sign()).toMatchObject({ signedDigests: 2 });
    expect(digestsIn(world)).toEqual([
      'traildex-local 2026-07-19T13:26:26Z: 1, starting',
      'traildex-local 2026-07-19T14:26:26Z: 0',
      'traildex-local 2026-07-19T15:26:26Z: 1',
    ]);
    expect(chainFaults(world)).toEqual([]);
  });

  it('begins a chain of its own before the first', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    await world.sign();
    world.deliver('2026-07-19T11:30Z');
    await world.sign();
    expect(digestsIn(world)).toEqual([
      'traildex-local 2026-07-19T12:26:26Z: 1, starting',
      'traildex-local 2026-07-19T13:26:26Z: 1, starting',
    ]);
  });

  it('lists late log files in backfill digests, of another trail name where those would not be the newest', async () => {
    const world = new SigningWorld();
    for (const hour of [12, 13, 14]) world.deliver(`2026-07-19T${hour}:30Z`);
    await world.sign();
    for (const minute of [13.31, 12.32, 14.33]) {
      world.deliver(`2026-07-19T${String(minute).replace('.', ':')}Z`);
      expect(await world.sign()).toMatchObject({ signedDigests: 1, signedLogFiles: 1 });
    }
    expect(digestsIn(world).filter((digest) => digest.includes('backfill'))).toEqual([
      'traildex-local-2 2026-07-19T13:26:26Z backfill: 1, starting',
      'traildex-local 2026-07-19T14:26:26Z backfill: 1, starting',
      'traildex-local 2026-07-19T15:26:26Z backfill: 1',
    ]);
    const [, , , backfill = ''] = world.puts;
    expect(world.objectAt(backfill).metadata).toMatchObject({
      'signature-algorithm': 'SHA256withRSA',
      'backfill-generation-timestamp': '2026-07-20T12:00:00.000Z',
    });
    expect(chainFaults(world)).toEqual([]);
  });

  it('has nothing to do where everything is listed', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    await world.sign();
    expect(await world.sign()).toEqual({
      signedDigests: 0,
      signedLogFiles: 0,
      unsignedLogFiles: 0,
      unrecordedDigests: 0,
      end: 'done',
    });
    expect(world.notifications).toHaveLength(1);
  });

  it('goes on with another key where the first was lost', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    await world.sign();
    world.deliver('2026-07-19T13:30Z');
    await world.sign({ key: newKey() });
    expect(new Set(world.digests().map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(world.digests().map(({ previous }) => previous !== undefined)).toEqual([false, true]);
    expect(chainFaults(world)).toEqual([]);
  });
});

describe('a run that is cut off', () => {
  it('has announced nothing, and the next one announces all', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    world.deliver('2026-07-19T15:30Z');
    world.onPut = () => {
      if (world.puts.length === 2) throw new Error('The bucket is full.');
    };
    await expect(world.sign()).rejects.toThrow('The bucket is full.');
    expect(world.notifications).toEqual([]);
    world.onPut = () => {};
    expect(await world.sign()).toMatchObject({ signedDigests: 2, unrecordedDigests: 0 });
    expect(world.notifications[0]).toHaveLength(4);
    expect(new Set(world.puts).size).toBe(4);
    expect(chainFaults(world)).toEqual([]);
  });

  it('stops after the digest that is under way, when it is told to', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    world.deliver('2026-07-19T15:30Z');
    const stop = new AbortController();
    world.onPut = () => stop.abort();
    expect(await world.sign({ signal: stop.signal })).toMatchObject({ signedDigests: 1, end: 'interrupted' });
    expect(world.puts).toHaveLength(1);
  });

  it('says how many digests were not recorded, when nobody does for a quarter of an hour', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T12:30Z');
    world.isRecording = false;
    expect(await world.sign()).toMatchObject({ signedDigests: 1, unrecordedDigests: 1, end: 'stalled' });
    world.isRecording = true;
    expect(await world.sign()).toMatchObject({ signedDigests: 0, unrecordedDigests: 0, end: 'done' });
  });
});

describe('digests that are there already', () => {
  /** Of CloudTrail's, as somebody's copy of a bucket holds it. */
  function storeReal(world: SigningWorld, files: readonly string[], endTime = '2026-07-19T13:13:52Z'): void {
    const parts = {
      accountId: ACCOUNT,
      region: 'eu-west-1',
      trailName: 'management',
      homeRegion: 'eu-west-1',
      endTime,
      backfill: false,
    };
    const bytes = buildDigest({
      accountId: ACCOUNT,
      startTime: new Date(Date.parse(endTime) - 3_600_000).toISOString().replace('.000', ''),
      endTime,
      bucket: 'company-trail',
      key: buildDigestKey({ ...parts, prefix: 'audit' }),
      fingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
      previous: undefined,
      logFiles: files.map((key) => ({
        bucket: 'company-trail',
        key: `audit/${key}`,
        sha256: '0'.repeat(64),
      })),
    });
    world.store(buildDigestKey(parts), gzipSync(bytes));
  }

  it('of another trail are all that speaks there: what they do not list is left so, and counted', async () => {
    const world = new SigningWorld();
    const listed = world.deliver('2026-07-19T13:14Z');
    world.deliver('2026-07-19T10:14Z');
    world.deliver('2026-07-19T13:15Z', { organizationId: 'o-abcdefghij' });
    storeReal(world, [listed]);
    const elsewhere = [
      world.deliver('2026-07-19T13:15Z', { region: 'us-east-1' }),
      world.deliver('2026-07-19T13:15Z', { accountId: '444455556666' }),
    ];
    expect(await world.sign()).toMatchObject({ signedDigests: 2, signedLogFiles: 2, unsignedLogFiles: 2 });
    expect([...timesListed(world).keys()].sort()).toEqual([`audit/${listed}`, ...elsewhere].sort());
  });

  it('of another trail that list everything leave nothing to count', async () => {
    const world = new SigningWorld();
    storeReal(world, [world.deliver('2026-07-19T13:10Z')]);
    // Nobody would have signed it anywhere.
    world.index(world.deliver('2026-07-19T13:12Z'), { notAsDelivered: true });
    expect(await world.sign()).toMatchObject({ signedDigests: 0, unsignedLogFiles: 0 });
  });

  it('of another trail end what was signed before they came', async () => {
    const world = new SigningWorld();
    world.deliver('2026-07-19T10:30Z');
    await world.sign();
    world.deliver('2026-07-19T11:30Z');
    storeReal(world, []);
    expect(await world.sign()).toMatchObject({ signedDigests: 0, unsignedLogFiles: 1 });
    expect(digestsIn(world)).toEqual([
      'management 2026-07-19T13:13:52Z: 0, starting',
      'traildex-local 2026-07-19T11:26:26Z: 1, starting',
    ]);
  });

  async function signedThreeHours(): Promise<{
    readonly world: SigningWorld;
    readonly keys: readonly string[];
  }> {
    const world = new SigningWorld();
    for (const hour of [12, 13, 14]) world.deliver(`2026-07-19T${hour}:30Z`);
    await world.sign();
    return { world, keys: [...world.puts] };
  }

  it('are not put back where one is gone that the next one names', async () => {
    const { world, keys } = await signedThreeHours();
    world.objects.delete(keys[1] ?? '');
    expect(await world.sign()).toMatchObject({ signedDigests: 0 });
  });

  it('are not written anew, nor gone on from, where one cannot be read', async () => {
    const { world, keys } = await signedThreeHours();
    const last = keys[2] ?? '';
    world.store(last, Buffer.from('no gzip'));
    world.deliver('2026-07-19T15:30Z');
    expect(await world.sign()).toMatchObject({ signedDigests: 1, signedLogFiles: 1 });
    expect(world.objectAt(last).body.toString()).toBe('no gzip');
    const [next = ''] = world.puts.slice(3);
    expect(JSON.parse(gunzipSync(world.objectAt(next).body).toString())).toMatchObject({
      digestEndTime: '2026-07-19T16:26:26Z',
      previousDigestSignature: null,
    });
  });

  it('are not gone on from where one has lost its signature', async () => {
    const { world, keys } = await signedThreeHours();
    const last = keys[2] ?? '';
    world.store(last, world.objectAt(last).body);
    world.deliver('2026-07-19T15:30Z');
    await world.sign();
    expect(digestsIn(world).slice(2)).toEqual([
      'traildex-local 2026-07-19T15:26:26Z: 1',
      'traildex-local 2026-07-19T16:26:26Z: 1, starting',
    ]);
  });
});

describe('whatever is delivered, in whatever portions, cut off wherever', () => {
  const file = fc.record({
    minute: fc.integer({ min: 0, max: 5 * 24 * 60 }),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
  });
  const portion = fc.record({
    files: fc.array(file, { minLength: 1, maxLength: 6 }),
    /** Digests after which the bucket refuses, once. */
    failsAfter: fc.option(fc.nat(60), { nil: undefined }),
  });
  const start = Date.parse('2026-07-10T00:00:00Z');

  const FULL = 'The bucket is full.';

  async function signWithFault(world: SigningWorld, failsAfter: number | undefined): Promise<void> {
    const limit = failsAfter === undefined ? Number.POSITIVE_INFINITY : world.puts.length + failsAfter;
    world.onPut = () => {
      if (world.puts.length >= limit) throw new Error(FULL);
    };
    await world.sign().catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== FULL) throw error;
    });
    world.onPut = () => {};
  }

  it('every log file is listed once, every chain holds, and no digest is written twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(portion, { minLength: 1, maxLength: 4 }), async (portions) => {
        const world = new SigningWorld();
        const delivered: string[] = [];
        for (const { files, failsAfter } of portions) {
          for (const { minute, region } of files)
            delivered.push(world.deliver(new Date(start + minute * 60_000).toISOString(), { region }));
          await signWithFault(world, failsAfter);
        }
        await world.sign();
        expect(chainFaults(world)).toEqual([]);
        expect([...timesListed(world)].sort()).toEqual(delivered.map((key) => [key, 1]).sort());
        expect(new Set(world.puts).size).toBe(world.puts.length);
        const signers = delivered.length === 0 ? [] : ['local'];
        expect(await world.verify()).toEqual({ faults: [], proven: delivered.length, signers });
        expect(world.puts.filter((key) => world.ledger.get(key)?.status !== 'recorded')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
