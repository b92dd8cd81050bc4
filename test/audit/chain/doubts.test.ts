import { expect, it } from 'vitest';
import { doubtsAbout } from '../../../lib/audit/chain/doubts.ts';
import { AuditWorld } from '../audit-world.ts';
import { roleSession } from './records.ts';

const OTHER_SESSION = 'arn:aws:sts::111122223333:assumed-role/ops/m';
const use = new AuditWorld().store('e', { userIdentity: roleSession('ops', 'tom', 'ASIA1') });

it('a session that the summary has cut may be the one that the key was for', () => {
  const doubts = (clipped: readonly string[]) =>
    doubtsAbout({ issuedTo: OTHER_SESSION, use: { ...use, clipped }, otherCalls: 0 });
  expect(doubts([])).toEqual(['issued-to-another']);
  expect(doubts(['userName'])).toEqual([]);
  expect(doubts(['principal'])).toEqual([]);
  expect(doubts(['userAgent'])).toEqual(['issued-to-another']);
});
