/** New users, credentials and rights, and weaker rules for signing in. */
import { describe, expect, it } from 'vitest';
import { ADMINISTRATOR_RIGHTS } from '../../../../lib/audit/ask/events/administrator-rights.ts';
import { CREDENTIALS_FOR_OTHERS } from '../../../../lib/audit/ask/events/credentials-for-others.ts';
import {
  IDENTITY_PROVIDERS,
  NEW_ACCESS_KEYS,
  NEW_USERS,
} from '../../../../lib/audit/ask/events/new-identities.ts';
import { PERMISSION_CHANGES } from '../../../../lib/audit/ask/events/permission-changes.ts';
import { MFA_REMOVED, PASSWORD_POLICY_WEAKENED } from '../../../../lib/audit/ask/events/sign-in-rules.ts';
import { ALICE, call, insight, isAnswer, refused, roleSession, SERVICE } from './matching.ts';

const request = (requestParameters: object) => ({ requestParameters });

describe('new-users', () => {
  it('finds users of IAM and of Identity Center', () => {
    expect(isAnswer(NEW_USERS, call('iam', 'CreateUser', request({ userName: 'bob' })))).toBe(true);
    expect(isAnswer(NEW_USERS, call('sso-directory', 'CreateUser'))).toBe(true);
  });

  it('leaves out users elsewhere, other calls, and refused ones', () => {
    expect(isAnswer(NEW_USERS, call('elasticache', 'CreateUser'))).toBe(false);
    expect(isAnswer(NEW_USERS, call('iam', 'GetUser'))).toBe(false);
    expect(isAnswer(NEW_USERS, refused('iam', 'CreateUser'))).toBe(false);
  });
});

describe('new-access-keys', () => {
  const made = { responseElements: { accessKey: { userName: 'bob', accessKeyId: 'AKIAEXAMPLENEW000000' } } };

  it('finds keys, for oneself and for others', () => {
    expect(isAnswer(NEW_ACCESS_KEYS, call('iam', 'CreateAccessKey', made))).toBe(true);
    expect(
      isAnswer(NEW_ACCESS_KEYS, call('iam', 'CreateAccessKey', { ...made, ...request({ userName: 'bob' }) })),
    ).toBe(true);
  });

  it('leaves out keys that are changed, refused, or of other services', () => {
    expect(isAnswer(NEW_ACCESS_KEYS, call('iam', 'UpdateAccessKey'))).toBe(false);
    expect(isAnswer(NEW_ACCESS_KEYS, refused('iam', 'CreateAccessKey'))).toBe(false);
    expect(isAnswer(NEW_ACCESS_KEYS, call('kms', 'CreateKey'))).toBe(false);
    expect(isAnswer(NEW_ACCESS_KEYS, insight('iam', 'CreateAccessKey'))).toBe(false);
  });
});

describe('identity-provider-changes', () => {
  it('finds providers that were added or changed', () => {
    expect(isAnswer(IDENTITY_PROVIDERS, call('iam', 'CreateSAMLProvider'))).toBe(true);
    expect(isAnswer(IDENTITY_PROVIDERS, call('iam', 'UpdateOpenIDConnectProviderThumbprint'))).toBe(true);
    expect(isAnswer(IDENTITY_PROVIDERS, call('rolesanywhere', 'CreateTrustAnchor'))).toBe(true);
  });

  it('leaves out reads, providers that went, and refused calls', () => {
    expect(isAnswer(IDENTITY_PROVIDERS, call('iam', 'ListSAMLProviders'))).toBe(false);
    expect(isAnswer(IDENTITY_PROVIDERS, call('iam', 'DeleteSAMLProvider'))).toBe(false);
    expect(isAnswer(IDENTITY_PROVIDERS, refused('iam', 'CreateSAMLProvider'))).toBe(false);
  });
});

