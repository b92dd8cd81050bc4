/** Accounts, regions, organisations and trails beside each other: what happens in one place is said of no other. */
import { describe, expect, it } from 'vitest';
import type { VerifyRequest } from '../../../lib/audit/verify/request.ts';
import { VerifyTally } from '../../../lib/audit/verify/totals.ts';
import { verify } from '../../../lib/audit/verify/verify.ts';
import { checkReports, collect, faults, faultsIn, noticesIn, statesIn } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from './world/signing-key.ts';
import type { ChainSettings, Delivered } from './world/trail-chain.ts';
import { FILE_COUNTS, FIRST_START, SOUND, TrailWorld } from './world/trail-world.ts';

const ACCOUNTS = ['111122223333', '444455556666'];
const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];

interface Places {
  readonly world: TrailWorld;
  readonly delivered: Map<string, Delivered[]>;
}

/** Two accounts of three regions each; one of the regions has keys of its own. */
async function deliverPlaces(settings: Partial<ChainSettings> = {}): Promise<Places> {
  const world = new TrailWorld();
  for (const region of REGIONS) world.publish(region, keyOf(region).published);
  const delivered = new Map<string, Delivered[]>();
  for (const accountId of ACCOUNTS) {
    for (const region of REGIONS) {
      const chain = world.startChain({ accountId, region, signer: keyOf(region), ...settings });
      delivered.set(`${accountId}/${region}`, chain.deliver(FIRST_START, FILE_COUNTS));
    }
  }
  await world.indexAll();
  return { world, delivered };
}

function keyOf(region: string) {
  return region === 'us-east-1' ? FOREIGN_KEY : CLOUDTRAIL_KEY;
}

async function reportsOf(world: TrailWorld, rest: Partial<VerifyRequest> = {}) {
  const reports = await world.verify(rest);
  checkReports(reports);
  return reports;
}

const placesIn = (reports: readonly { readonly accountId: string; readonly region: string }[]) =>
  reports.map(({ accountId, region }) => `${accountId}/${region}`);

