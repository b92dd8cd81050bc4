import { expect, it } from 'vitest';
import { keyOf, World } from './world.ts';

const DAY = '2026-03-17';

it.each([
  ['indexed', 'indexed'],
  ['rejected', 'rejected'],
  ['pending', 'pending'],
] as const)('a late pending leaves %s as it is, unless it has seen it', async (standing, kept) => {
  const world = new World();
  const { ledger } = world.context();
  const entry = (status: 'indexed' | 'rejected' | 'pending', updatedAt: string) => ({
    key: keyOf('one'),
    deliveryDay: DAY,
    status,
    updatedAt,
    rulesVersion: 1,
  });
  const first = '2026-03-17T12:00:00.000Z';
  await ledger.write(entry(standing, first));
  await ledger.write(entry('pending', '2026-03-17T12:00:01.000Z'));
  expect(await world.index.readEntry(DAY, keyOf('one'))).toMatchObject({ status: kept });
  if (standing === 'pending') return;
  await ledger.write(entry('pending', '2026-03-17T12:00:02.000Z'), { seenAt: first });
  expect(await world.index.readEntry(DAY, keyOf('one'))).toMatchObject({ status: 'pending' });
});

it('a later rejection replaces an earlier one', async () => {
  const world = new World();
  const { ledger } = world.context();
  const entry = { key: keyOf('one'), deliveryDay: DAY, status: 'rejected', rulesVersion: 1 } as const;
  await ledger.write({ ...entry, updatedAt: '2026-03-17T12:00:00.000Z', reason: 'a' });
  await ledger.write({ ...entry, updatedAt: '2026-03-17T12:00:01.000Z', reason: 'b' });
  expect(await world.index.readEntry(DAY, keyOf('one'))).toMatchObject({ reason: 'b' });
});

it('a late further try at an object that was indexed before leaves the rejection of another run as it is', async () => {
  const world = new World();
  const { ledger } = world.context();
  const entry = {
    key: keyOf('one'),
    deliveryDay: DAY,
    status: 'indexed',
    eTag: 'a',
    rulesVersion: 1,
  } as const;
  const first = '2026-03-17T12:00:00.000Z';
  await ledger.write({ ...entry, updatedAt: first });
  const rejected = { ...entry, status: 'rejected', eTag: 'b', reason: 'truncated' } as const;
  await ledger.write({ ...rejected, updatedAt: '2026-03-17T12:00:01.000Z' }, { seenAt: first });
  // What lambdas/ingest/further-try.ts makes of a try that began before: still `indexed`, with the tries beside it.
  const late = { ...entry, attempts: 1, reason: 'S3 was slow', resumeETag: 'b', updatedAt: first };
  await ledger.write(late, { seenAt: first });
  expect(await world.index.readEntry(DAY, keyOf('one'))).toMatchObject({
    status: 'rejected',
    reason: 'truncated',
  });
});