describe('credentials-for-others', () => {
  const isFound = (name: string, userName: string | undefined, userIdentity: object = ALICE) =>
    isAnswer(CREDENTIALS_FOR_OTHERS, call('iam', name, { ...request({ userName }), userIdentity }));

  it('finds passwords and keys for another user, and all that a role makes', () => {
    expect(isFound('CreateLoginProfile', 'bob')).toBe(true);
    expect(isFound('CreateAccessKey', 'bob')).toBe(true);
    expect(isFound('UpdateLoginProfile', 'alice', roleSession('Admin', 'alice'))).toBe(true);
  });

  it('leaves out one’s own, named or not', () => {
    expect(isFound('CreateAccessKey', undefined)).toBe(false);
    expect(isFound('CreateAccessKey', 'Alice')).toBe(false);
    expect(isAnswer(CREDENTIALS_FOR_OTHERS, call('iam', 'CreateAccessKey'))).toBe(false);
  });

  it('leaves out other calls and refused ones', () => {
    expect(isFound('DeleteLoginProfile', 'bob')).toBe(false);
    expect(
      isAnswer(CREDENTIALS_FOR_OTHERS, refused('iam', 'CreateLoginProfile', request({ userName: 'bob' }))),
    ).toBe(false);
  });
});

describe('administrator-rights', () => {
  const isFound = (name: string, parameters: object) =>
    isAnswer(ADMINISTRATOR_RIGHTS, call('iam', name, request(parameters)));
  const policy = (statement: object, effect = 'Allow') =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: effect, ...statement } });
  const attached = (policyArn: string) => isFound('AttachRolePolicy', { roleName: 'ci', policyArn });
  const written = (policyDocument: string) => isFound('PutUserPolicy', { userName: 'bob', policyDocument });

  it('finds AWS’s own policies for everything, in every partition', () => {
    expect(attached('arn:aws:iam::aws:policy/AdministratorAccess')).toBe(true);
    expect(attached('arn:aws-cn:iam::aws:policy/AdministratorAccess')).toBe(true);
    expect(attached('arn:aws:iam::aws:policy/IAMFullAccess')).toBe(true);
  });

  it('finds documents that allow everything', () => {
    expect(written(policy({ Action: '*', Resource: '*' }))).toBe(true);
    expect(written(policy({ Action: ['s3:Get*', '*:*'], Resource: ['arn:aws:s3:::web', '*'] }))).toBe(true);
    expect(written(encodeURIComponent(policy({ Action: '*', Resource: '*' })))).toBe(true);
    const version = { policyArn: 'arn:aws:iam::111122223333:policy/ci', setAsDefault: true };
    const document = policy({ Action: '*', Resource: '*' });
    expect(isFound('CreatePolicyVersion', { ...version, policyDocument: document })).toBe(true);
  });

  it('finds documents that come to everything, however they say it', () => {
    expect(written(policy({ Action: 'iam:*', Resource: '*' }))).toBe(true);
    expect(written(policy({ Action: '**', Resource: '*' }))).toBe(true);
    expect(written(policy({ NotAction: 'sts:GetCallerIdentity', Resource: '*' }))).toBe(true);
    expect(written(policy({ Action: '*', NotResource: 'arn:aws:s3:::none' }))).toBe(true);
    expect(written(policy({ NotAction: 's3:*', Resource: '*' }, 'Deny'))).toBe(false);
  });

  it('finds permission sets of Identity Center that allow everything', () => {
    const attach = { managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(
      isAnswer(ADMINISTRATOR_RIGHTS, call('sso', 'AttachManagedPolicyToPermissionSet', request(attach))),
    ).toBe(true);
    const put = { inlinePolicy: policy({ Action: '*', Resource: '*' }) };
    expect(isAnswer(ADMINISTRATOR_RIGHTS, call('sso', 'PutInlinePolicyToPermissionSet', request(put)))).toBe(
      true,
    );
  });

  it('leaves out lesser policies and denials', () => {
    expect(attached('arn:aws:iam::aws:policy/job-function/AdministratorAccess-Amplify')).toBe(false);
    expect(attached('arn:aws:iam::aws:policy/ReadOnlyAccess')).toBe(false);
    expect(attached('arn:aws:iam::111122223333:policy/AdministratorAccess')).toBe(false);
    expect(written(policy({ Action: 's3:*', Resource: '*' }))).toBe(false);
    expect(written(policy({ Action: '*', Resource: 'arn:aws:s3:::web/*' }))).toBe(false);
    expect(written(policy({ Action: '*', Resource: '*' }, 'Deny'))).toBe(false);
    expect(written('HIDDEN_DUE_TO_SECURITY_REASONS')).toBe(false);
  });

  it('leaves out rights that were taken, and refused calls', () => {
    const admin = { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(isFound('DetachRolePolicy', admin)).toBe(false);
    expect(isAnswer(ADMINISTRATOR_RIGHTS, refused('iam', 'AttachRolePolicy', request(admin)))).toBe(false);
  });
});

