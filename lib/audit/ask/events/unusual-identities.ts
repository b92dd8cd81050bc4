/**
 * Callers that most accounts never see: nobody at all, federation tokens, and identities that CloudTrail cannot tell.
 *
 * Their principals have forms of their own, so an index finds them. A federation token outlives the access key that it
 * was made with, which is why intruders make them.
 */
import type { EventsQuestion } from '../question.ts';
import { NO_CALLS } from './calls.ts';

export const UNUSUAL_IDENTITIES: EventsQuestion = {
  kind: 'events',
  id: 'unusual-identities',
  title: 'Which calls came from unusual kinds of identities?',
  why: 'Anonymous callers, federation tokens and unknown identities are rare where roles are in use: each has a reason.',
  severity: 'low',
  technique: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  parameters: [],
  select: () => [
    {
      principal: ['anonymous', 'unknown', '*:federated-user/*'],
      credentialKind: ['anonymous', 'unknown', 'federated'],
      not: NO_CALLS,
    },
  ],
  columns: [
    'eventTime',
    'eventSource',
    'eventName',
    'identityType',
    'principal',
    'recipientAccountId',
    'sourceIPAddress',
    'resources',
    'errorCode',
    'eventID',
  ],
  falsePositives: [
    'Buckets that are public on purpose, where data events are logged.',
    'Visitors of an application that get their credentials from a Cognito identity pool.',
  ],
  next: 'show {eventID}',
};
