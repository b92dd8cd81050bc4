/** What can be wrong with the index while the bucket is as CloudTrail delivered it. */
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../lib/event-index/event-item.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { faults, verifyTrail } from './findings.ts';
import { type DeliveredTrail, deliverTrail, SOUND } from './world/trail-world.ts';

/** The second log file of the hour 23, delivered at 00:08: an hour of one day, a folder of the next. */
function lateFileOf({ hours }: DeliveredTrail): string {
  return hours[1]?.logFiles[1] ?? '';
}

const NOT_INDEXED = { ...SOUND, '2026-03-16T23': 'not-indexed' };

describe.each([{ deep: false }, { deep: true }])('an index, with deep: $deep', (mode) => {
  it('that lost a log file', async () => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    trail.world.index.forgetFile(key);
    const { faults: found, states } = await verifyTrail(trail, mode);
    expect(found).toEqual(faults(['not-in-index', key]));
    expect(states).toEqual(NOT_INDEXED);
  });

  it('that lost a day', async () => {
    const trail = await deliverTrail();
    trail.world.index.forgetDay('2026-03-17');
    const [, second, , fourth, fifth] = trail.hours;
    const lost = [second?.logFiles[1] ?? '', ...(fourth?.logFiles ?? []), ...(fifth?.logFiles ?? [])];
    const { faults: found, states } = await verifyTrail(trail, mode);
    expect(found).toEqual(faults(...lost.map((key) => ['not-in-index', key] as const)));
    expect(states).toEqual({
      ...NOT_INDEXED,
      '2026-03-17T01': 'not-indexed',
      '2026-03-17T02': 'not-indexed',
    });
  });

  it('that lost everything', async () => {
    const trail = await deliverTrail();
    for (const day of ['2026-03-16', '2026-03-17']) trail.world.index.forgetDay(day);
    const { faults: found, states } = await verifyTrail(trail, mode);
    expect(found).toEqual(
      faults(...trail.hours.flatMap(({ logFiles }) => logFiles.map((key) => ['not-in-index', key] as const))),
    );
    expect(states['2026-03-17T00']).toBe('silent');
  });

  it.each([
    ['is still trying', 'index-pending', { status: 'pending', reason: 'throttled' }],
    ['refused it', 'index-rejected', { status: 'rejected', reason: 'corrupt-gzip' }],
    ['was made from other bytes', 'index-other-bytes', { sha256: 'ab'.repeat(32) }],
    ['does not account for a record', 'index-records', { indexed: 1 }],
    ['accounts for a record too many', 'index-records', { rejected: 1 }],
  ] as const)('that %s', async (_name, code, change) => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    trail.world.index.change(key, change);
    const { faults: found, states } = await verifyTrail(trail, mode);
    expect(found).toEqual(faults([code, key]));
    expect(states).toEqual(NOT_INDEXED);
  });

  it('that was made from a forged log file, which was put right since', async () => {
    const trail = await deliverTrail();
    const { bucket, index } = trail.world;
    const key = lateFileOf(trail);
    const original = bucket.textOf(key);
    bucket.replaceText(key, original.replaceAll('GetObject', 'HeadObject'));
    await index.index(key);
    bucket.replaceText(key, original);
    expect((await verifyTrail(trail, mode)).faults).toEqual(faults(['index-other-bytes', key]));
  });

  it('that was made from a forged log file: the file is at fault', async () => {
    const trail = await deliverTrail();
    const { bucket, index } = trail.world;
    const key = lateFileOf(trail);
    bucket.replaceText(key, bucket.textOf(key).replaceAll('GetObject', 'HeadObject'));
    await index.index(key);
    const { faults: found, states } = await verifyTrail(trail, mode);
    expect(found).toEqual(faults(['log-file-hash', key]));
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'altered' });
  });

  it('that refused a record, and says so', async () => {
    const { world, chain } = await deliverTrail();
    const key = chain.deliverLogFile(new Date('2026-03-17T03:20:00Z'));
    world.bucket.replaceText(key, `{"Records":[7,${world.bucket.textOf(key).slice('{"Records":['.length)}`);
    chain.deliverDigest('2026-03-17T03:13:52Z', '2026-03-17T04:13:52Z', [key]);
    await world.index.index(key);
    const window = { from: new Date('2026-03-17T03:00:00Z'), until: new Date('2026-03-17T04:00:00Z') };
    const { faults, states, notices } = await verifyTrail({ world }, { ...mode, window });
    expect(faults).toEqual([]);
    expect(states).toEqual({ '2026-03-17T03': 'proven' });
    expect(notices).toContain(`records-refused ${key}`);
  });

  it('that left out what had expired', async () => {
    const trail = await deliverTrail();
    trail.world.index.entries.clear();
    trail.world.index.items.clear();
    trail.world.index.retentionDays = 1 / 24 / 6;
    await trail.world.indexAll();
    expect(trail.world.index.items.size).toBe(0);
    const { faults, states } = await verifyTrail(trail, { ...mode, retention: { eventDays: 1 / 24 / 6 } });
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
  });
});