describe('permission-changes-without-policy', () => {
  it.each([
    ['iam', 'SetDefaultPolicyVersion'],
    ['iam', 'UpdateAssumeRolePolicy'],
    ['iam', 'AddUserToGroup'],
    ['iam', 'DeleteRolePermissionsBoundary'],
    ['ec2', 'ReplaceIamInstanceProfileAssociation'],
    ['sso', 'CreateAccountAssignment'],
    ['kms', 'CreateGrant'],
  ] as const)('finds %s %s', (service, name) => {
    expect(isAnswer(PERMISSION_CHANGES, call(service, name))).toBe(true);
  });

  it('leaves out changes of policies, refused calls, and grants that services need', () => {
    expect(isAnswer(PERMISSION_CHANGES, call('iam', 'PutRolePolicy'))).toBe(false);
    expect(isAnswer(PERMISSION_CHANGES, refused('iam', 'AddUserToGroup'))).toBe(false);
    expect(isAnswer(PERMISSION_CHANGES, call('kms', 'CreateGrant', { userIdentity: SERVICE }))).toBe(false);
    const through = { userIdentity: { ...ALICE, invokedBy: 'ec2.amazonaws.com' } };
    expect(isAnswer(PERMISSION_CHANGES, call('kms', 'CreateGrant', through))).toBe(false);
  });
});

describe('mfa-removed', () => {
  it('finds devices that were deactivated or deleted', () => {
    expect(isAnswer(MFA_REMOVED, call('iam', 'DeactivateMFADevice'))).toBe(true);
    expect(isAnswer(MFA_REMOVED, call('iam', 'DeleteVirtualMFADevice'))).toBe(true);
  });

  it('leaves out new devices, reads, and refused calls', () => {
    expect(isAnswer(MFA_REMOVED, call('iam', 'EnableMFADevice'))).toBe(false);
    expect(isAnswer(MFA_REMOVED, call('iam', 'ListMFADevices'))).toBe(false);
    expect(isAnswer(MFA_REMOVED, refused('iam', 'DeactivateMFADevice'))).toBe(false);
  });
});

describe('password-policy-weakened', () => {
  const isFound = (parameters: object) =>
    isAnswer(PASSWORD_POLICY_WEAKENED, call('iam', 'UpdateAccountPasswordPolicy', request(parameters)));

  it('finds short passwords, no length at all, and no policy at all', () => {
    expect(isFound({ minimumPasswordLength: 13, requireSymbols: true })).toBe(true);
    expect(isFound({ requireSymbols: true })).toBe(true);
    expect(isAnswer(PASSWORD_POLICY_WEAKENED, call('iam', 'DeleteAccountPasswordPolicy'))).toBe(true);
  });

  it('leaves out long passwords, reads, and refused calls', () => {
    expect(isFound({ minimumPasswordLength: 14 })).toBe(false);
    expect(isFound({ minimumPasswordLength: '20' })).toBe(false);
    expect(isAnswer(PASSWORD_POLICY_WEAKENED, call('iam', 'GetAccountPasswordPolicy'))).toBe(false);
    expect(isAnswer(PASSWORD_POLICY_WEAKENED, refused('iam', 'DeleteAccountPasswordPolicy'))).toBe(false);
  });
});
