/** Chains that begin, end and begin again, backfill digests beside them, and how long it takes until a digest is due. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY } from './world/signing-key.ts';
import type { TrailChain } from './world/trail-chain.ts';
import { BUCKET, type DeliveredTrail, deliverTrail, SOUND, TrailWorld } from './world/trail-world.ts';

async function worldOf(
  deliver: (chain: TrailChain, world: TrailWorld) => void,
): Promise<{ world: TrailWorld }> {
  const world = new TrailWorld();
  world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
  deliver(world.startChain(), world);
  await world.indexAll();
  return { world };
}

describe('logging that was stopped and started again', () => {
  const stopped = () =>
    worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1]);
      chain.restart();
      chain.deliver('2026-03-17T01:40:10Z', [1, 1]);
    });

  it('leaves the time between uncovered', async () => {
    const { faults, states, notices } = await verifyTrail(await stopped());
    expect(faults).toEqual(['no-digest 2026-03-17T00:13:52Z..2026-03-17T01:40:10Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-17T00': 'not-covered', '2026-03-17T01': 'not-covered' });
    expect(notices.filter((notice) => notice.startsWith('chain-started'))).toHaveLength(2);
  });

  it('leaves a log file uncovered that was delivered between, without a word about each', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1]);
      chain.deliverLogFile(new Date('2026-03-17T00:30:00Z'));
      chain.restart();
      chain.deliver('2026-03-17T01:40:10Z', [1, 1]);
    });
    const { faults, states } = await verifyTrail(trail);
    expect(faults).toEqual(['no-digest 2026-03-17T00:13:52Z..2026-03-17T01:40:10Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-17T00': 'not-covered', '2026-03-17T01': 'not-covered' });
  });

  it('is seen within an hour, too', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1]);
      chain.restart();
      chain.deliver('2026-03-17T00:50:00Z', [1, 1, 1]);
    });
    const { faults, states } = await verifyTrail(trail);
    expect(faults).toEqual(['no-digest 2026-03-17T00:13:52Z..2026-03-17T00:50:00Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-17T00': 'not-covered' });
  });

  it('is seen within the hour of a last digest that was shorter', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1]);
      chain.deliverDigest('2026-03-17T00:13:52Z', '2026-03-17T00:40:10Z', []);
      chain.restart();
      chain.deliver('2026-03-17T01:20:00Z', [1, 1]);
    });
    const { faults, states } = await verifyTrail(trail);
    expect(faults).toEqual(['no-digest 2026-03-17T00:40:10Z..2026-03-17T01:20:00Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-17T00': 'not-covered' });
  });

  it('is no gap where the new chain begins where the old one ends', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1, 0]);
      chain.restart();
      chain.deliver('2026-03-17T01:13:52Z', [1, 1]);
    });
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
  });

  it('is no gap where the new chain begins before the old one ends', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1, 0, 1]);
      chain.restart();
      chain.deliver('2026-03-17T01:40:00Z', [1, 1]);
    });
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
  });

  it('does not hide the last digest of the old chain, where the ledger has recorded it', async () => {
    const trail = await stopped();
    const [, last = ''] = trail.world.digests();
    trail.world.bucket.delete(last);
    const found = await verifyTrail(trail);
    expect(found.faults).toEqual([
      `digest-not-found ${last}`,
      'no-digest 2026-03-17T00:13:52Z..2026-03-17T01:40:10Z',
    ]);
    expect(found.states).toEqual({
      ...SOUND,
      '2026-03-16T23': 'missing',
      '2026-03-17T00': 'not-covered',
      '2026-03-17T01': 'not-covered',
    });
  });

  it('leaves more time uncovered, where nobody has recorded the last digest that is gone', async () => {
    const trail = await stopped();
    const [, last = ''] = trail.world.digests();
    trail.world.bucket.delete(last);
    trail.world.index.forgetFile(last);
    const { faults, states } = await verifyTrail(trail);
    expect(faults).toEqual(['no-digest 2026-03-16T23:13:52Z..2026-03-17T01:40:10Z']);
    expect(states).toEqual({
      ...SOUND,
      '2026-03-16T23': 'not-covered',
      '2026-03-17T00': 'not-covered',
      '2026-03-17T01': 'not-covered',
    });
  });

  it('does not hide that the first digest of the new chain is gone', async () => {
    const trail = await stopped();
    const [, , third = ''] = trail.world.digests();
    trail.world.bucket.delete(third);
    const { faults: found, states } = await verifyTrail(trail);
    // Nobody can say of the hour before whether there was a digest: what the series would have had is taken for gone.
    expect(found).toContain(`digest-not-found ${third}`);
    expect(states).toMatchObject({
      '2026-03-16T23': 'proven',
      '2026-03-17T01': 'missing',
      '2026-03-17T02': 'proven',
    });
    expect(['missing', 'not-covered']).toContain(states['2026-03-17T00']);
  });
});

describe('a chain that was there before the window', () => {
  const window = { from: new Date('2026-03-17T00:00:00Z'), until: new Date('2026-03-17T03:00:00Z') };
  const { '2026-03-16T22': _22, '2026-03-16T23': _23, ...inWindow } = SOUND;

  it('is proven from there on', async () => {
    expect(await verifyTrail(await deliverTrail(), { window })).toMatchObject({
      faults: [],
      states: inWindow,
    });
  });

  it('is not asked for the digest before', async () => {
    const trail = await deliverTrail();
    trail.world.bucket.delete(...trail.hours.slice(0, 2).map(({ digest }) => digest));
    const { faults, states } = await verifyTrail(trail, { window });
    expect(faults).toEqual([]);
    expect(states).toEqual(inWindow);
  });

  it('is not asked for a log file that is the hour before, by its digest', async () => {
    const trail = await deliverTrail();
    const { logFiles: [, late = ''] = [] } = trail.hours[1] ?? {};
    expect(late).toContain('_20260317T0008Z_');
    trail.world.bucket.delete(late);
    expect(await verifyTrail(trail, { window })).toMatchObject({ faults: [], states: inWindow });
  });

  it('is not asked for a forged one there', async () => {
    const trail = await deliverTrail();
    trail.chain.deliverLogFile(new Date('2026-03-17T00:10:00Z'), 'forged');
    expect(await verifyTrail(trail, { window })).toMatchObject({ faults: [], states: inWindow });
  });

  it('lacks all digests up to the first that is there', async () => {
    const trail = await deliverTrail();
    const gone = trail.hours.slice(0, 4).map(({ digest }) => digest);
    trail.world.bucket.delete(...gone);
    for (const key of gone) trail.world.index.forgetFile(key);
    const { faults: found, states } = await verifyTrail(trail, { window });
    const [, , d00 = '', d01 = ''] = gone;
    expect(found).toEqual(faults(['digest-not-found', d00], ['digest-not-found', d01]));
    expect(states).toEqual({ ...inWindow, '2026-03-17T00': 'missing', '2026-03-17T01': 'missing' });
  });

  it('vouches for its last digest by one after the window', async () => {
    const trail = await deliverTrail({}, [2, 2, 0, 1, 2, 1]);
    const { digest = '' } = trail.hours[4] ?? {};
    trail.world.bucket.setMetadata(digest, { signature: undefined });
    const { faults, states, notices } = await verifyTrail(trail, { window });
    expect(faults).toEqual([]);
    expect(states).toEqual(inWindow);
    expect(notices).toContain(`digest-vouched ${digest}`);
  });

  it('lacks its last digest by one after the window', async () => {
    const trail = await deliverTrail({}, [2, 2, 0, 1, 2, 1]);
    const { digest = '' } = trail.hours[4] ?? {};
    trail.world.bucket.delete(digest);
    trail.world.index.forgetFile(digest);
    const { faults: found, states } = await verifyTrail(trail, { window });
    expect(found).toEqual(faults(['digest-not-found', digest]));
    expect(states).toEqual({ ...inWindow, '2026-03-17T02': 'missing' });
  });
});

describe('backfill digests', () => {
  /** A log file each of 23, 01 and 02 was forgotten, and listed later. */
  async function withBackfill(): Promise<
    DeliveredTrail & { readonly late: string[]; readonly backfills: string[] }
  > {
    const trail = await deliverTrail();
    const { world, chain } = trail;
    const backfill = world.startChain({ isBackfill: true });
    const late: string[] = [];
    const backfills: string[] = [];
    for (const at of [1, 3, 4]) {
      const { start = '', end = '' } = trail.hours[at] ?? {};
      const key = chain.deliverLogFile(new Date(Date.parse(start) + 20 * 60_000));
      late.push(key);
      backfills.push(backfill.deliverDigest(start, end, [key]).digest);
    }
    for (const key of late) await world.index.index(key);
    for (const key of backfills) world.index.record(key);
    return { ...trail, late, backfills };
  }

  it('prove the log files that they add', async () => {
    const trail = await withBackfill();
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const [report] = await trail.world.verify();
    expect(report?.hours.map(({ files }) => files.proven)).toEqual([2, 3, 0, 2, 3]);
    expect([report?.digests, report?.backfillDigests]).toEqual([
      { read: 5, valid: 5 },
      { read: 3, valid: 3 },
    ]);
  });

  it('may list what the ordinary ones list, which is counted once', async () => {
    const trail = await deliverTrail();
    const { start = '', end = '', logFiles = [] } = trail.hours[1] ?? {};
    trail.world.startChain({ isBackfill: true }).deliverDigest(start, end, logFiles);
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const [report] = await trail.world.verify();
    expect(report?.hours.map(({ files }) => files.proven)).toEqual([2, 2, 0, 1, 2]);
  });

  it('have log files that are altered or gone like any other', async () => {
    const trail = await withBackfill();
    const [first = '', second = ''] = trail.late;
    trail.world.bucket.replaceText(first, 'forged');
    trail.world.bucket.delete(second);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['log-file-hash', first], ['log-file-not-found', second]));
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'altered', '2026-03-17T01': 'missing' });
  });

  it('are not the chain of the ordinary ones: both may lack the same hour', async () => {
    const trail = await withBackfill();
    const [, second = ''] = trail.backfills;
    trail.world.bucket.delete(second);
    trail.world.index.forgetFile(second);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['digest-not-found', second], ['log-file-not-listed', trail.late[1] ?? '']));
    expect(states).toEqual({ ...SOUND, '2026-03-17T01': 'missing' });
  });

  it('leave a log file that nobody lists where the last is gone without a trace', async () => {
    const trail = await withBackfill();
    const [, , third = ''] = trail.backfills;
    trail.world.bucket.delete(third);
    trail.world.index.forgetFile(third);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['log-file-not-listed', trail.late[2] ?? '']));
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'not-covered' });
  });

  it('are altered like any other, and what they listed is listed by nobody', async () => {
    const trail = await withBackfill();
    const [first = ''] = trail.backfills;
    trail.world.bucket.replaceText(first, `${trail.world.bucket.textOf(first)} `);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toContain(`digest-signature ${first}`);
    expect(found.filter((fault) => !fault.startsWith('digest-signature'))).toEqual(
      faults(['log-file-not-listed', trail.late[0] ?? '']),
    );
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'altered' });
  });

  it('need the time at which they were generated', async () => {
    const trail = await withBackfill();
    const [, , third = ''] = trail.backfills;
    trail.world.bucket.setMetadata(third, { 'backfill-generation-timestamp': undefined });
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toContain(`digest-metadata ${third}`);
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'unproven' });
  });
});

