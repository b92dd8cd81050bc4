import { describe, expect, it } from 'vitest';
import { lastDay, type PlanContext, planVerification } from '../../../lambdas/verify-plan/plan.ts';
import type { TrailBucketListing } from '../../../lib/audit/ports.ts';

const NOW = new Date('2026-03-17T09:25:10.000Z');

/** A bucket of these keys. */
function listingOf(keys: readonly string[]) {
  let requests = 0;
  let underWay = 0;
  let most = 0;
  const listing: Pick<TrailBucketListing, 'listFolders'> = {
    async listFolders(folder) {
      requests++;
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      const inside = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
      const names = inside
        .filter((rest) => rest.includes('/'))
        .map((rest) => rest.slice(0, rest.indexOf('/') + 1));
      return [...new Set(names)].map((name) => `${folder}${name}`);
    },
  };
  const whole: TrailBucketListing = {
    ...listing,
    listObjects: () => {
      throw new Error('nobody asked for objects');
    },
  };
  return { listing: whole, requests: () => requests, most: () => most };
}

/** A queue that refuses as `refuses` says. */
function queueOf(refuses: (body: string, tryNumber: number) => boolean = () => false) {
  const taken: string[] = [];
  const tries = new Map<string, number>();
  const sizes: number[] = [];
  const queue: PlanContext['queue'] = {
    async send(bodies) {
      sizes.push(bodies.length);
      return bodies.flatMap((body) => {
        const tryNumber = (tries.get(body) ?? 0) + 1;
        tries.set(body, tryNumber);
        if (refuses(body, tryNumber)) return [{ body, reason: 'Throttled' }];
        taken.push(body);
        return [];
      });
    },
  };
  return { queue, taken, sizes };
}

function contextOf(
  listing: TrailBucketListing,
  queue: PlanContext['queue'],
  verified: Readonly<Record<string, readonly string[]>> = {},
) {
  const waits: number[] = [];
  return {
    waits,
    context: {
      listing,
      verified: { findAccounts: async (day: string) => verified[day] ?? [] },
      queue,
      wait: async (ms: number) => {
        waits.push(ms);
      },
    },
  };
}

const keyOf = (account: string, content = 'CloudTrail', organization = '') =>
  `AWSLogs/${organization}${account}/${content}/us-east-1/2026/03/17/a.json.gz`;

const accountIdOf = (number: number) => String(100_000_000_000 + number);

describe('a plan', () => {
  it('asks for the last day of each account that the bucket has', async () => {
    const { listing } = listingOf([
      keyOf('444455556666', 'CloudTrail', 'o-exampleorg1/'),
      keyOf('444455556666', 'CloudTrail-Digest', 'o-exampleorg1/'),
      keyOf('444455556666'),
      keyOf('111122223333', 'CloudTrail-Digest'),
      keyOf('777788889999', 'Config'),
    ]);
    const { queue, taken } = queueOf();
    const folders = { keyPrefix: '', organizationId: 'o-exampleorg1' };
    const planned = await planVerification(folders, NOW, contextOf(listing, queue).context);
    expect(planned).toEqual(['111122223333', '444455556666']);
    expect(taken).toEqual([
      '{"accountId":"111122223333","from":"2026-03-16T07:00:00.000Z","until":"2026-03-17T09:25:10.000Z"}',
      '{"accountId":"444455556666","from":"2026-03-16T07:00:00.000Z","until":"2026-03-17T09:25:10.000Z"}',
    ]);
  });

  it('asks for accounts that were verified before, though the bucket has nothing of them any more', async () => {
    const { queue } = queueOf();
    const verified = {
      '2026-03-16': ['111122223333', '777788889999'],
      '2026-03-17': ['444455556666'],
      '2026-03-15': ['999988887777'],
    };
    const { context } = contextOf(listingOf([keyOf('111122223333')]).listing, queue, verified);
    expect(await planVerification({}, NOW, context)).toEqual([
      '111122223333',
      '444455556666',
      '777788889999',
    ]);
  });

  it('asks for the accounts that are named, without a look at the bucket', async () => {
    const { listing, requests } = listingOf([keyOf('444455556666')]);
    const { queue, taken } = queueOf();
    const folders = { accountIds: ['111122223333'] };
    expect(await planVerification(folders, NOW, contextOf(listing, queue).context)).toEqual(['111122223333']);
    expect(taken).toHaveLength(1);
    expect(requests()).toBe(0);
  });

  it('asks for nothing where the bucket is empty', async () => {
    const { queue, sizes } = queueOf();
    expect(await planVerification({}, NOW, contextOf(listingOf([]).listing, queue).context)).toEqual([]);
    expect(sizes).toEqual([]);
  });

  it('of a thousand accounts lists a few at once and sends ten messages a request', async () => {
    const accounts = Array.from({ length: 1_000 }, (_, number) => accountIdOf(number));
    const bucket = listingOf(accounts.map((account) => keyOf(account, 'CloudTrail', 'o-exampleorg1/')));
    const { queue, taken, sizes } = queueOf();
    const { context } = contextOf(bucket.listing, queue);
    expect(await planVerification({}, NOW, context)).toEqual(accounts);
    expect(taken.map((body) => JSON.parse(body).accountId)).toEqual(accounts);
    expect(sizes).toEqual(Array.from({ length: 100 }, () => 10));
    expect(bucket.requests()).toBe(1_002);
    expect(bucket.most()).toBeLessThanOrEqual(16);
  });

  it('sends again what the queue did not take, and only that', async () => {
    const accountIds = [1, 2, 3].map(accountIdOf);
    const { queue, taken, sizes } = queueOf((body, tryNumber) => body.includes('000000002') && tryNumber < 4);
    const { context, waits } = contextOf(listingOf([]).listing, queue);
    await planVerification({ accountIds }, NOW, context);
    expect(taken.map((body) => JSON.parse(body).accountId).sort()).toEqual(accountIds);
    expect(sizes).toEqual([3, 1, 1, 1]);
    expect(waits).toEqual([400, 800, 1600]);
  });

  it('fails when the queue keeps refusing', async () => {
    const { queue } = queueOf((body) => body.includes('000000002'));
    const { context } = contextOf(listingOf([]).listing, queue);
    await expect(planVerification({ accountIds: [1, 2].map(accountIdOf) }, NOW, context)).rejects.toThrow(
      'The verify queue did not take 1 of 2 messages: Throttled',
    );
  });
});

describe('the last day', () => {
  it.each([
    ['2026-03-17T09:00:00.000Z', '2026-03-16T07:00:00.000Z'],
    ['2026-03-17T09:59:59.999Z', '2026-03-16T07:00:00.000Z'],
    ['2026-03-17T00:30:00.000Z', '2026-03-15T22:00:00.000Z'],
  ])('before %s begins with the hour of %s', (now, from) => {
    expect(lastDay(new Date(now))).toEqual({ from: new Date(from), until: new Date(now) });
  });
});
