/** Backfill digests: a chain of their own beside the ordinary one, about the same hours. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from './world/signing-key.ts';
import { type DeliveredTrail, deliverTrail, SOUND, TrailWorld } from './world/trail-world.ts';

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
    // Nobody knows what it listed.
    expect(found).toEqual(faults(['digest-not-found', second]));
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

  it('are altered like any other, and what they listed nobody knows', async () => {
    const trail = await withBackfill();
    const [first = ''] = trail.backfills;
    trail.world.bucket.replaceText(first, `${trail.world.bucket.textOf(first)} `);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['digest-signature', first]));
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'altered' });
  });

  it('do not stand in for an ordinary one that is gone', async () => {
    const trail = await withBackfill();
    const gone = trail.hours.slice(1, 3).map(({ digest }) => digest);
    trail.world.bucket.delete(...gone);
    for (const key of gone) trail.world.index.forgetFile(key);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(...gone.map((key) => ['digest-not-found', key] as const)));
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'missing', '2026-03-17T00': 'missing' });
  });

  it('cover nothing by themselves', async () => {
    const trail = await withBackfill();
    const ordinary = trail.hours.map(({ digest }) => digest);
    trail.world.bucket.delete(...ordinary);
    for (const key of ordinary) trail.world.index.forgetFile(key);
    const { states } = await verifyTrail(trail);
    expect([states['2026-03-16T23'], states['2026-03-17T01'], states['2026-03-17T02']]).toEqual(
      Array(3).fill('not-covered'),
    );
  });

  it.each([
    ['that list nothing do not make an hour silent', []],
    ['that list log files do not make an hour proven', [0]],
  ] as const)('%s', async (_name, files) => {
    const world = new TrailWorld();
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
    const backfill = world.startChain({ isBackfill: true });
    const keys = files.map(() => backfill.deliverLogFile(new Date('2026-03-16T23:30:00Z')));
    backfill.deliverDigest('2026-03-16T23:13:52Z', '2026-03-17T00:13:52Z', keys);
    await world.indexAll();
    const { faults: found, states } = await verifyTrail({ world });
    expect(found).toEqual(['no-digest 2026-03-16T23:13:52Z..2026-03-17T00:13:52Z']);
    expect(states).toEqual({ '2026-03-16T23': 'not-covered' });
  });

  it('do not cover the time after the last ordinary one', async () => {
    const { world } = await deliverTrail({}, [1, 1, 1]);
    const late = world.startChain({ isBackfill: true });
    const key = late.deliverLogFile(new Date('2026-03-17T02:30:00Z'));
    late.deliverDigest('2026-03-17T02:13:52Z', '2026-03-17T03:13:52Z', [key]);
    await world.index.index(key);
    const { faults: found, states } = await verifyTrail({ world });
    expect(found).toEqual(['no-digest 2026-03-17T02:13:52Z..2026-03-17T03:13:52Z']);
    expect(states['2026-03-17T02']).toBe('not-covered');
  });

  it('do not cover the time before the first ordinary one', async () => {
    const { world } = await deliverTrail();
    const early = world.startChain({ isBackfill: true });
    early.deliverDigest('2026-03-16T20:13:52Z', '2026-03-16T21:13:52Z', []);
    const { faults: found, states } = await verifyTrail(
      { world },
      { window: { from: new Date('2026-03-16T19:00:00Z'), until: new Date('2026-03-17T03:00:00Z') } },
    );
    expect(found).toEqual(['no-digest 2026-03-16T20:13:52Z..2026-03-16T21:13:52Z']);
    expect(states).toEqual({ '2026-03-16T20': 'not-covered', ...SOUND });
  });

  it('do without the time at which they were generated where the next one vouches for them', async () => {
    const trail = await withBackfill();
    const [first = '', second = ''] = trail.backfills;
    trail.world.bucket.setMetadata(first, { 'backfill-generation-timestamp': undefined });
    trail.world.bucket.setMetadata(second, { 'backfill-generation-timestamp': 'yesterday' });
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
  });

  it('may be made long after the time that they are about, with a key of then', async () => {
    const trail = await deliverTrail();
    const { world, chain } = trail;
    const inMarch = { validFrom: '2026-03-16T00:00:00Z', validUntil: '2026-03-18T00:00:00Z' };
    const inJune = { validFrom: '2026-06-09T00:00:00Z', validUntil: '2026-06-11T00:00:00Z' };
    world.keys.length = 0;
    world.publish('eu-west-1', { ...CLOUDTRAIL_KEY.published, ...inMarch });
    world.publish('eu-west-1', { ...FOREIGN_KEY.published, ...inJune });
    const late = chain.deliverLogFile(new Date('2026-03-16T23:30:00Z'));
    await world.index.index(late);
    const backfill = world.startChain({ isBackfill: true, signer: FOREIGN_KEY });
    const { digest } = backfill.deliverDigest('2026-03-16T23:13:52Z', '2026-03-17T00:13:52Z', [late]);
    const generatedAt = (time: string) => {
      world.bucket.setMetadata(digest, { 'backfill-generation-timestamp': time });
      return verifyTrail(trail);
    };
    expect(await generatedAt('2026-06-10T12:00:00.000Z')).toMatchObject({ faults: [], states: SOUND });
    // No key of that time has signed it.
    const { faults: found } = await generatedAt('2026-03-17T12:00:00.000Z');
    expect(found).toContain(`digest-key-not-found ${digest}`);
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
