/** Refused calls, counted by who was refused. */
import type { FindingsQuestion } from '../question.ts';
import { type CallGroup, groupOf, largestFirst } from './call-group.ts';
import { readFailedCalls } from './failed-calls.ts';

/**
 * How services spell "you may not": `AccessDenied`, `AccessDeniedException`, `VpceAccessDenied`,
 * `Client.UnauthorizedOperation`, `UnauthorizedException`, `NotAuthorized`, `AuthorizationError`, `ForbiddenException`.
 * Credentials that are wrong or too old are another matter.
 */
export const REFUSAL_CODES = [
  '*AccessDenied*',
  '*Unauthorized*',
  '*NotAuthorized*',
  '*AuthorizationError*',
  '*Forbidden*',
];

export const DENIED_CALLS: FindingsQuestion = {
  kind: 'findings',
  id: 'denied-calls',
  title: 'Who was refused most often?',
  why: 'Somebody who tries out stolen credentials is refused many different calls. Broken permissions are refused the same one again and again.',
  severity: 'medium',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [],
  falsePositives: [
    'Inventory and security scanners ask for everything and are refused some of it.',
    'Console pages load more than their visitor may see.',
    'A call that two accounts of the index have recorded counts twice.',
  ],
  next: 'query --principal {principal} --errors --since {firstSeen}',
  columns: ['principal', 'calls', 'distinctCalls', 'mostFrequent', 'firstSeen', 'lastSeen', 'eventID'],
  async *find(asked, context) {
    const groups = new Map<string, CallGroup>();
    for await (const event of readFailedCalls(REFUSAL_CODES, asked, context)) {
      groupOf(groups, event.principal).add(event);
    }
    for (const [principal, group] of largestFirst(groups)) yield { principal, ...group.toFinding() };
  },
};
