/** New ways in: users, keys, and providers that AWS is told to believe. Those that were made, not those refused. */
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

const next = 'show {eventID}';

export const NEW_USERS: EventsQuestion = {
  kind: 'events',
  id: 'new-users',
  title: 'Which users were created?',
  why: 'A user of their own keeps an intruder in after the door they came through is shut.',
  severity: 'medium',
  technique: { id: 'T1136.003', name: 'Create Account: Cloud Account' },
  parameters: [],
  select: () => [doneCallsOf('iam', ['CreateUser']), doneCallsOf('sso-directory', ['CreateUser'])],
  columns: DONE_COLUMNS,
  falsePositives: ['New colleagues, and users for programs that cannot use a role.'],
  next,
};

export const NEW_ACCESS_KEYS: EventsQuestion = {
  kind: 'events',
  id: 'new-access-keys',
  title: 'Which access keys were created?',
  why: 'Access keys do not expire. Each is a credential that can leak, and one that an intruder makes is theirs to keep.',
  severity: 'medium',
  technique: { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' },
  parameters: [],
  select: () => [doneCallsOf('iam', ['CreateAccessKey'])],
  columns: [...DONE_COLUMNS.slice(0, -1), 'issuedAccessKeyId', 'eventID'],
  falsePositives: ['Keys that are exchanged for new ones on time.'],
  next: 'ask access-key-use --key {issuedAccessKeyId}',
};

export const IDENTITY_PROVIDERS: EventsQuestion = {
  kind: 'events',
  id: 'identity-provider-changes',
  title: 'Who changed which identity providers are trusted?',
  why: 'Whoever controls a trusted provider can be anybody: it vouches for whomever it likes.',
  severity: 'high',
  technique: { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' },
  parameters: [],
  select: () => [
    doneCallsOf('iam', [
      'CreateSAMLProvider',
      'UpdateSAMLProvider',
      'CreateOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'AddClientIDToOpenIDConnectProvider',
    ]),
    doneCallsOf('rolesanywhere', [
      'CreateTrustAnchor',
      'UpdateTrustAnchor',
      'CreateProfile',
      'UpdateProfile',
    ]),
    doneCallsOf('sso', ['CreateTrustedTokenIssuer', 'UpdateTrustedTokenIssuer']),
  ],
  columns: DONE_COLUMNS,
  falsePositives: [
    'A new EKS cluster or build system registers its provider.',
    'Certificates that are renewed.',
  ],
  next: 'show {eventID}',
};