describe('several accounts and regions', () => {
  it('are reported one by one, in their order', async () => {
    const { world, delivered } = await deliverPlaces();
    const reports = await reportsOf(world);
    expect(placesIn(reports)).toEqual([...delivered.keys()]);
    for (const report of reports) expect(statesIn([report])).toEqual(SOUND);
    expect(faultsIn(reports)).toEqual([]);
  });

  it('add up', async () => {
    const { world, delivered } = await deliverPlaces();
    const { logFiles: [key = ''] = [] } = delivered.get('444455556666/eu-west-1')?.[3] ?? {};
    world.bucket.delete(key);
    const tally = new VerifyTally();
    for (const report of await reportsOf(world)) tally.add(report);
    expect(tally.totals()).toMatchObject({
      accounts: 2,
      regions: 6,
      hours: { proven: 23, silent: 6, missing: 1 },
      files: { proven: 41, missing: 1 },
      records: 82,
      digests: { read: 30, valid: 30 },
      faults: { missing: 1 },
      signers: ['cloudtrail'],
    });
  });

  it('have nothing to do with what is done to one of them', async () => {
    const { world, delivered } = await deliverPlaces();
    const [first, second] = delivered.get('444455556666/eu-west-1') ?? [];
    world.bucket.replaceText(first?.logFiles[0] ?? '', 'forged');
    world.bucket.delete(second?.digest ?? '');
    const reports = await reportsOf(world);
    expect(faultsIn(reports)).toEqual(
      faults(['log-file-hash', first?.logFiles[0] ?? ''], ['digest-not-found', second?.digest ?? '']),
    );
    for (const report of reports) {
      const isTouched = report.accountId === '444455556666' && report.region === 'eu-west-1';
      const change = isTouched ? { '2026-03-16T22': 'altered', '2026-03-16T23': 'missing' } : {};
      expect(statesIn([report])).toEqual({ ...SOUND, ...change });
    }
  });

  it('can be asked for by account and by region', async () => {
    const { world } = await deliverPlaces();
    const request = { folders: { accountIds: ['444455556666'] }, regions: ['us-east-1', 'ap-south-1'] };
    expect(placesIn(await reportsOf(world, request))).toEqual([
      '444455556666/ap-south-1',
      '444455556666/us-east-1',
    ]);
  });

  it('of an organisation, below a key prefix, with a dot in the name of the trail', async () => {
    const settings = { organizationId: 'o-abcdefghij', keyPrefix: 'trails/org', trailName: 'org.trail_1-a' };
    const { world, delivered } = await deliverPlaces(settings);
    const request = { folders: { keyPrefix: 'trails/org', organizationId: 'o-abcdefghij' } };
    const reports = await reportsOf(world, request);
    expect(placesIn(reports)).toEqual([...delivered.keys()]);
    for (const report of reports) expect(statesIn([report])).toEqual(SOUND);
  });

  it('swapped digests of two regions have been moved', async () => {
    const { world, delivered } = await deliverPlaces();
    const one = delivered.get('111122223333/ap-south-1')?.[1]?.digest ?? '';
    const other = delivered.get('111122223333/eu-west-1')?.[1]?.digest ?? '';
    world.bucket.swap(one, other);
    expect(faultsIn(await reportsOf(world))).toEqual(faults(['digest-moved', one], ['digest-moved', other]));
  });

  it('swapped log files of two accounts are altered', async () => {
    const { world, delivered } = await deliverPlaces();
    const one = delivered.get('111122223333/eu-west-1')?.[1]?.logFiles[0] ?? '';
    const other = delivered.get('444455556666/eu-west-1')?.[1]?.logFiles[0] ?? '';
    world.bucket.swap(one, other);
    expect(faultsIn(await reportsOf(world))).toEqual(
      faults(['log-file-hash', one], ['log-file-hash', other]),
    );
  });

  it('of which one is deleted to the last object are all reported: the ledger knows them', async () => {
    const { world, delivered } = await deliverPlaces();
    const place = '444455556666/eu-west-1';
    const hours = delivered.get(place) ?? [];
    world.bucket.delete(...hours.flatMap(({ digest, logFiles }) => [digest, ...logFiles]));
    const reports = await reportsOf(world);
    expect(placesIn(reports)).toEqual([...delivered.keys()]);
    expect(faultsIn(reports)).toEqual(
      faults(
        ...hours.map(({ digest }) => ['digest-not-found', digest] as const),
        ...hours.flatMap(({ logFiles }) => logFiles.map((key) => ['log-file-not-found', key] as const)),
      ),
    );
  });
});

