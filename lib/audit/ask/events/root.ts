/**
 * Use of root's credentials: any, and without MFA.
 *
 * What a service does for root (`invokedBy`) and what AWS does by itself is not use. A session that the organisation's
 * management account opens with sts:AssumeRoot is: it can do what root can.
 */
import type { EventFilters } from '../../../event-index/filters.ts';
import type { EventsQuestion } from '../question.ts';
import { cisStandard } from './cis-standard.ts';
import { TRACE_COLUMNS } from './columns.ts';

const BY_ROOT: EventFilters = {
  principal: ['*:root'],
  credentialKind: ['root'],
  not: [
    { field: 'invokedBy', value: '*' },
    { field: 'eventType', value: 'AwsServiceEvent' },
  ],
};

export const ROOT_USE: EventsQuestion = {
  kind: 'events',
  id: 'root-use',
  title: 'What was done with the credentials of root?',
  why: 'Nothing limits root, and hardly any task needs it. Each use should be known beforehand.',
  severity: 'high',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  standard: cisStandard(3),
  parameters: [],
  select: () => [BY_ROOT],
  columns: TRACE_COLUMNS,
  falsePositives: [
    'The few tasks that only root can do, such as closing an account or changing its support plan.',
    'Root sessions that a management account opens with sts:AssumeRoot for a member account.',
  ],
  next: 'chain {eventID}',
};

export const ROOT_WITHOUT_MFA: EventsQuestion = {
  kind: 'events',
  id: 'root-without-mfa',
  title: 'Was root used without MFA?',
  why: 'Root with nothing but a password or an access key: whoever finds either owns the account.',
  severity: 'critical',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [],
  select: () => [{ ...BY_ROOT, succeeded: true }],
  matches: ({ mfa }) => mfa !== true,
  columns: TRACE_COLUMNS,
  falsePositives: [
    'Root sessions of sts:AssumeRoot need not say that MFA was used.',
    'The first steps in a new account, before a device is registered.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};
