/** The benchmark's questions that are more than a list of names. */
import { describe, expect, it } from 'vitest';
import {
  CONSOLE_SIGN_IN_FAILURES,
  CONSOLE_SIGN_INS_WITHOUT_MFA,
} from '../../../../lib/audit/ask/events/cis-sign-ins.ts';
import { UNAUTHORIZED_CALLS } from '../../../../lib/audit/ask/events/cis-unauthorized-calls.ts';
import { ROOT_USE, ROOT_WITHOUT_MFA } from '../../../../lib/audit/ask/events/root.ts';
import { call, insight, isAnswer, OWN_ACCOUNT, ROOT, refused, roleSession, signIn } from './matching.ts';

describe('unauthorized-calls', () => {
  const isFound = (more: object) => isAnswer(UNAUTHORIZED_CALLS, refused('ec2', 'RunInstances', { ...more }));

  it.each(['Client.UnauthorizedOperation', 'UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'])(
    'finds %s',
    (errorCode) => {
      expect(isFound({ errorCode })).toBe(true);
    },
  );

  it.each(['Client.InvalidParameterValue', 'ThrottlingException', 'VpceAccessDenied', 'NoSuchBucket'])(
    'leaves out %s',
    (errorCode) => {
      expect(isFound({ errorCode })).toBe(false);
    },
  );

  it('leaves out what the log delivery is refused, and whether a bucket exists', () => {
    expect(isFound({ sourceIPAddress: 'delivery.logs.amazonaws.com' })).toBe(false);
    expect(isAnswer(UNAUTHORIZED_CALLS, refused('s3', 'HeadBucket'))).toBe(false);
    expect(isAnswer(UNAUTHORIZED_CALLS, refused('s3', 'GetBucketAcl'))).toBe(true);
  });

  it('leaves out calls that were carried out', () => {
    expect(isAnswer(UNAUTHORIZED_CALLS, call('ec2', 'RunInstances'))).toBe(false);
  });
});

const withMfa = { additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MFAUsed: 'Yes' } };
const failed = { errorMessage: 'Failed authentication' };
const rootSignIn = { userIdentity: { ...ROOT, accessKeyId: '', sessionContext: undefined } };

describe('console-sign-ins-without-mfa', () => {
  const isFound = (...given: Parameters<typeof signIn>) =>
    isAnswer(CONSOLE_SIGN_INS_WITHOUT_MFA, signIn(...given));

  it('finds users who signed in without, or of whom the record does not say', () => {
    expect(isFound('ConsoleLogin', 'Success')).toBe(true);
    expect(isFound('ConsoleLogin', 'Success', { additionalEventData: { MobileVersion: 'No' } })).toBe(true);
  });

  it('leaves out sign-ins with MFA, failed ones, federated ones and those of root', () => {
    expect(isFound('ConsoleLogin', 'Success', withMfa)).toBe(false);
    expect(isFound('ConsoleLogin', 'Failure', failed)).toBe(false);
    expect(isFound('ConsoleLogin', 'Failure')).toBe(false);
    expect(isFound('ConsoleLogin', 'Success', { userIdentity: roleSession('Admin', 'alice') })).toBe(false);
    expect(isFound('ConsoleLogin', 'Success', rootSignIn)).toBe(false);
  });

  it('leaves out other sign-in events', () => {
    expect(isFound('CheckMfa', 'Success')).toBe(false);
  });
});

describe('console-sign-in-failures', () => {
  const isFound = (...given: Parameters<typeof signIn>) =>
    isAnswer(CONSOLE_SIGN_IN_FAILURES, signIn(...given));

  it('finds failed authentication, of users and of root', () => {
    expect(isFound('ConsoleLogin', 'Failure', failed)).toBe(true);
    expect(isFound('ConsoleLogin', 'Failure', { ...failed, ...rootSignIn })).toBe(true);
  });

  it('leaves out other failures, successes and other sign-in events', () => {
    expect(isFound('ConsoleLogin', 'Success')).toBe(false);
    expect(
      isFound('ConsoleLogin', 'Failure', { errorMessage: 'No username found in supplied account' }),
    ).toBe(false);
    expect(isFound('CheckMfa', 'Failure', failed)).toBe(false);
  });
});

describe('root-use', () => {
  const isFound = (more: object) =>
    isAnswer(ROOT_USE, call('iam', 'ListUsers', { userIdentity: ROOT, ...more }));

  it('finds calls, sign-ins and sessions of root', () => {
    expect(isFound({})).toBe(true);
    expect(isAnswer(ROOT_USE, signIn('ConsoleLogin', 'Success', rootSignIn))).toBe(true);
    const assumed = { ...ROOT, arn: `arn:aws:sts::${OWN_ACCOUNT}:assumed-root/session` };
    expect(isFound({ userIdentity: assumed })).toBe(true);
  });

  it('leaves out what services do for root, and what AWS does by itself', () => {
    expect(isFound({ userIdentity: { ...ROOT, invokedBy: 'support.amazonaws.com' } })).toBe(false);
    expect(isFound({ eventType: 'AwsServiceEvent' })).toBe(false);
  });

  it('leaves out everybody else, whatever they are called', () => {
    expect(isAnswer(ROOT_USE, call('iam', 'ListUsers'))).toBe(false);
    const namedRoot = {
      type: 'IAMUser',
      arn: `arn:aws:iam::${OWN_ACCOUNT}:user/root`,
      accountId: OWN_ACCOUNT,
      userName: 'root',
    };
    expect(isFound({ userIdentity: namedRoot })).toBe(false);
    expect(isFound({ userIdentity: roleSession('root', 'root') })).toBe(false);
    expect(isAnswer(ROOT_USE, insight('iam', 'ListUsers'))).toBe(false);
  });
});

describe('root-without-mfa', () => {
  const isFound = (more: object) =>
    isAnswer(ROOT_WITHOUT_MFA, call('iam', 'ListUsers', { userIdentity: ROOT, ...more }));

  it('finds a session without MFA, an access key, and a sign-in without', () => {
    expect(isFound({})).toBe(true);
    expect(
      isFound({ userIdentity: { ...ROOT, accessKeyId: 'AKIAEXAMPLEROOT00000', sessionContext: undefined } }),
    ).toBe(true);
    expect(isAnswer(ROOT_WITHOUT_MFA, signIn('ConsoleLogin', 'Success', rootSignIn))).toBe(true);
  });

  it('leaves out sessions with MFA, refused calls, and services', () => {
    const session = { attributes: { creationDate: '2026-03-17T08:00:00Z', mfaAuthenticated: 'true' } };
    expect(isFound({ userIdentity: { ...ROOT, sessionContext: session } })).toBe(false);
    expect(isAnswer(ROOT_WITHOUT_MFA, signIn('ConsoleLogin', 'Success', { ...rootSignIn, ...withMfa }))).toBe(
      false,
    );
    expect(isFound({ errorCode: 'AccessDenied' })).toBe(false);
    expect(isFound({ userIdentity: { ...ROOT, invokedBy: 'support.amazonaws.com' } })).toBe(false);
  });

  it('leaves out users without MFA', () => {
    expect(isAnswer(ROOT_WITHOUT_MFA, call('iam', 'ListUsers'))).toBe(false);
  });
});
