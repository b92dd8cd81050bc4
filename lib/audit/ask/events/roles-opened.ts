/**
 * Roles that another account may assume, by the trust policy they were made with or given later.
 *
 * The account is compared with the one that the record was delivered to: a role is changed in its own account.
 */
import { type JsonObject, memberOf, textIn } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { accountsNamedIn, allowancesIn } from './policy-document.ts';

export const ROLES_OPENED: EventsQuestion = {
  kind: 'events',
  id: 'roles-opened',
  title: 'Which roles were opened to other accounts?',
  why: 'A role that trusts an account outside lets its people in for as long as nobody looks at the trust.',
  severity: 'medium',
  technique: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  parameters: [],
  select: () => [doneCallsOf('iam', ['CreateRole', 'UpdateAssumeRolePolicy'])],
  matchesRecord: trustsOthers,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Roles for tools and vendors that work across accounts.',
    'Other accounts of the organization.',
  ],
  next: 'show {eventID}',
};

function trustsOthers(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  const own = textIn(record, 'recipientAccountId') ?? textIn(memberOf(record, 'userIdentity'), 'accountId');
  const trust = memberOf(request, 'assumeRolePolicyDocument') ?? memberOf(request, 'policyDocument');
  return allowancesIn(trust)
    .flatMap(accountsNamedIn)
    .some(
      (named) =>
        named === '*' || isOther(/^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(named)?.[1], own),
    );
}

/** A principal that was deleted stands as its bare id, which names no account. */
function isOther(account: string | undefined, own: string | undefined): boolean {
  return account !== undefined && account !== own;
}
