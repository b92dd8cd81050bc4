import { expect, it } from 'vitest';
import { toCall } from '../../../lib/audit/chain/copies.ts';
import { AuditWorld } from '../audit-world.ts';
import { foreign, iamUser } from './records.ts';

it('the record that says most about the caller stands for the call', () => {
  const world = new AuditWorld();
  const account = world.store('a', { userIdentity: foreign('111122223333', 'AIDAmary') });
  const unknown = world.store('b', { userIdentity: { type: 'Unknown' } });
  const withoutKey = world.store('c', { userIdentity: iamUser('mary') });
  const withKey = world.store('d', { userIdentity: iamUser('mary', 'AKIAMARY') });
  for (const records of [
    [account, unknown, withoutKey, withKey],
    [withKey, withoutKey, unknown, account],
  ]) {
    const call = toCall(records);
    expect(call?.event.eventID).toBe('d');
    expect(call?.copies.map(({ eventID }) => eventID)).toEqual(['c', 'b', 'a']);
  }
  expect(toCall([])).toBeUndefined();
});
