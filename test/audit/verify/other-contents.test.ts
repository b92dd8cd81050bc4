/** Log files of other kinds than the usual one: nobody says whether digests list them. */
import { expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { deliverTrail, SOUND } from './world/trail-world.ts';

const AT = new Date('2026-03-16T23:20:00Z');

it('are no fault where no digest lists any, and that is said once', async () => {
  const trail = await deliverTrail();
  const first = trail.chain.deliverLogFile(AT, 'insight1', 'CloudTrail-Insight');
  const second = trail.chain.deliverLogFile(AT, 'insight2', 'CloudTrail-Insight');
  const network = trail.chain.deliverLogFile(
    new Date('2026-03-17T02:59:00Z'),
    'net',
    'CloudTrail-NetworkActivity',
  );
  for (const key of [first, second, network]) await trail.world.index.index(key);
  const found = await verifyTrail(trail);
  expect(found.faults).toEqual([]);
  expect(found.states).toEqual(SOUND);
  expect(found.notices.filter((notice) => notice.startsWith('content-not-listed'))).toEqual([
    `content-not-listed ${first}`,
    `content-not-listed ${network}`,
  ]);
});

it.each(['CloudTrail-Anything', 'CloudTrail-Insights', 'CloudTrail-Insight-2'])(
  'are forged where AWS has no folder of such a name: %s',
  async (folder) => {
    const trail = await deliverTrail();
    const { bucket, index } = trail.world;
    const usual = trail.chain.deliverLogFile(AT, 'forged');
    const forged = usual.replaceAll(/CloudTrail(?=[/_])/g, folder);
    bucket.rename(usual, forged);
    await index.index(forged);
    for (const deep of [false, true]) {
      const found = await verifyTrail(trail, { deep });
      expect(found.faults).toEqual(faults(['log-file-not-listed', forged]));
      expect(found.states).toEqual({ ...SOUND, '2026-03-16T23': 'not-covered' });
    }
  },
);

it('are proven where a digest lists them, and one that none lists is named then', async () => {
  const trail = await deliverTrail({}, [1, 1]);
  const listed = trail.chain.deliverLogFile(
    new Date('2026-03-17T00:20:00Z'),
    'insight1',
    'CloudTrail-Insight',
  );
  trail.chain.deliverDigest('2026-03-17T00:13:52Z', '2026-03-17T01:13:52Z', [listed]);
  const unlisted = trail.chain.deliverLogFile(AT, 'insight2', 'CloudTrail-Insight');
  for (const key of [listed, unlisted]) await trail.world.index.index(key);
  const found = await verifyTrail(trail);
  expect(found.faults).toEqual(faults(['log-file-not-listed', unlisted]));
  expect(found.states).toEqual({
    '2026-03-16T22': 'proven',
    '2026-03-16T23': 'not-covered',
    '2026-03-17T00': 'proven',
  });
});