describe('digests that are not there yet', () => {
  const at = (now: string) => ({
    isLive: true,
    now: new Date(now),
    window: { from: new Date('2026-03-16T22:00:00Z'), until: new Date(now) },
  });

  it('are awaited until they are an hour late', async () => {
    const { faults, states } = await verifyTrail(await deliverTrail(), at('2026-03-17T05:13:51Z'));
    // In the hour 05 no digest begins before 05:13:52.
    expect(faults).toEqual([]);
    expect(states).toEqual({
      ...SOUND,
      '2026-03-17T03': 'awaited',
      '2026-03-17T04': 'awaited',
    });
  });

  it('are overdue then, in one word for all', async () => {
    const { faults, states } = await verifyTrail(await deliverTrail(), at('2026-03-17T06:20:00Z'));
    expect(faults).toEqual(['digest-overdue 2026-03-17T03:13:52Z..2026-03-17T05:13:52Z']);
    expect(states).toEqual({
      ...SOUND,
      '2026-03-17T03': 'overdue',
      '2026-03-17T04': 'overdue',
      '2026-03-17T05': 'awaited',
      '2026-03-17T06': 'awaited',
    });
  });

  it('are nothing to wait for where CloudTrail is not delivering', async () => {
    const { faults, states } = await verifyTrail(await deliverTrail(), {
      ...at('2026-03-17T08:00:00Z'),
      isLive: false,
    });
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
  });

  it('leave the log files of their time unjudged', async () => {
    const trail = await deliverTrail();
    await trail.world.index.index(trail.chain.deliverLogFile(new Date('2026-03-17T03:30:00Z')));
    const { faults, states } = await verifyTrail(trail, at('2026-03-17T04:00:00Z'));
    expect(faults).toEqual([]);
    expect(states).toMatchObject({ ...SOUND, '2026-03-17T03': 'awaited' });
  });
});