describe('an index that lost events', () => {
  it('is only seen by a deep verification, which names them', async () => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    const [, event] = trail.world.index.eventsOf(key);
    trail.world.index.forgetEvent(key, 1);
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const [report] = await trail.world.verify({ deep: true });
    expect(report?.faults).toMatchObject([{ code: 'index-events', key, hour: '2026-03-16T23' }]);
    expect(report?.faults[0]?.message).toContain(event?.eventID);
    expect((await verifyTrail(trail, { deep: true })).states).toEqual(NOT_INDEXED);
  });

  it('is seen where all of them are gone and the ledger still says indexed', async () => {
    const trail = await deliverTrail();
    trail.world.index.items.clear();
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const { faults: found } = await verifyTrail(trail, { deep: true });
    expect(found).toEqual(
      faults(...trail.hours.flatMap(({ logFiles }) => logFiles.map((key) => ['index-events', key] as const))),
    );
  });

  it('is not at fault where they have expired since', async () => {
    const trail = await deliverTrail();
    trail.world.index.items.clear();
    const retention = { eventDays: 30 };
    const later = { deep: true, now: new Date('2026-04-17T00:00:00Z'), retention };
    expect(await verifyTrail(trail, later)).toMatchObject({ faults: [], states: SOUND });
    const sooner = { ...later, now: new Date('2026-04-14T00:00:00Z') };
    expect((await verifyTrail(trail, sooner)).faults).toHaveLength(7);
  });

  it('is seen where the ledger counts a record that the log file does not have', async () => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    trail.world.index.change(key, { records: 3, indexed: 3 });
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const { faults: found } = await verifyTrail(trail, { deep: true });
    expect(found).toEqual(faults(['index-records', key]));
  });

  it('is not at fault for an event that is in two log files, or twice in one', async () => {
    const { world, chain } = await deliverTrail();
    const key = chain.deliverLogFile(new Date('2026-03-17T03:20:00Z'));
    const { Records } = JSON.parse(world.bucket.textOf(key));
    world.bucket.replaceText(key, JSON.stringify({ Records: [...Records, ...Records] }));
    const copy = chain.deliverLogFile(new Date('2026-03-17T03:30:00Z'));
    world.bucket.replaceText(copy, JSON.stringify({ Records }));
    chain.deliverDigest('2026-03-17T03:13:52Z', '2026-03-17T04:13:52Z', [key, copy]);
    for (const file of [key, copy]) await world.index.index(file);
    const window = { from: new Date('2026-03-17T03:00:00Z'), until: new Date('2026-03-17T04:00:00Z') };
    const { faults, states } = await verifyTrail({ world }, { deep: true, window });
    expect(faults).toEqual([]);
    expect(states).toEqual({ '2026-03-17T03': 'proven' });
  });
});

describe('an index that somebody wrote to, verified deep', () => {
  it.each([
    ['another name', { eventName: { S: 'DescribeTrails' } }],
    ['another principal', { principal: { S: 'arn:aws:iam::111122223333:user/mallory' } }],
    ['another address', { sourceIPAddress: { S: '192.0.2.7' } }],
    ['another error', { errorCode: { S: 'AccessDenied' } }],
    ['another text', { userAgent: { S: 'aws-cli/forged' } }],
    ['another time', { timeID: { S: '2026-03-17T09:00:00Z#even' } }],
    ['the place of another record', { logFile: { S: '1#1' } }],
    ['an expiry that is over', { expiresAt: { N: '1' } }],
  ] as const)('names the log file whose event has %s', async (_what, changes) => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    const [event] = trail.world.index.eventsOf(key);
    const [item] = [...trail.world.index.items.values()].filter(
      (one) => textIn(one, 'eventID') === event?.eventID,
    );
    const logFile = textIn(item ?? {}, 'logFile')?.replace(/#0$/, '#1') ?? '';
    trail.world.index.changeEvent(key, 'logFile' in changes ? { logFile: { S: logFile } } : changes);
    const { faults: found, states } = await verifyTrail(trail, { deep: true });
    expect(found).toEqual(faults(['index-events', key]));
    expect(states).toEqual(NOT_INDEXED);
    expect((await verifyTrail(trail)).faults).toEqual([]);
  });

  it('may have refused records that were too large, as it says', async () => {
    const trail = await deliverTrail();
    const { world, chain } = trail;
    const key = chain.deliverLogFile(new Date('2026-03-17T03:20:00Z'));
    const { Records: records } = JSON.parse(world.bucket.textOf(key));
    records[0].requestParameters = { policy: 'x'.repeat(100_000) };
    world.bucket.replaceText(key, JSON.stringify({ Records: records }));
    chain.deliverDigest('2026-03-17T03:13:52Z', '2026-03-17T04:13:52Z', [key]);
    await world.index.index(key);
    expect(world.index.entry(key)).toMatchObject({ records: 2, indexed: 1, rejected: 1 });
    const window = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T04:00:00Z') };
    const { faults, notices } = await verifyTrail(trail, { deep: true, window });
    expect(faults).toEqual([]);
    expect(notices).toContain(`records-refused ${key}`);
  });

  it('is not believed that records were too large to be indexed', async () => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    for (const event of trail.world.index.eventsOf(key)) trail.world.index.items.delete(identityOf(event));
    trail.world.index.change(key, { recordLimitBytes: 1 });
    expect((await verifyTrail(trail, { deep: true })).faults).toEqual(faults(['index-records', key]));
  });

  it('is sound where a record stands twice in its log file, whichever of the two the item names', async () => {
    const trail = await deliverTrail();
    const key = lateFileOf(trail);
    const { Records: records } = JSON.parse(trail.world.bucket.textOf(key));
    const twice = JSON.stringify({ Records: [...records, records[0]] });
    const { hours, chain, world } = trail;
    const again = chain.deliverLogFile(new Date('2026-03-17T03:20:00Z'));
    world.bucket.replaceText(again, twice);
    chain.deliverDigest('2026-03-17T03:13:52Z', '2026-03-17T04:13:52Z', [again]);
    await world.index.index(again);
    const window = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T04:00:00Z') };
    expect(hours).toHaveLength(5);
    expect((await verifyTrail(trail, { deep: true, window })).faults).toEqual([]);
  });
});
