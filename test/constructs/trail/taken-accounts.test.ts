import { Aws } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lib/config/settings.ts';
import { takenAccounts } from '../../../lib/constructs/trail/taken-accounts.ts';

const EXISTING = { bucketName: 'logs', notifications: { from: 'event-bridge' as const } };
const CHOSEN = ['111122223333', '444455556666'];

describe('the accounts whose log files are taken', () => {
  it.each([
    ["the stack's own, of its trail of one account", {}, [Aws.ACCOUNT_ID]],
    ['any, of an organisation', { organizationId: 'o-a1b2c3d4e5' }, undefined],
    ['any, of an existing trail', { existing: EXISTING }, undefined],
    [
      'those of the settings, of an organisation',
      { organizationId: 'o-a1b2c3d4e5', accountIds: CHOSEN },
      CHOSEN,
    ],
    ['those of the settings, of an existing trail', { existing: EXISTING, accountIds: CHOSEN }, CHOSEN],
  ])('are %s', (_, trail, expected) => {
    expect(takenAccounts(parseSettings({ trail }).trail)).toEqual(expected);
  });
});