/**
 * A name has the minute in which CloudTrail began with the file, and is some minutes older than the delivery that digests
 * go by.
 */
describe('a log file that was named before the time of its digest', () => {
  /** Of the hour 03, whose digest may be there or not. */
  async function withLateFile(hasDigest: boolean) {
    const trail = await deliverTrail();
    const { world, chain } = trail;
    const key = chain.deliverLogFile(new Date('2026-03-17T03:10:00Z'));
    const { stored, metadata } = world.bucket.object(key);
    world.bucket.put(key, stored, metadata, new Date('2026-03-17T03:16:05Z'));
    await world.index.index(key);
    const end = '2026-03-17T04:13:52Z';
    const digest = hasDigest ? chain.deliverDigest('2026-03-17T03:13:52Z', end, [key]).digest : '';
    if (hasDigest) world.index.record(digest);
    return { ...trail, key, digest };
  }

  const window = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T04:00:00Z') };

  it('is proven by it', async () => {
    const { faults, states } = await verifyTrail(await withLateFile(true), { window });
    expect(faults).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'proven' });
  });

  it('is not judged while its digest is awaited', async () => {
    const now = new Date('2026-03-17T03:50:00Z');
    const { faults, states } = await verifyTrail(await withLateFile(false), { window, isLive: true, now });
    expect(faults).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'awaited' });
  });

  it('is not judged where its digest is gone', async () => {
    const trail = await withLateFile(true);
    trail.world.bucket.delete(trail.digest);
    const { faults: found, states } = await verifyTrail(trail, { window });
    expect(found).toEqual(faults(['digest-not-found', trail.digest]));
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'missing' });
  });

  it('is not judged where its digest does not hold', async () => {
    const trail = await withLateFile(true);
    trail.world.bucket.replaceText(trail.digest, '{}');
    const { faults: found, states } = await verifyTrail(trail, { window });
    expect(found).toEqual(faults(['digest-invalid-format', trail.digest]));
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'altered' });
  });
});

