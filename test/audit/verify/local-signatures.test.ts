/**
 * What a data directory signs for itself speaks for what was delivered there, by hand and at any time: where nothing was
 * delivered, nothing is lacking. That holds for its own chains alone, never for one that CloudTrail had a part in.
 */
import { describe, expect, it } from 'vitest';
import { verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from './world/signing-key.ts';
import { SOUND, TrailWorld } from './world/trail-world.ts';

const SILENCE = 'no-digest 2026-03-17T00:13:52Z..2026-03-17T01:13:52Z';
const NOT_COVERED = { ...SOUND, '2026-03-17T00': 'not-covered' };

/** Two hours of each signer, an hour of nothing between them. */
async function deliverTwice(signers: readonly ('local' | 'cloudtrail')[], delivered?: string) {
  const world = new TrailWorld();
  world.publish('eu-west-1', CLOUDTRAIL_KEY.published, signers[0]);
  world.publish('eu-west-1', FOREIGN_KEY.published, signers[1]);
  const chain = world.startChain();
  chain.deliver('2026-03-16T22:13:52Z', [2, 2]);
  if (delivered !== undefined) chain.deliverLogFile(new Date(delivered));
  chain.restart();
  chain.signWith(FOREIGN_KEY);
  chain.deliver('2026-03-17T01:13:52Z', [1, 2]);
  await world.indexAll();
  return { world };
}

describe('a silence', () => {
  it('between two deliveries of a data directory lacks nothing', async () => {
    const { '2026-03-17T00': _silent, ...states } = SOUND;
    const found = await verifyTrail(await deliverTwice(['local', 'local']));
    expect(found.faults).toEqual([]);
    expect(found.states).toEqual(states);
  });

  it('in which something was delivered that nobody signed is not covered', async () => {
    const found = await verifyTrail(await deliverTwice(['local', 'local'], '2026-03-17T00:30:00Z'));
    expect(found.faults).toEqual([SILENCE]);
    expect(found.states).toEqual(NOT_COVERED);
  });

  it.each([[['cloudtrail', 'cloudtrail']], [['cloudtrail', 'local']], [['local', 'cloudtrail']]] as const)(
    'in a chain that these signed is not covered: %j',
    async (signers) => {
      const found = await verifyTrail(await deliverTwice(signers));
      expect(found.faults).toEqual([SILENCE]);
      expect(found.states).toEqual(NOT_COVERED);
    },
  );
});

describe('signatures of a data directory beside digests of another trail', () => {
  it('prove nothing, whichever came first', async () => {
    const world = new TrailWorld();
    world.publish('eu-west-1', FOREIGN_KEY.published, 'local');
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published, 'given');
    const own = world.startChain({ trailName: 'traildex-local', signer: FOREIGN_KEY });
    const hours = own.deliver('2026-03-16T22:13:52Z', [1, 1, 1]);
    await world.indexAll();
    const alone = await verifyTrail({ world });
    expect([alone.faults, alone.states['2026-03-17T00']]).toEqual([[], 'proven']);

    const other = world.startChain({ trailName: 'theirs' });
    const [first, second] = hours.map(({ logFiles }) => logFiles);
    other.deliverDigest('2026-03-16T22:13:52Z', '2026-03-16T23:13:52Z', first ?? []);
    other.deliverDigest('2026-03-16T23:13:52Z', '2026-03-17T00:13:52Z', second ?? []);
    const beside = await verifyTrail({ world });
    expect(beside.faults).toEqual(['no-digest 2026-03-17T00:13:52Z..2026-03-17T01:00:00Z']);
    expect(beside.states).toEqual({
      '2026-03-16T22': 'proven',
      '2026-03-16T23': 'proven',
      '2026-03-17T00': 'not-covered',
    });
  });

  it('prove nothing in a window in which the others have none', async () => {
    const world = new TrailWorld();
    world.publish('eu-west-1', FOREIGN_KEY.published, 'local');
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published, 'given');
    const own = world.startChain({ trailName: 'traildex-local', signer: FOREIGN_KEY });
    const hours = own.deliver('2026-03-16T22:13:52Z', Array(12).fill(1));
    const other = world.startChain({ trailName: 'theirs' });
    other.deliverDigest('2026-03-16T22:13:52Z', '2026-03-16T23:13:52Z', hours[0]?.logFiles ?? []);
    await world.indexAll();
    const window = { from: new Date('2026-03-17T05:00:00Z'), until: new Date('2026-03-17T08:00:00Z') };
    for (const rest of [{}, { trailName: 'traildex-local' }]) {
      const { states } = await verifyTrail(
        { world },
        { window, now: new Date('2026-04-01T00:00:00Z'), ...rest },
      );
      expect(Object.values(states)).not.toContain('proven');
    }
  });

  it('stand where the digest beside them is one of a time to come, which nobody has written', async () => {
    const world = new TrailWorld();
    world.publish('eu-west-1', FOREIGN_KEY.published, 'local');
    const own = world.startChain({ trailName: 'traildex-local', signer: FOREIGN_KEY });
    const [first] = own.deliver('2026-03-16T22:13:52Z', [1, 1, 1]);
    await world.indexAll();
    const junk = (first?.digest ?? '')
      .replace('traildex-local', 'zz')
      .replace(/_\d{8}T\d{6}Z/, '_20260317T022000Z');
    world.bucket.put(junk, Buffer.from('junk'), {}, new Date('2026-03-17T01:20:00Z'));
    const now = new Date('2026-03-17T01:20:00Z');
    const { faults: found } = await verifyTrail(
      { world },
      { now, window: { from: new Date('2026-03-16T22:00:00Z'), until: now } },
    );
    expect(found).toEqual([]);
  });
});

it('a digest of an embedded AWS about an hour that is not over vouches for those before', async () => {
  const world = new TrailWorld();
  world.publish('eu-west-1', FOREIGN_KEY.published, 'local');
  const own = world.startChain({ trailName: 'traildex-local', signer: FOREIGN_KEY });
  const hours = own.deliver('2026-03-16T22:13:52Z', [1, 1, 1, 1, 1]);
  await world.indexAll();
  const gone = hours.slice(2, 4);
  for (const { digest, logFiles } of gone) {
    world.bucket.delete(digest, ...logFiles);
    for (const key of [digest, ...logFiles]) world.index.forgetFile(key);
  }
  const { faults: found } = await verifyTrail({ world }, { now: new Date('2026-03-17T02:40:00Z') });
  expect(found).toEqual(gone.map(({ digest }) => `digest-not-found ${digest}`));
});
