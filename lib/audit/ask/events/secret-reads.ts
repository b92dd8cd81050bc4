/**
 * Reads of secrets: out of Secrets Manager, out of the Parameter Store, and with keys of KMS.
 *
 * Parameters count where they were asked for in plain text, which only the full record says: most are no secrets. KMS is
 * asked whenever a service reads something encrypted; what people and programs decrypt themselves is of interest.
 */
import { flagOf, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { BY_SERVICES, callsOf, doneCallsOf, NO_CALLS } from './calls.ts';
import { CALL_COLUMNS, DONE_COLUMNS } from './columns.ts';

const technique = {
  id: 'T1555.006',
  name: 'Credentials from Password Stores: Cloud Secrets Management Stores',
};

export const SECRET_READS: EventsQuestion = {
  kind: 'events',
  id: 'secret-reads',
  title: 'Who read secrets, or tried to?',
  why: 'Secrets open what lies outside AWS: databases, payment providers, mail. Whoever has a foothold collects them.',
  severity: 'low',
  technique,
  parameters: [],
  select: () => [
    {
      ...callsOf('secretsmanager', ['GetSecretValue', 'BatchGetSecretValue']),
      not: [...NO_CALLS, BY_SERVICES],
    },
    callsOf('ec2', ['GetPasswordData']),
  ],
  columns: CALL_COLUMNS,
  falsePositives: [
    'Applications read their own secrets when they start. A person who reads many is another matter.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};

export const PARAMETERS_DECRYPTED: EventsQuestion = {
  kind: 'events',
  id: 'parameters-decrypted',
  title: 'Who read parameters of the Parameter Store in plain text?',
  why: 'Its secure strings hold passwords and keys as well, often with fewer eyes on them than Secrets Manager.',
  severity: 'low',
  technique,
  parameters: [],
  select: () => [
    doneCallsOf('ssm', ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory']),
  ],
  matchesRecord: (record) =>
    flagOf(memberOf(memberOf(record, 'requestParameters'), 'withDecryption')) === true,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Applications read their own parameters when they start.',
    'Programs ask for plain text also where the parameter is not encrypted.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};

export const KEY_USE: EventsQuestion = {
  kind: 'events',
  id: 'kms-key-use',
  title: 'Who decrypted with KMS keys themselves?',
  why: 'Services decrypt all day for those they serve. Whoever asks KMS directly has the encrypted text in hand.',
  severity: 'info',
  technique,
  parameters: [],
  select: () => [
    {
      ...doneCallsOf('kms', ['Decrypt', 'ReEncrypt*', 'GenerateDataKey*']),
      not: [...NO_CALLS, BY_SERVICES, { field: 'invokedBy', value: '*' }],
    },
  ],
  columns: DONE_COLUMNS,
  falsePositives: ['Programs that use the AWS Encryption SDK or encrypted environment variables.'],
  next: 'query --principal {principal} --around {eventID}',
};