describe('what is past its retention', () => {
  const later = { now: new Date('2026-06-20T00:00:00Z'), retention: { logFileDays: 90, digestDays: 90 } };

  it('is expired, not missing, once it is gone', async () => {
    const trail = await deliverTrail();
    const { digest = '', logFiles = [] } = trail.hours[1] ?? {};
    trail.world.bucket.delete(digest, ...logFiles);
    const { faults, states } = await verifyTrail(trail, later);
    expect(faults).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'expired' });
  });

  it('is expired where only the log files are gone', async () => {
    const trail = await deliverTrail();
    trail.world.bucket.delete(...(trail.hours[4]?.logFiles ?? []));
    const { faults, states } = await verifyTrail(trail, later);
    expect(faults).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'expired' });
  });

  it('is missing before that', async () => {
    const trail = await deliverTrail();
    const { digest = '' } = trail.hours[1] ?? {};
    trail.world.bucket.delete(digest);
    const { faults: found } = await verifyTrail(trail, { ...later, now: new Date('2026-06-13T00:00:00Z') });
    expect(found).toEqual(faults(['digest-not-found', digest]));
  });

  it('is altered like any other while it is there', async () => {
    const trail = await deliverTrail();
    const { logFiles: [key = ''] = [] } = trail.hours[1] ?? {};
    trail.world.bucket.replaceText(key, 'forged');
    const { faults: found } = await verifyTrail(trail, later);
    expect(found).toEqual(faults(['log-file-hash', key]));
  });
});

