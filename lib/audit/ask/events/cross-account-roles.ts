/**
 * Roles that somebody of another account assumed.
 *
 * Both accounts log such a call: the caller's says fully who it was, the role owner's only names the account. In the
 * owner's copy the caller is of another account than the copy; in the caller's, the role is. Where the summary had no
 * room for the role, it counts if there are two copies: rather one too many than one too few.
 */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { EventsQuestion } from '../question.ts';
import { BY_SERVICES, doneCallsOf, NO_CALLS } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

export const CROSS_ACCOUNT_ROLES: EventsQuestion = {
  kind: 'events',
  id: 'cross-account-roles',
  title: 'Which roles were assumed from another account?',
  why: 'Trust between accounts is how one that was broken into leads to the next.',
  severity: 'low',
  technique: { id: 'T1199', name: 'Trusted Relationship' },
  parameters: [],
  select: () => [{ ...doneCallsOf('sts', ['AssumeRole']), not: [...NO_CALLS, BY_SERVICES] }],
  matches: isCrossAccount,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Deployment, monitoring and backup tools that work across accounts.',
    'Where both accounts are logged here, each call is in the answer twice.',
  ],
  next: 'chain {eventID}',
};

/** Its account decides: nothing but a role can be assumed, whatever a masked record calls it. */
const ROLE = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/;

function isCrossAccount(event: IndexedEvent): boolean {
  const caller = accountOf(event);
  if (caller !== undefined && caller !== event.recipientAccountId) return true;
  const owners = event.resources.flatMap((resource) => ROLE.exec(resource)?.[1] ?? []);
  if (owners.length === 0) return event.clipped.includes('resources') && event.sharedEventID !== undefined;
  return owners.some((owner) => owner !== event.recipientAccountId);
}

/** Of an ARN, or of `<account>/<principalId>`, which stands for a caller of another account. */
function accountOf({ principal }: IndexedEvent): string | undefined {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?:[:/]|$)/.exec(principal)?.[1];
}
