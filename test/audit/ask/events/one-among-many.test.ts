/**
 * Each question on a trail where exactly one event matches: a working day on which nobody does anything of note, and the
 * one record. The day holds the harmless neighbours of what is looked for.
 */
import { describe, expect, it } from 'vitest';
import { EVENT_QUESTIONS } from '../../../../lib/audit/ask/event-questions.ts';
import type { JsonObject } from '../../../../lib/cloudtrail/json.ts';
import { ALICE, call, insight, isAnswer, OWN_ACCOUNT, roleSession, SERVICE, signIn } from './matching.ts';
import { SPECIMENS } from './specimens.ts';

const BOB: JsonObject = { ...ALICE, userName: 'bob', arn: `arn:aws:iam::${OWN_ACCOUNT}:user/team/bob` };
const CALLERS = [
  ALICE,
  BOB,
  roleSession('Deployer', 'run-1871'),
  roleSession('Web', 'i-0123456789abcdef0'),
  SERVICE,
];

const READS = [
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeSecurityGroups'],
  ['s3', 'GetBucketPolicy'],
  ['s3', 'HeadBucket'],
  ['iam', 'ListUsers'],
  ['iam', 'GetPolicy'],
  ['kms', 'DescribeKey'],
  ['secretsmanager', 'DescribeSecret'],
  ['ssm', 'GetParameter'],
  ['cloudtrail', 'LookupEvents'],
  ['guardduty', 'ListDetectors'],
  ['organizations', 'ListAccounts'],
] as const;

const WRITES = [
  ['ec2', 'RunInstances'],
  ['ec2', 'CreateTags'],
  ['s3', 'PutBucketTagging'],
  ['iam', 'TagRole'],
  ['iam', 'EnableMFADevice'],
  ['kms', 'Encrypt'],
  ['ssm', 'PutParameter'],
  ['lambda', 'UpdateFunctionCode20150331v2'],
  ['logs', 'CreateLogStream'],
  ['config', 'PutEvaluations'],
  ['guardduty', 'CreateDetector'],
  ['sns', 'Publish'],
] as const;

/** Whatever asks by name alone must not take these for the calls they are about. */
const INSIGHTS = [
  insight('cloudtrail', 'StopLogging'),
  insight('ec2', 'DeleteFlowLogs'),
  insight('iam', 'CreateUser'),
  insight('secretsmanager', 'GetSecretValue'),
];

const SIGN_INS = [
  signIn('ConsoleLogin', 'Success', { additionalEventData: { MFAUsed: 'Yes' }, userIdentity: BOB }),
  signIn('ConsoleLogin', 'Success', {
    userIdentity: roleSession('AWSReservedSSO_Dev_0123456789abcdef', 'carol'),
  }),
  signIn('CheckMfa', 'Success', { additionalEventData: { MfaType: 'Virtual MFA' } }),
];

const OWN_ROLE = call('sts', 'AssumeRole', {
  userIdentity: roleSession('Deployer', 'run-1871'),
  requestParameters: { roleArn: `arn:aws:iam::${OWN_ACCOUNT}:role/Auditor`, roleSessionName: 'audit' },
  readOnly: true,
});

function* quietDay(): Generator<JsonObject> {
  for (const hour of ['08', '12', '17']) {
    const eventTime = `2026-03-17T${hour}:15:00Z`;
    for (const userIdentity of CALLERS) {
      for (const [service, name] of READS)
        yield call(service, name, { userIdentity, eventTime, readOnly: true });
      for (const [service, name] of WRITES) yield call(service, name, { userIdentity, eventTime });
    }
  }
  yield* INSIGHTS;
  yield* SIGN_INS;
  yield OWN_ROLE;
}

const DAY = [...quietDay()];

it('knows a record for each question', () => {
  expect(Object.keys(SPECIMENS).toSorted()).toEqual(EVENT_QUESTIONS.map(({ id }) => id).toSorted());
  expect(DAY.length).toBeGreaterThan(300);
});

describe.each(EVENT_QUESTIONS)('$id', (question) => {
  it('finds the one record that matches, and no other', () => {
    const { record, args = {} } = SPECIMENS[question.id] ?? { record: {} };
    const trail = DAY.toSpliced(DAY.length / 2, 0, record);
    const found = trail.filter((candidate) => isAnswer(question, candidate, args));
    expect(found).toEqual([record]);
  });
});