describe('keys', () => {
  it('that nobody has leave everything unproven', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(
      faults(...trail.hours.map(({ digest }) => ['digest-key-not-found', digest] as const)),
    );
    expect(new Set(Object.values(states))).toEqual(new Set(['unproven']));
  });

  it('of another region are none of this one', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    trail.world.publish('us-east-1', CLOUDTRAIL_KEY.published);
    const { faults } = await verifyTrail(trail);
    expect(faults).toHaveLength(5);
    expect(faults.every((fault) => fault.startsWith('digest-key-not-found'))).toBe(true);
  });

  it('with other bytes than their name says are not used', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    const der = Buffer.from(CLOUDTRAIL_KEY.published.der);
    der.writeUInt8(der.readUInt8(100) ^ 1, 100);
    trail.world.publish('eu-west-1', { ...CLOUDTRAIL_KEY.published, der });
    const { faults } = await verifyTrail(trail);
    expect(faults).toHaveLength(5);
    expect(faults.every((fault) => fault.startsWith('digest-key-unusable'))).toBe(true);
  });

  it.each(['cloudtrail', 'given', 'local'] as const)(
    'are named by who handed them out: %s',
    async (signer) => {
      const trail = await deliverTrail();
      trail.world.keys.length = 0;
      trail.world.publish('eu-west-1', CLOUDTRAIL_KEY.published, signer);
      const [report] = await trail.world.verify();
      expect(report?.signers).toEqual([signer]);
    },
  );
});

describe('a bucket that is a copy', () => {
  it('is proven where it is said of what', async () => {
    const trail = await deliverTrail({ bucketName: 'first-bucket' });
    const origin = { bucket: 'first-bucket', keyPrefix: '' };
    expect(await verifyTrail(trail, { origin })).toMatchObject({ faults: [], states: SOUND });
  });

  it('is altered where it is not', async () => {
    const trail = await deliverTrail({ bucketName: 'first-bucket' });
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(...trail.hours.map(({ digest }) => ['digest-moved', digest] as const)));
    expect(new Set(Object.values(states))).toEqual(new Set(['altered']));
  });

  it.each([
    ['a prefix', 'first/prefix', 'copy'],
    ['a prefix to none', 'first', undefined],
    ['none to a prefix', undefined, 'copy/of/it'],
    ['a prefix that holds the name of the root', 'AWSLogs', 'AWSLogs/copy'],
  ])('may have another key prefix: %s', async (_name, signed, stored) => {
    const trail = await deliverTrail({ bucketName: 'first-bucket', keyPrefix: signed });
    const { bucket, index } = trail.world;
    const at = signed === undefined ? 0 : signed.length + 1;
    for (const key of [...bucket.objects.keys()])
      bucket.rename(key, `${stored === undefined ? '' : `${stored}/`}${key.slice(at)}`);
    index.entries.clear();
    await trail.world.indexAll();
    const request = {
      folders: stored === undefined ? {} : { keyPrefix: stored },
      origin: { bucket: 'first-bucket', keyPrefix: signed ?? '' },
    };
    expect(await verifyTrail(trail, request)).toMatchObject({ faults: [], states: SOUND });
  });

  it('proves what was delivered to it as well', async () => {
    const trail = await deliverTrail({ bucketName: BUCKET });
    const origin = { bucket: 'first-bucket', keyPrefix: '' };
    expect(await verifyTrail(trail, { origin })).toMatchObject({ faults: [], states: SOUND });
  });
});
