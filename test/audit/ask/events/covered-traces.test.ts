/** Logs and detection switched off, deletions, secrets, encryption, and callers of unusual kinds. */
import { describe, expect, it } from 'vitest';
import { BACKUP_DELETIONS, DELETIONS } from '../../../../lib/audit/ask/events/deletions.ts';
import { DETECTION_OFF } from '../../../../lib/audit/ask/events/detection-off.ts';
import { ENCRYPTION_WEAKENED } from '../../../../lib/audit/ask/events/encryption-weakened.ts';
import { LOG_SOURCES_OFF } from '../../../../lib/audit/ask/events/log-sources-off.ts';
import {
  KEY_USE,
  PARAMETERS_DECRYPTED,
  SECRET_READS,
} from '../../../../lib/audit/ask/events/secret-reads.ts';
import { TRAIL_TAMPERING } from '../../../../lib/audit/ask/events/trail-tampering.ts';
import { UNUSUAL_IDENTITIES } from '../../../../lib/audit/ask/events/unusual-identities.ts';
import type { EventsQuestion } from '../../../../lib/audit/ask/question.ts';
import {
  ALICE,
  call,
  insight,
  isAnswer,
  OWN_ACCOUNT,
  refused,
  roleSession,
  SERVICE,
  seenByEndpoint,
} from './matching.ts';

type Calls = readonly (readonly [service: string, name: string])[];

const LISTS: readonly { question: EventsQuestion; found: Calls; others: Calls }[] = [
  {
    question: TRAIL_TAMPERING,
    found: [
      ['cloudtrail', 'StopLogging'],
      ['cloudtrail', 'DeleteTrail'],
      ['cloudtrail', 'UpdateTrail'],
      ['cloudtrail', 'PutEventSelectors'],
      ['cloudtrail', 'StopEventDataStoreIngestion'],
    ],
    others: [
      ['cloudtrail', 'StartLogging'],
      ['cloudtrail', 'CreateTrail'],
      ['cloudtrail', 'LookupEvents'],
      ['dynamodb', 'DeleteResourcePolicy'],
      ['mediapackage', 'DeleteChannel'],
    ],
  },
  {
    question: DETECTION_OFF,
    found: [
      ['guardduty', 'DeleteDetector'],
      ['securityhub', 'DisableSecurityHub'],
      ['config', 'StopConfigurationRecorder'],
      ['macie2', 'DisableMacie'],
      ['inspector2', 'Disable'],
      ['access-analyzer', 'DeleteAnalyzer'],
      ['detective', 'DeleteGraph'],
      ['monitoring', 'DisableAlarmActions'],
    ],
    others: [
      ['guardduty', 'CreateDetector'],
      ['config', 'StartConfigurationRecorder'],
      ['inspector2', 'Enable'],
      ['medialive', 'DeleteMembers'],
      ['monitoring', 'PutMetricAlarm'],
    ],
  },
  {
    question: LOG_SOURCES_OFF,
    found: [
      ['ec2', 'DeleteFlowLogs'],
      ['logs', 'DeleteLogGroup'],
      ['route53resolver', 'DisassociateResolverQueryLogConfig'],
      ['wafv2', 'DeleteLoggingConfiguration'],
    ],
    others: [
      ['ec2', 'CreateFlowLogs'],
      ['logs', 'CreateLogStream'],
      ['wafv2', 'PutLoggingConfiguration'],
      ['ivschat', 'DeleteLoggingConfiguration'],
    ],
  },
  {
    question: BACKUP_DELETIONS,
    found: [
      ['backup', 'DeleteRecoveryPoint'],
      ['ec2', 'DeleteSnapshot'],
      ['ec2', 'DeregisterImage'],
      ['rds', 'DeleteDBClusterSnapshot'],
      ['dynamodb', 'DeleteBackup'],
    ],
    others: [
      ['backup', 'StartBackupJob'],
      ['ec2', 'CreateSnapshot'],
      ['rds', 'DeleteDBInstance'],
      ['cloudhsm', 'DeleteBackup'],
    ],
  },
  {
    question: ENCRYPTION_WEAKENED,
    found: [
      ['ec2', 'DisableEbsEncryptionByDefault'],
      ['s3', 'DeleteBucketEncryption'],
      ['kms', 'DisableKeyRotation'],
    ],
    others: [
      ['ec2', 'EnableEbsEncryptionByDefault'],
      ['s3', 'PutBucketEncryption'],
      ['kms', 'EnableKeyRotation'],
      ['kms', 'DisableKey'],
    ],
  },
];

