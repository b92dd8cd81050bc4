/** Chains that begin, end and begin again, within a window and before it. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY } from './world/signing-key.ts';
import { signText, type TrailChain } from './world/trail-chain.ts';
import { deliverTrail, FILE_COUNTS, FIRST_START, SOUND, TrailWorld } from './world/trail-world.ts';

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

  it('has a short digest missed like any other', async () => {
    let short = '';
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T22:13:52Z', [1, 1]);
      short = chain.deliverDigest('2026-03-17T00:13:52Z', '2026-03-17T00:40:10Z', []).digest;
      chain.deliver('2026-03-17T00:40:10Z', [0, 1, 1]);
    });
    trail.world.bucket.delete(short);
    trail.world.index.forgetFile(short);
    expect((await verifyTrail(trail)).faults).toEqual(faults(['digest-not-found', short]));
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

describe('the time before the first digest', () => {
  const window = { from: new Date('2026-03-16T20:00:00Z'), until: new Date('2026-03-17T03:00:00Z') };
  const BEFORE = { '2026-03-16T20': 'not-covered', '2026-03-16T21': 'not-covered' };

  it('is nothing where nothing was delivered before', async () => {
    expect(await verifyTrail(await deliverTrail(), { window })).toMatchObject({ faults: [], states: SOUND });
  });

  it('is not covered where log files were delivered on an earlier day', async () => {
    const trail = await deliverTrail();
    trail.chain.deliverLogFile(new Date('2026-03-15T10:00:00Z'));
    const { faults, states } = await verifyTrail(trail, { window });
    expect(faults).toEqual(['no-digest 2026-03-16T20:00:00Z..2026-03-16T22:13:52Z']);
    expect(states).toMatchObject(BEFORE);
  });

  it('is not covered where log files were delivered in the window before', async () => {
    const trail = await deliverTrail();
    trail.chain.deliverLogFile(new Date('2026-03-16T21:30:00Z'));
    const { faults, states } = await verifyTrail(trail, { window });
    expect(faults).toEqual(['no-digest 2026-03-16T21:00:00Z..2026-03-16T22:13:52Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-16T21': 'not-covered', '2026-03-16T22': 'not-covered' });
  });

  it('is not covered where a chain ended before the window, on the day on which it begins', async () => {
    const trail = await worldOf((chain) => {
      chain.deliver('2026-03-16T02:13:52Z', [1, 1]);
      chain.restart();
      chain.deliver(FIRST_START, FILE_COUNTS);
    });
    const { faults, states } = await verifyTrail(trail, { window });
    expect(faults).toEqual(['no-digest 2026-03-16T20:00:00Z..2026-03-16T22:13:52Z']);
    expect(states).toEqual({ ...SOUND, ...BEFORE, '2026-03-16T22': 'not-covered' });
  });

  it('is not covered where the first does not hold: it might not have been the first', async () => {
    const trail = await deliverTrail();
    const { digest = '' } = trail.hours[0] ?? {};
    trail.world.bucket.replaceText(digest, '{}');
    const { faults, states } = await verifyTrail(trail, { window });
    expect(faults).toEqual([
      `digest-invalid-format ${digest}`,
      'no-digest 2026-03-16T20:00:00Z..2026-03-16T22:13:52Z',
    ]);
    expect(states).toMatchObject({ ...BEFORE, '2026-03-16T23': 'proven' });
  });

  it('is not asked for digests where the bucket of the trail was another one until then', async () => {
    const trail = await deliverTrail({}, [1]);
    const { digest = '' } = trail.hours[0] ?? {};
    const text = JSON.stringify({
      ...JSON.parse(trail.world.bucket.textOf(digest)),
      previousDigestS3Bucket: 'earlier-bucket',
      previousDigestS3Object: digest.replace('T231352Z', 'T221352Z'),
      previousDigestHashValue: 'ab'.repeat(32),
      previousDigestHashAlgorithm: 'SHA-256',
      previousDigestSignature: 'cd'.repeat(256),
    });
    trail.world.bucket.replaceText(digest, text);
    trail.world.bucket.setMetadata(digest, { signature: signText(text, CLOUDTRAIL_KEY) });
    const from = new Date('2026-03-16T21:00:00Z');
    const { faults, states } = await verifyTrail(trail, { window: { ...window, from } });
    // Not covered by anything in this bucket; no digest of this bucket is missing.
    expect(faults).toEqual(['no-digest 2026-03-16T21:00:00Z..2026-03-16T22:13:52Z']);
    expect(states['2026-03-16T21']).toBe('not-covered');
  });
});
