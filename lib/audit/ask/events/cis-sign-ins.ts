/**
 * Console sign-ins as the benchmark counts them: without MFA, and failed.
 *
 * Only sign-ins of IAM users say whether MFA was used: of a federated one CloudTrail writes No, because the identity
 * provider asked for it, if anybody did. Root's have a question of their own. Failed sign-ins have no error code, so the
 * message tells.
 */
import type { EventsQuestion } from '../question.ts';
import { cisStandard } from './cis-standard.ts';
import { SIGN_IN_COLUMNS } from './columns.ts';

export const CONSOLE_SIGN_INS_WITHOUT_MFA: EventsQuestion = {
  kind: 'events',
  id: 'console-sign-ins-without-mfa',
  title: 'Which IAM users signed in to the console without MFA?',
  why: 'A password alone opens these accounts, and passwords are guessed, reused and phished.',
  severity: 'high',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  standard: cisStandard(2),
  parameters: [],
  select: () => [{ eventName: ['ConsoleLogin'], credentialKind: ['iam-user'], succeeded: true }],
  matches: ({ mfa }) => mfa !== true,
  columns: SIGN_IN_COLUMNS,
  falsePositives: ['The first sign-in of a new user, who registers a device afterwards.'],
  next: 'query --principal {principal} --around {eventID}',
};

export const CONSOLE_SIGN_IN_FAILURES: EventsQuestion = {
  kind: 'events',
  id: 'console-sign-in-failures',
  title: 'Which console sign-ins failed?',
  why: 'Many failures for one user or from one address are somebody guessing passwords.',
  severity: 'low',
  technique: { id: 'T1110', name: 'Brute Force' },
  standard: cisStandard(6),
  parameters: [],
  select: () => [{ eventName: ['ConsoleLogin'], errors: true }],
  // The summary of a sign-in has room for so short a message.
  matches: ({ errorMessage }) => errorMessage === 'Failed authentication',
  columns: SIGN_IN_COLUMNS,
  falsePositives: [
    'People mistype and forget passwords.',
    'An unknown user name is not among them: its message is another one, and its user name is hidden.',
  ],
  next: 'query --ip {sourceIPAddress} --name ConsoleLogin',
};
