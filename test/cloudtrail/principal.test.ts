import { describe, expect, it } from 'vitest';
import { credentialKindOf } from '../../lib/cloudtrail/credential-kind.ts';
import { principalOf, principalOfArn } from '../../lib/cloudtrail/principal.ts';

const ACCOUNT = '111122223333';
const ROLE = 'arn:aws:iam::111122223333:role/team/Auditor';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Auditor/alice';
const SSO_ROLE =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
const SSO_SESSION =
  'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com';
const STORE = 'arn:aws:identitystore::111122223333:identitystore/d-1234567890';
const USER_ID = '544894e8-80c1-707f-60e3-3ba6510dfac1';

/** What a case expects: principal, user name, role ARN, kind of credentials. */
type Expected = readonly [string, string | undefined, string | undefined, string];

const CASES: readonly (readonly [title: string, identity: unknown, expected: Expected])[] = [
  [
    'root',
    { type: 'Root', principalId: ACCOUNT, arn: 'arn:aws:iam::111122223333:root', accountId: ACCOUNT },
    ['arn:aws:iam::111122223333:root', 'root', undefined, 'root'],
  ],
  [
    'root of an account with an alias',
    { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: ACCOUNT, userName: 'example-corp' },
    ['arn:aws:iam::111122223333:root', 'example-corp', undefined, 'root'],
  ],
  [
    'root without an ARN',
    { type: 'Root', principalId: ACCOUNT, accountId: ACCOUNT, arn: '' },
    ['arn:aws:iam::111122223333:root', 'root', undefined, 'root'],
  ],
  [
    'a privileged root session, assumedRoot as text',
    {
      type: 'Root',
      arn: 'arn:aws-us-gov:sts::111122223333:assumed-root',
      accountId: ACCOUNT,
      sessionContext: { assumedRoot: 'true' },
    },
    ['arn:aws-us-gov:iam::111122223333:root', 'root', undefined, 'root'],
  ],
  [
    'a privileged root session, assumedRoot as a boolean',
    {
      type: 'Root',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: ACCOUNT,
      sessionContext: { assumedRoot: true },
    },
    ['arn:aws:iam::111122223333:root', 'root', undefined, 'root'],
  ],
  [
    'root with a masked ARN and account',
    { type: 'Root', arn: 'arn***', accountId: '***' },
    ['arn***', 'root', undefined, 'root'],
  ],
  [
    'a user with a long-term key',
    {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/team/alice',
      accountId: ACCOUNT,
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'alice',
    },
    ['arn:aws:iam::111122223333:user/team/alice', 'alice', undefined, 'iam-user'],
  ],
  [
    'a user in the console, with an empty session issuer',
    {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      userName: 'alice',
      sessionContext: {
        sessionIssuer: {},
        webIdFederationData: {},
        attributes: { mfaAuthenticated: 'true' },
      },
    },
    ['arn:aws:iam::111122223333:user/alice', 'alice', undefined, 'iam-user'],
  ],
  [
    'a user with a session that names a role as issuer',
    {
      type: 'IAMUser',
      arn: 'arn:aws:sts::111122223333:user/alice',
      sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE } },
    },
    ['arn:aws:sts::111122223333:user/alice', undefined, undefined, 'iam-user'],
  ],
  [
    'a failed sign-in of a user: no ARN',
    { type: 'IAMUser', principalId: 'AIDAEXAMPLE', accountId: ACCOUNT, accessKeyId: '', userName: 'alice' },
    ['arn:aws:iam::111122223333:user/alice', 'alice', undefined, 'iam-user'],
  ],
  [
    'a failed sign-in with an unknown user name',
    { type: 'IAMUser', accountId: ACCOUNT, accessKeyId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    ['unknown', 'HIDDEN_DUE_TO_SECURITY_REASONS', undefined, 'iam-user'],
  ],
  [
    'a user whose name no user can have',
    { type: 'IAMUser', accountId: ACCOUNT, userName: 'no such:user/at all' },
    ['unknown', 'no such:user/at all', undefined, 'iam-user'],
  ],
  [
    'a role session',
    {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:alice',
      arn: SESSION,
      sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, userName: 'Auditor' } },
    },
    [ROLE, 'alice', undefined, 'role'],
  ],
  [
    'a session of a service-linked role',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForConfig/AWSConfig-Describe',
      sessionContext: {
        sessionIssuer: {
          arn: 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
        },
      },
      invokedBy: 'config.amazonaws.com',
    },
    [
      'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
      'AWSConfig-Describe',
      undefined,
      'role',
    ],
  ],
  [
    'an Identity Center session',
    { type: 'AssumedRole', arn: SSO_SESSION, sessionContext: { sessionIssuer: { arn: SSO_ROLE } } },
    [SSO_SESSION, 'alice@example.com', SSO_ROLE, 'role'],
  ],
  [
    'an Identity Center session without issuer',
    { type: 'AssumedRole', arn: SSO_SESSION, sessionContext: {} },
    [
      SSO_SESSION,
      'alice@example.com',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef',
      'role',
    ],
  ],
  [
    'a role that only borrows the Identity Center name',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Fake/mallory',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/AWSReservedSSO_Fake' } },
    },
    ['arn:aws:iam::111122223333:role/AWSReservedSSO_Fake', 'mallory', undefined, 'role'],
  ],
  [
    'a role session without issuer',
    { type: 'AssumedRole', arn: SESSION, principalId: 'AROAEXAMPLE:alice' },
    ['arn:aws:iam::111122223333:role/Auditor', 'alice', undefined, 'role'],
  ],
  [
    'a role session without issuer in China',
    { type: 'AssumedRole', arn: 'arn:aws-cn:sts::111122223333:assumed-role/Auditor/alice' },
    ['arn:aws-cn:iam::111122223333:role/Auditor', 'alice', undefined, 'role'],
  ],
  [
    'a role session without issuer in GovCloud',
    { type: 'AssumedRole', arn: 'arn:aws-us-gov:sts::111122223333:assumed-role/Auditor/alice' },
    ['arn:aws-us-gov:iam::111122223333:role/Auditor', 'alice', undefined, 'role'],
  ],
  [
    'a role session whose issuer ARN is masked',
    { type: 'AssumedRole', arn: SESSION, sessionContext: { sessionIssuer: { arn: 'arn***' } } },
    ['arn:aws:iam::111122223333:role/Auditor', 'alice', undefined, 'role'],
  ],
  [
    'a role session with every ARN masked',
    {
      type: 'AssumedRole',
      arn: 'arn***/alice',
      principalId: 'AROA***:alice',
      sessionContext: { sessionIssuer: { arn: 'arn***/Auditor' } },
    },
    ['arn***/Auditor', 'alice', undefined, 'role'],
  ],
  [
    'a role session without any ARN',
    { type: 'AssumedRole', principalId: 'AROAEXAMPLE:alice' },
    ['AROAEXAMPLE:alice', 'alice', undefined, 'role'],
  ],
  [
    'a role session on behalf of an Identity Center user',
    {
      type: 'AssumedRole',
      arn: SESSION,
      sessionContext: { sessionIssuer: { arn: ROLE } },
      onBehalfOf: { userId: USER_ID, identityStoreArn: STORE },
    },
    [ROLE, 'alice', undefined, 'role'],
  ],
  ['a role itself', { type: 'Role', arn: ROLE, userName: 'Auditor' }, [ROLE, 'Auditor', undefined, 'role']],
  [
    'a federated user',
    {
      type: 'FederatedUser',
      principalId: '111122223333:bob',
      arn: 'arn:aws:sts::111122223333:federated-user/bob',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' } },
    },
    ['arn:aws:sts::111122223333:federated-user/bob', 'bob', undefined, 'federated'],
  ],
  [
    'a federated user by principalId of the account',
    { type: 'FederatedUser', principalId: '111122223333:bob' },
    ['111122223333:bob', 'bob', undefined, 'federated'],
  ],
  [
    'a federated user by principalId of the issuing user',
    { type: 'FederatedUser', principalId: 'AIDAEXAMPLE:bob' },
    ['AIDAEXAMPLE:bob', 'bob', undefined, 'federated'],
  ],
  [
    'a SAML user',
    {
      type: 'SAMLUser',
      principalId: 'SampleQualifier:carol',
      userName: 'carol',
      identityProvider: 'SampleQualifier',
    },
    ['SampleQualifier/carol', 'carol', undefined, 'federated'],
  ],
  [
    'a web identity user',
    {
      type: 'WebIdentityUser',
      principalId: 'accounts.google.com:app:user',
      userName: 'system:serviceaccount:shop:cart',
      identityProvider: 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/A1',
    },
    [
      'arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/A1/system:serviceaccount:shop:cart',
      'system:serviceaccount:shop:cart',
      undefined,
      'federated',
    ],
  ],
  [
    'a web identity user without provider',
    { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:user', userName: 'user' },
    ['accounts.google.com:app:user', 'user', undefined, 'federated'],
  ],
  [
    'an Identity Center user',
    {
      type: 'IdentityCenterUser',
      accountId: ACCOUNT,
      onBehalfOf: { userId: USER_ID, identityStoreArn: STORE },
      credentialId: 'example',
    },
    [`${STORE}/${USER_ID}`, USER_ID, undefined, 'federated'],
  ],
  [
    'an Identity Center user of the time when the type was Unknown',
    { type: 'Unknown', accountId: ACCOUNT, onBehalfOf: { userId: USER_ID, identityStoreArn: STORE } },
    [`${STORE}/${USER_ID}`, USER_ID, undefined, 'federated'],
  ],
  [
    'an Identity Center user without store',
    { type: 'IdentityCenterUser', onBehalfOf: { userId: USER_ID } },
    [USER_ID, USER_ID, undefined, 'federated'],
  ],
  [
    'a nameless Identity Center user',
    { type: 'IdentityCenterUser' },
    ['unknown', undefined, undefined, 'federated'],
  ],
  [
    'a service',
    { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    ['lambda.amazonaws.com', undefined, undefined, 'service'],
  ],
  ['a nameless service', { type: 'AWSService' }, ['unknown', undefined, undefined, 'service']],
  [
    'a role of another account',
    { type: 'AWSAccount', principalId: 'AROAEXAMPLE:alice', accountId: '444455556666' },
    ['444455556666/AROAEXAMPLE:alice', undefined, undefined, 'account'],
  ],
  [
    'a caller of another account with an ARN',
    {
      type: 'AWSAccount',
      principalId: 'AIDAEXAMPLE',
      accountId: '444455556666',
      arn: 'arn:aws:iam::444455556666:user/eve',
    },
    ['444455556666/AIDAEXAMPLE', undefined, undefined, 'account'],
  ],
  [
    'another account and nothing else',
    { type: 'AWSAccount', principalId: '', accountId: '444455556666' },
    ['444455556666', undefined, undefined, 'account'],
  ],
  [
    'another account by ARN',
    { type: 'AWSAccount', accountId: '444455556666', arn: 'arn:aws:iam::444455556666:root' },
    ['arn:aws:iam::444455556666:root', undefined, undefined, 'account'],
  ],
  [
    'anonymous',
    { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
    ['anonymous', undefined, undefined, 'anonymous'],
  ],
  [
    'anonymous in its other spelling',
    { type: 'AWSAccount', accountId: 'anonymous' },
    ['anonymous', undefined, undefined, 'anonymous'],
  ],
  [
    'a directory user',
    { type: 'Directory', principalId: 'd-1234567890:dave', userName: 'dave' },
    ['d-1234567890:dave', 'dave', undefined, 'unknown'],
  ],
  ['Unknown and nothing else', { type: 'Unknown' }, ['unknown', undefined, undefined, 'unknown']],
  [
    'Unknown with a user name',
    { type: 'Unknown', userName: 'dave', accountId: ACCOUNT },
    ['unknown', 'dave', undefined, 'unknown'],
  ],
  [
    'a type that does not exist yet, with an ARN',
    { type: 'QuantumUser', arn: 'arn:aws:iam::111122223333:quantum/q', principalId: 'AQUA' },
    ['arn:aws:iam::111122223333:quantum/q', undefined, undefined, 'unknown'],
  ],
  [
    'a type that does not exist yet, with a principalId',
    { type: 'QuantumUser', principalId: 'AQUA', userName: 'q' },
    ['AQUA', 'q', undefined, 'unknown'],
  ],
  [
    'no type, a service that called',
    { accountId: ACCOUNT, invokedBy: 'secretsmanager.amazonaws.com' },
    ['secretsmanager.amazonaws.com', undefined, undefined, 'service'],
  ],
  [
    'no type, AWS itself',
    { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
    ['AWS Internal', undefined, undefined, 'service'],
  ],
  [
    'no type, a user through a service',
    { arn: 'arn:aws:iam::111122223333:user/alice', invokedBy: 'cloudformation.amazonaws.com' },
    ['arn:aws:iam::111122223333:user/alice', undefined, undefined, 'unknown'],
  ],
  [
    'a user through a service',
    {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      userName: 'alice',
      invokedBy: 'cloudformation.amazonaws.com',
    },
    ['arn:aws:iam::111122223333:user/alice', 'alice', undefined, 'iam-user'],
  ],
  [
    'an identity that is text',
    'lambda.amazonaws.com',
    ['lambda.amazonaws.com', undefined, undefined, 'unknown'],
  ],
  ['an identity that is empty text', '', ['unknown', undefined, undefined, 'unknown']],
  ['no identity', undefined, ['unknown', undefined, undefined, 'unknown']],
  ['a null identity', null, ['unknown', undefined, undefined, 'unknown']],
  ['an empty identity', {}, ['unknown', undefined, undefined, 'unknown']],
  ['an identity that is a list', [{ type: 'Root' }], ['unknown', undefined, undefined, 'unknown']],
  [
    'members of other types',
    { type: 'AssumedRole', arn: 7, principalId: { a: 1 }, userName: ['x'], sessionContext: 'none' },
    ['unknown', undefined, undefined, 'role'],
  ],
  [
    'a type that is no text',
    { type: { name: 'Root' }, arn: 'arn:aws:iam::111122223333:user/alice' },
    ['arn:aws:iam::111122223333:user/alice', undefined, undefined, 'unknown'],
  ],
  [
    'a type named like a member of Object',
    { type: 'constructor' },
    ['unknown', undefined, undefined, 'unknown'],
  ],
];

describe('principalOf and credentialKindOf', () => {
  it.each(CASES)('%s', (_title, identity, [principal, userName, roleArn, credentialKind]) => {
    const named = principalOf(identity);
    expect([named.principal, named.userName, named.roleArn, credentialKindOf(identity)]).toEqual([
      principal,
      userName,
      roleArn,
      credentialKind,
    ]);
  });

  it.each([
    ['cn-north-1', 'arn:aws-cn:iam::111122223333:user/alice'],
    ['us-gov-west-1', 'arn:aws-us-gov:iam::111122223333:user/alice'],
    ['eu-west-1', 'arn:aws:iam::111122223333:user/alice'],
  ])('puts an ARN that was left out in %s into its partition', (region, principal) => {
    expect(principalOf({ type: 'IAMUser', accountId: ACCOUNT, userName: 'alice' }, region).principal).toBe(
      principal,
    );
  });
});

describe('principalOfArn', () => {
  it.each([
    [SESSION, 'arn:aws:iam::111122223333:role/Auditor'],
    ['arn:aws:sts::111122223333:assumed-role/Auditor', 'arn:aws:iam::111122223333:role/Auditor'],
    [SSO_SESSION, SSO_SESSION],
    ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:user/alice'],
  ])('names %s as %s', (arn, principal) => {
    expect(principalOfArn(arn)).toBe(principal);
  });
});
