import { expect, it } from 'vitest';
import { newestDay } from '../../lib/audit/newest-day.ts';
import { AuditWorld } from './audit-world.ts';

it('begins 24 hours before the newest event, whatever the clock says', async () => {
  const world = new AuditWorld();
  world.store('a', { eventTime: '2024-03-01T00:00:07Z', eventSource: 'iam.amazonaws.com' });
  world.store('b', { eventTime: '2024-02-29T23:00:00Z' });
  world.store('c', { eventTime: '2019-12-31T00:00:00Z' });
  expect(await newestDay(world.context())).toEqual({ since: '2024-02-29T00:00:07Z' });
});

it('passes over events that have expired', async () => {
  const world = new AuditWorld();
  world.store('a', { eventTime: '2026-03-17T09:00:00Z' });
  world.store('b', { eventTime: '2026-03-18T09:00:00Z' }, { expiresAt: 1_000_000_000 });
  expect(await newestDay(world.context())).toEqual({ since: '2026-03-16T09:00:00Z' });
});

it('does not begin with a time that is still to come, unless there is no other', async () => {
  const world = new AuditWorld();
  world.store('z', { eventTime: '9999-01-02T00:00:00Z' });
  expect(await newestDay(world.context())).toEqual({ since: '9999-01-01T00:00:00Z' });
  world.store('a', { eventTime: '2024-03-01T00:00:07Z' });
  expect(await newestDay(world.context())).toEqual({ since: '2024-02-29T00:00:07Z' });
});

it('is unknown where the index is empty', async () => {
  expect(await newestDay(new AuditWorld().context())).toBeUndefined();
});