describe.each(LISTS)('$question.id', ({ question, found, others }) => {
  it.each(found)('finds %s %s', (service, name) => {
    expect(isAnswer(question, call(service, name))).toBe(true);
  });

  it.each(others)('leaves out %s %s', (service, name) => {
    expect(isAnswer(question, call(service, name))).toBe(false);
  });

  it.each(found)('leaves out what is about %s %s', (service, name) => {
    expect(isAnswer(question, insight(service, name))).toBe(false);
    expect(isAnswer(question, seenByEndpoint(service, name))).toBe(false);
  });
});

it('finds attempts on the trail, on detection and on logs, but only backups that are gone', () => {
  expect(isAnswer(TRAIL_TAMPERING, refused('cloudtrail', 'StopLogging'))).toBe(true);
  expect(isAnswer(DETECTION_OFF, refused('guardduty', 'DeleteDetector'))).toBe(true);
  expect(isAnswer(LOG_SOURCES_OFF, refused('logs', 'DeleteLogGroup'))).toBe(true);
  expect(isAnswer(BACKUP_DELETIONS, refused('ec2', 'DeleteSnapshot'))).toBe(false);
});

describe('detection-off', () => {
  const updated = (enable: unknown) =>
    isAnswer(
      DETECTION_OFF,
      call('guardduty', 'UpdateDetector', { requestParameters: { detectorId: 'd', enable } }),
    );

  it('finds a detector that is switched off, and no other change of it', () => {
    expect(updated(false)).toBe(true);
    expect(updated(true)).toBe(false);
    expect(updated(undefined)).toBe(false);
  });
});

describe('log-sources-off', () => {
  it('leaves out streams that a service deletes', () => {
    expect(isAnswer(LOG_SOURCES_OFF, call('logs', 'DeleteLogStream', { userIdentity: SERVICE }))).toBe(false);
  });
});

describe('deletions', () => {
  it('finds what people and roles deleted, whatever the service calls it', () => {
    expect(isAnswer(DELETIONS, call('dynamodb', 'DeleteTable'))).toBe(true);
    expect(isAnswer(DELETIONS, call('ec2', 'TerminateInstances'))).toBe(true);
    expect(isAnswer(DELETIONS, call('kms', 'ScheduleKeyDeletion'))).toBe(true);
    expect(isAnswer(DELETIONS, call('sqs', 'PurgeQueue', { userIdentity: roleSession('ci', 'run-7') }))).toBe(
      true,
    );
  });

  it('finds deletions of old records, which name no category', () => {
    expect(
      isAnswer(DELETIONS, call('s3', 'DeleteBucket', { eventVersion: '1.05', eventCategory: undefined })),
    ).toBe(true);
  });

  it('leaves out services, attempts, objects, and what is no deletion', () => {
    expect(isAnswer(DELETIONS, call('ec2', 'TerminateInstances', { userIdentity: SERVICE }))).toBe(false);
    expect(isAnswer(DELETIONS, refused('dynamodb', 'DeleteTable'))).toBe(false);
    const object = { eventCategory: 'Data', managementEvent: false };
    expect(isAnswer(DELETIONS, call('s3', 'DeleteObject', object))).toBe(false);
    expect(isAnswer(DELETIONS, call('kms', 'CancelKeyDeletion'))).toBe(false);
    expect(isAnswer(DELETIONS, call('ec2', 'DescribeSnapshots'))).toBe(false);
    expect(isAnswer(DELETIONS, insight('ec2', 'DeleteVolume'))).toBe(false);
  });
});

const read = { readOnly: true };

