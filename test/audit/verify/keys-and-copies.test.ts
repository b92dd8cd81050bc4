/** Who signed, and where it was delivered to: public keys, and buckets that are copies of another one. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from './world/signing-key.ts';
import { signText } from './world/trail-chain.ts';
import { BUCKET, deliverTrail, SOUND, TrailWorld } from './world/trail-world.ts';

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

  it('are asked for by the time of each digest', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    trail.world.publish('eu-west-1', { ...CLOUDTRAIL_KEY.published, validUntil: '2026-03-17T00:05:00Z' });
    const { faults: found } = await verifyTrail(trail);
    const later = trail.hours.slice(2).map(({ digest }) => ['digest-key-not-found', digest] as const);
    expect(found).toEqual(faults(...later));
  });

  it('may change from one digest to the next', async () => {
    const world = new TrailWorld();
    for (const { published } of [CLOUDTRAIL_KEY, FOREIGN_KEY]) world.publish('eu-west-1', published);
    const chain = world.startChain();
    chain.deliver('2026-03-16T22:13:52Z', [2, 2]);
    chain.signWith(FOREIGN_KEY);
    chain.deliver('2026-03-17T00:13:52Z', [0, 1, 2]);
    await world.indexAll();
    expect(await verifyTrail({ world })).toMatchObject({ faults: [], states: SOUND });
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

  it('has digests that were moved within it', async () => {
    const trail = await deliverTrail({ bucketName: 'first-bucket' });
    const [one = '', other = ''] = trail.world.digests();
    trail.world.bucket.swap(one, other);
    const origin = { bucket: 'first-bucket', keyPrefix: '' };
    const { faults: found } = await verifyTrail(trail, { origin });
    expect(found).toEqual(faults(['digest-moved', one], ['digest-moved', other]));
  });

  it('has digests of a third bucket that were put there', async () => {
    const trail = await deliverTrail({ bucketName: 'third-bucket' });
    const origin = { bucket: 'first-bucket', keyPrefix: '' };
    const { faults: found } = await verifyTrail(trail, { origin });
    expect(found).toEqual(faults(...trail.hours.map(({ digest }) => ['digest-moved', digest] as const)));
  });

  it('proves what was delivered to it as well', async () => {
    const trail = await deliverTrail({ bucketName: BUCKET });
    const origin = { bucket: 'first-bucket', keyPrefix: '' };
    expect(await verifyTrail(trail, { origin })).toMatchObject({ faults: [], states: SOUND });
  });
});

it('a log file that was delivered to another bucket is not looked for in this one', async () => {
  const trail = await deliverTrail();
  const { bucket, index } = trail.world;
  const { digest = '', logFiles: [first = ''] = [] } = trail.hours[4] ?? {};
  const listed = JSON.parse(bucket.textOf(digest));
  listed.logFiles[0].s3Bucket = 'bucket-before';
  const text = JSON.stringify(listed);
  bucket.replaceText(digest, text);
  bucket.setMetadata(digest, { signature: signText(text, CLOUDTRAIL_KEY) });
  bucket.delete(first);
  index.forgetFile(first);
  const { faults: found, states } = await verifyTrail(trail);
  // Not missing: it may well be there.
  expect(found).toEqual(faults(['log-file-unreadable', first]));
  expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'unproven' });
});
