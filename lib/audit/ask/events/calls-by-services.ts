/**
 * What services did with one person's permissions: CloudFormation makes the stack that somebody asked for, and the calls
 * bear their identity.
 *
 * `invokedBy` tells. Where it is missing, because a summary had no room for it or the record is old, the address does: it
 * is the service's name then.
 */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { EventsQuestion } from '../question.ts';
import { USER } from './parameters.ts';

export const CALLS_BY_SERVICES: EventsQuestion = {
  kind: 'events',
  id: 'calls-by-services',
  title: 'What did AWS services do on behalf of this person?',
  why: 'A stack, a pipeline or a query of theirs may do far more than the one call they made themselves.',
  severity: 'info',
  parameters: [USER],
  select: ({ user = '' }) => [{ user: [user], credentialKind: ['root', 'iam-user', 'role', 'federated'] }],
  matches: isMadeByService,
  columns: [
    'eventTime',
    'eventSource',
    'eventName',
    'principal',
    'userName',
    'invokedBy',
    'recipientAccountId',
    'awsRegion',
    'errorCode',
    'eventID',
  ],
  falsePositives: ['Every deployment through CloudFormation, and every encrypted object read through S3.'],
  next: 'chain {eventID}',
};

function isMadeByService({ invokedBy, sourceIPAddress = '' }: IndexedEvent): boolean {
  return invokedBy !== undefined || /\.amazonaws\.com$|^AWS Internal/.test(sourceIPAddress);
}
