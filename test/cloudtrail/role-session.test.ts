import { expect, it } from 'vitest';
import { parseRoleSession } from '../../lib/cloudtrail/role-session.ts';

it.each([
  [
    'arn:aws:sts::111122223333:assumed-role/Auditor/alice@example.com',
    {
      roleArn: 'arn:aws:iam::111122223333:role/Auditor',
      roleName: 'Auditor',
      sessionName: 'alice@example.com',
    },
  ],
  [
    'arn:aws-cn:sts::111122223333:assumed-role/Auditor/i-0abc',
    { roleArn: 'arn:aws-cn:iam::111122223333:role/Auditor', roleName: 'Auditor', sessionName: 'i-0abc' },
  ],
  [
    'arn:aws:sts::111122223333:assumed-role/Auditor',
    { roleArn: 'arn:aws:iam::111122223333:role/Auditor', roleName: 'Auditor' },
  ],
  [
    'arn:aws:sts::111122223333:assumed-role/Auditor/',
    { roleArn: 'arn:aws:iam::111122223333:role/Auditor', roleName: 'Auditor' },
  ],
])('reads the role and the session from %s', (arn, session) => {
  expect(parseRoleSession(arn)).toEqual(session);
});

it.each([
  'arn:aws:iam::111122223333:role/Auditor',
  'arn:aws:sts::111122223333:federated-user/bob',
  'arn:aws:sts::111122223333:assumed-role/',
  'arn:aws:iam::111122223333:assumed-role/Auditor/alice',
  'arn***:assumed-role/Auditor/alice',
  ':assumed-role/Auditor/alice',
  '',
])('finds no role session in %j', (arn) => {
  expect(parseRoleSession(arn)).toBeUndefined();
});
