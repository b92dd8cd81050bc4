/** Digests that are not there yet, log files that they will list, and what is past its retention. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { deliverTrail, SOUND } from './world/trail-world.ts';

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

  it('are not awaited of time that is still to come', async () => {
    const until = new Date('2026-03-18T00:00:00Z');
    const request = at('2026-03-17T03:50:00Z');
    const { states } = await verifyTrail(await deliverTrail(), {
      ...request,
      window: { ...request.window, until },
    });
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'awaited' });
  });

  it('are counted from the end that is furthest, where a later digest ends sooner', async () => {
    const trail = await deliverTrail();
    trail.chain.restart();
    trail.chain.deliverDigest('2026-03-17T02:20:00Z', '2026-03-17T02:50:00Z', []);
    const { faults, states } = await verifyTrail(trail, at('2026-03-17T05:10:00Z'));
    expect(faults).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-17T03': 'awaited', '2026-03-17T04': 'awaited' });
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