describe('secret-reads', () => {
  it('finds secrets and passwords of instances that were read, or asked for', () => {
    expect(isAnswer(SECRET_READS, call('secretsmanager', 'GetSecretValue', read))).toBe(true);
    expect(isAnswer(SECRET_READS, refused('secretsmanager', 'BatchGetSecretValue', read))).toBe(true);
    expect(isAnswer(SECRET_READS, call('ec2', 'GetPasswordData', read))).toBe(true);
  });

  it('leaves out lists, descriptions, and services', () => {
    expect(isAnswer(SECRET_READS, call('secretsmanager', 'ListSecrets', read))).toBe(false);
    expect(isAnswer(SECRET_READS, call('secretsmanager', 'DescribeSecret', read))).toBe(false);
    const service = { ...read, userIdentity: SERVICE };
    expect(isAnswer(SECRET_READS, call('secretsmanager', 'GetSecretValue', service))).toBe(false);
  });
});

describe('parameters-decrypted', () => {
  const isFound = (name: string, withDecryption: unknown, more: object = {}) =>
    isAnswer(
      PARAMETERS_DECRYPTED,
      call('ssm', name, { ...read, requestParameters: { name: '/db/password', withDecryption }, ...more }),
    );

  it('finds reads in plain text', () => {
    expect(isFound('GetParameter', true)).toBe(true);
    expect(isFound('GetParametersByPath', true)).toBe(true);
  });

  it('leaves out encrypted reads, other calls, and refused ones', () => {
    expect(isFound('GetParameter', false)).toBe(false);
    expect(isFound('GetParameter', undefined)).toBe(false);
    expect(isFound('DescribeParameters', true)).toBe(false);
    expect(isFound('GetParameter', true, { errorCode: 'ParameterNotFound' })).toBe(false);
  });
});

describe('kms-key-use', () => {
  it('finds what people and programs decrypted themselves', () => {
    expect(isAnswer(KEY_USE, call('kms', 'Decrypt', read))).toBe(true);
    expect(isAnswer(KEY_USE, call('kms', 'GenerateDataKeyWithoutPlaintext', read))).toBe(true);
    expect(
      isAnswer(KEY_USE, call('kms', 'Decrypt', { userIdentity: roleSession('Backup', 'nightly') })),
    ).toBe(true);
  });

  it('leaves out services, alone or on behalf of somebody, refused calls, and other calls', () => {
    expect(isAnswer(KEY_USE, call('kms', 'Decrypt', { userIdentity: SERVICE }))).toBe(false);
    const through = { ...ALICE, invokedBy: 'secretsmanager.amazonaws.com' };
    expect(isAnswer(KEY_USE, call('kms', 'Decrypt', { userIdentity: through }))).toBe(false);
    expect(isAnswer(KEY_USE, refused('kms', 'Decrypt'))).toBe(false);
    expect(isAnswer(KEY_USE, call('kms', 'Encrypt'))).toBe(false);
  });
});

describe('unusual-identities', () => {
  const isFound = (userIdentity: object) =>
    isAnswer(UNUSUAL_IDENTITIES, call('s3', 'GetObject', { userIdentity }));

  it('finds anonymous callers, federation tokens and unknown identities', () => {
    expect(isFound({ type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' })).toBe(true);
    const token = {
      type: 'FederatedUser',
      principalId: `${OWN_ACCOUNT}:contractor`,
      arn: `arn:aws:sts::${OWN_ACCOUNT}:federated-user/contractor`,
      accountId: OWN_ACCOUNT,
    };
    expect(isFound(token)).toBe(true);
    expect(isFound({ type: 'Unknown' })).toBe(true);
  });

  it('leaves out users, roles, services, and what is no call', () => {
    expect(isFound(ALICE)).toBe(false);
    expect(isFound(roleSession('anonymous', 'unknown'))).toBe(false);
    expect(isFound(SERVICE)).toBe(false);
    expect(isAnswer(UNUSUAL_IDENTITIES, insight('s3', 'GetObject'))).toBe(false);
  });
});
