/**
 * Weaker rules for signing in: MFA devices taken away, and a password policy below the benchmark's 14 characters.
 *
 * A request for a password policy replaces it whole, and what it leaves out falls back to a weak default (6 characters).
 */
import { type JsonObject, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

export const MFA_REMOVED: EventsQuestion = {
  kind: 'events',
  id: 'mfa-removed',
  title: 'Whose MFA devices were removed?',
  why: 'Without its device an account is a password again.',
  severity: 'medium',
  technique: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  parameters: [],
  select: () => [
    doneCallsOf('iam', ['DeactivateMFADevice', 'DeleteVirtualMFADevice']),
    doneCallsOf('sso-directory', ['DeleteMfaDeviceForUser']),
  ],
  columns: DONE_COLUMNS,
  falsePositives: ['A lost or new telephone.', 'A user who leaves.'],
  next: 'query --principal {principal} --around {eventID}',
};

export const PASSWORD_POLICY_WEAKENED: EventsQuestion = {
  kind: 'events',
  id: 'password-policy-weakened',
  title: 'Was the password policy weakened?',
  why: 'Short passwords are guessed. The policy is for every IAM user of the account.',
  severity: 'medium',
  technique: { id: 'T1556', name: 'Modify Authentication Process' },
  parameters: [],
  select: () => [doneCallsOf('iam', ['DeleteAccountPasswordPolicy', 'UpdateAccountPasswordPolicy'])],
  matchesRecord: isWeak,
  columns: DONE_COLUMNS,
  falsePositives: ['A policy that was weaker still and is now better.'],
  next: 'show {eventID}',
};

const LEAST_LENGTH = 14;

function isWeak(record: JsonObject): boolean {
  if (memberOf(record, 'eventName') === 'DeleteAccountPasswordPolicy') return true;
  const length = Number(memberOf(memberOf(record, 'requestParameters'), 'minimumPasswordLength') ?? 0);
  return !(length >= LEAST_LENGTH);
}