describe('two trails that deliver to one folder', () => {
  async function deliverTwo() {
    const world = new TrailWorld();
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
    const one = world.startChain({ trailName: 'one' }).deliver(FIRST_START, FILE_COUNTS);
    const other = world.startChain({ trailName: 'other' }).deliver('2026-03-16T22:40:07Z', [1, 1, 0, 1, 1]);
    await world.indexAll();
    return { world, one, other };
  }

  it('list their log files each', async () => {
    const { world } = await deliverTwo();
    const reports = await reportsOf(world);
    expect(faultsIn(reports)).toEqual([]);
    expect(statesIn(reports)).toEqual(SOUND);
  });

  it('do not stand in for each other where a digest is gone', async () => {
    const { world, other } = await deliverTwo();
    const { digest = '' } = other[1] ?? {};
    world.bucket.delete(digest);
    const reports = await reportsOf(world);
    // Whether its log files were listed nobody knows: that the other trail does not list them says nothing.
    expect(faultsIn(reports)).toEqual(faults(['digest-not-found', digest]));
    expect(statesIn(reports)).toEqual({ ...SOUND, '2026-03-16T23': 'missing' });
  });

  it('do not stand in for each other where two in a row are gone and nobody recorded them', async () => {
    const { world, other } = await deliverTwo();
    const gone = other.slice(1, 3).map(({ digest }) => digest);
    world.bucket.delete(...gone);
    for (const key of gone) world.index.forgetFile(key);
    const found = faultsIn(await reportsOf(world)).filter((fault) => fault.startsWith('digest'));
    expect(found).toEqual(faults(...gone.map((key) => ['digest-not-found', key] as const)));
  });

  it('are told apart by name', async () => {
    const { world, one, other } = await deliverTwo();
    world.bucket.delete(one[1]?.digest ?? '');
    world.bucket.replaceText(other[0]?.logFiles[0] ?? '', 'forged');
    expect(faultsIn(await reportsOf(world, { trailName: 'one' }))).toEqual(
      faults(['digest-not-found', one[1]?.digest ?? '']),
    );
    expect(faultsIn(await reportsOf(world, { trailName: 'other' }))).toEqual(
      faults(['log-file-hash', other[0]?.logFiles[0] ?? '']),
    );
  });

  it('leave a log file that no digest lists to nobody, where only one of them is asked for', async () => {
    const { world, one } = await deliverTwo();
    const { digest = '', logFiles = [] } = one[4] ?? {};
    const forged = world.startChain().deliverLogFile(new Date('2026-03-17T01:40:00Z'), 'forged');
    world.bucket.delete(digest, ...logFiles);
    // Of the log files nobody knows whose they were; of the digest the ledger does.
    expect(faultsIn(await reportsOf(world, { trailName: 'one' }))).toEqual(
      faults(['digest-not-found', digest]),
    );
    expect(faultsIn(await reportsOf(world))).toContain(`log-file-not-listed ${forged}`);
  });

  it('may end one before the other', async () => {
    const world = new TrailWorld();
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
    world.startChain({ trailName: 'one' }).deliver(FIRST_START, FILE_COUNTS);
    const ended = world.startChain({ trailName: 'other' }).deliver('2026-03-16T22:40:07Z', [1, 1]);
    await world.indexAll();
    const live = { isLive: true, now: new Date('2026-03-17T04:30:00Z') };
    const reports = await reportsOf(world, live);
    expect(noticesIn(reports).filter((notice) => notice.startsWith('trail-ended'))).toEqual([
      `trail-ended ${ended[1]?.digest}`,
    ]);
    expect(faultsIn(reports)).toEqual([]);
    expect(statesIn(reports)).toEqual(SOUND);
  });
});

describe('a verification', () => {
  it('of nothing is none', async () => {
    expect(await reportsOf(new TrailWorld())).toEqual([]);
  });

  it('of a region without digests says what is not covered', async () => {
    const world = new TrailWorld();
    world.startChain().deliverLogFile(new Date('2026-03-16T23:30:00Z'));
    await world.indexAll();
    const reports = await reportsOf(world);
    expect(faultsIn(reports)).toEqual(['no-digest 2026-03-16T23:00:00Z..2026-03-17T00:00:00Z']);
    expect(statesIn(reports)).toEqual({ '2026-03-16T23': 'not-covered' });
  });

  it('ends where it is told to, with the reason', async () => {
    const { world } = await deliverPlaces();
    const controller = new AbortController();
    const running = verify(world.request(), { ...world.stores(), signal: controller.signal });
    await running.next();
    controller.abort(new Error('enough'));
    await expect(collect(running)).rejects.toThrow('enough');
  });

  it('says how far it is', async () => {
    const { world } = await deliverPlaces();
    const seen: number[][] = [];
    const onProgress: NonNullable<Parameters<typeof verify>[1]['onProgress']> = (progress) => {
      const { regions, regionsDone, digests, logFiles, filesRead } = progress;
      seen.push([regions, regionsDone, digests, logFiles, filesRead]);
    };
    await collect(verify(world.request({ deep: true }), { ...world.stores(), onProgress }));
    expect(seen[0]).toEqual([6, 0, 0, 0, 0]);
    expect(seen.at(-1)).toEqual([6, 6, 30, 42, 42]);
  });

  it('fails with what the index says where it cannot be asked', async () => {
    const { world } = await deliverPlaces();
    const events = {
      findItems: async () => {
        throw new Error('the table is gone');
      },
    };
    const running = verify(world.request({ deep: true }), { ...world.stores(), events });
    await expect(collect(running)).rejects.toThrow('the table is gone');
  });

  it('changes nothing', async () => {
    const { world } = await deliverPlaces();
    const before = [[...world.bucket.objects], [...world.index.entries], [...world.index.items]];
    await reportsOf(world, { deep: true });
    expect([[...world.bucket.objects], [...world.index.entries], [...world.index.items]]).toEqual(before);
  });
});
