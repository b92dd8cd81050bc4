/**
 * One person's ways into the console: by password, by a role session of an identity provider, by switching to a role.
 * Failed ones are among them.
 */
import type { EventsQuestion } from '../question.ts';
import { SIGN_IN_COLUMNS } from './columns.ts';
import { USER } from './parameters.ts';

export const CONSOLE_SIGN_INS: EventsQuestion = {
  kind: 'events',
  id: 'console-sign-ins',
  title: 'When and from where did this person sign in to the console?',
  why: 'A time or place that is not theirs is the plainest sign that somebody else has their password.',
  severity: 'info',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [USER],
  select: ({ user = '' }) => [
    { eventSource: ['signin.amazonaws.com'], eventName: ['ConsoleLogin', 'SwitchRole'], user: [user] },
  ],
  columns: SIGN_IN_COLUMNS,
  falsePositives: [
    'People travel, and their VPN ends elsewhere.',
    'The column mfa is false for those who come from an identity provider: it asks for MFA, not AWS.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};
