/**
 * Credentials that somebody made for a user who is not they: a password, a key, an MFA device.
 *
 * The record names the user where it is another one than the caller, and sometimes where it is the same. Anybody but an
 * IAM user acts for another one: roles have no password.
 */
import { type JsonObject, memberOf, textIn } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

export const CREDENTIALS_FOR_OTHERS: EventsQuestion = {
  kind: 'events',
  id: 'credentials-for-others',
  title: 'Who made passwords or keys for somebody else?',
  why: 'A key or a password for another user lends its maker that user’s rights, and their name in the trail.',
  severity: 'high',
  technique: { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' },
  parameters: [],
  select: () => [
    doneCallsOf('iam', [
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'CreateAccessKey',
      'CreateServiceSpecificCredential',
      'ResetServiceSpecificCredential',
      'UploadSSHPublicKey',
      'UploadSigningCertificate',
    ]),
  ],
  matchesRecord: isForAnother,
  columns: DONE_COLUMNS,
  falsePositives: ['Administrators who take on a new colleague, or reset a forgotten password.'],
  next: 'chain {eventID}',
};

function isForAnother(record: JsonObject): boolean {
  const user = textIn(memberOf(record, 'requestParameters'), 'userName');
  const caller = textIn(memberOf(record, 'userIdentity'), 'userName');
  // User names are unique whatever their case.
  return user !== undefined && user.toLowerCase() !== caller?.toLowerCase();
}
