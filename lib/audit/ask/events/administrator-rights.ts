/**
 * Rights to everything: a policy that allows any action on any resource, or one of AWS's own that comes to the same.
 *
 * Whoever may change anything in IAM can give themselves the rest, so IAMFullAccess counts.
 */
import { type JsonObject, memberOf, textIn } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { allowancesIn, allowsEverything } from './policy-document.ts';

const FULL_ACCESS = /^arn:[^:]+:iam::aws:policy\/(?:AdministratorAccess|IAMFullAccess)$/;

export const ADMINISTRATOR_RIGHTS: EventsQuestion = {
  kind: 'events',
  id: 'administrator-rights',
  title: 'Who was given rights to everything?',
  why: 'An administrator more is a credential more that opens the whole account.',
  severity: 'high',
  technique: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  parameters: [],
  select: () => [
    doneCallsOf('iam', [
      'AttachUserPolicy',
      'AttachRolePolicy',
      'AttachGroupPolicy',
      'PutUserPolicy',
      'PutRolePolicy',
      'PutGroupPolicy',
      'CreatePolicy',
      'CreatePolicyVersion',
    ]),
    doneCallsOf('sso', ['AttachManagedPolicyToPermissionSet', 'PutInlinePolicyToPermissionSet']),
  ],
  matchesRecord: givesEverything,
  columns: DONE_COLUMNS,
  falsePositives: [
    'The set-up of a new account, and roles for deployments.',
    'Policies that allow all but some count (NotAction, NotResource): what they leave out may be what matters.',
  ],
  next: 'show {eventID}',
};

function givesEverything(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  const attached = textIn(request, 'policyArn') ?? textIn(request, 'managedPolicyArn') ?? '';
  const written = memberOf(request, 'policyDocument') ?? memberOf(request, 'inlinePolicy');
  return FULL_ACCESS.test(attached) || allowancesIn(written).some(allowsEverything);
}
