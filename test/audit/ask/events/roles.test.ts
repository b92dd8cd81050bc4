/** Roles: assumed from another account, opened to other accounts, and used where no program is. */
import { describe, expect, it } from 'vitest';
import { CROSS_ACCOUNT_ROLES } from '../../../../lib/audit/ask/events/cross-account-roles.ts';
import { IMDSV1_ALLOWED, INSTANCE_ROLE_IN_CONSOLE } from '../../../../lib/audit/ask/events/instance-roles.ts';
import { ROLES_OPENED } from '../../../../lib/audit/ask/events/roles-opened.ts';
import {
  call,
  insight,
  isAnswer,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  refused,
  roleSession,
  SERVICE,
  signIn,
  toIndexedEvent,
} from './matching.ts';

function assumeRole(owner: string, more: object = {}) {
  const roleArn = `arn:aws:iam::${owner}:role/Auditor`;
  return call('sts', 'AssumeRole', {
    readOnly: true,
    requestParameters: { roleArn, roleSessionName: 'audit' },
    responseElements: {
      credentials: { accessKeyId: 'ASIAEXAMPLENEW000000', expiration: 'Mar 17, 2026, 10:30:00 AM' },
      assumedRoleUser: {
        assumedRoleId: 'AROAEXAMPLEAUDITOR00:audit',
        arn: `arn:aws:sts::${owner}:assumed-role/Auditor/audit`,
      },
    },
    resources: [{ accountId: owner, type: 'AWS::IAM::Role', ARN: roleArn }],
    ...more,
  });
}

describe('cross-account-roles', () => {
  const isFound = (...given: Parameters<typeof assumeRole>) =>
    isAnswer(CROSS_ACCOUNT_ROLES, assumeRole(...given));
  const foreigner = { type: 'AWSAccount', principalId: 'AROAEXAMPLEFOREIGN00:ci', accountId: OTHER_ACCOUNT };

  it('finds both copies: the caller’s and the role owner’s', () => {
    expect(isFound(OTHER_ACCOUNT)).toBe(true);
    expect(isFound(OTHER_ACCOUNT, { userIdentity: roleSession('Deployer', 'ci') })).toBe(true);
    expect(isFound(OWN_ACCOUNT, { userIdentity: foreigner })).toBe(true);
    expect(isFound(OWN_ACCOUNT, { userIdentity: { type: 'AWSAccount', accountId: OTHER_ACCOUNT } })).toBe(
      true,
    );
  });

  it('goes by the account of the role, also where records were masked', () => {
    const named = (ARN: string) => isFound(OWN_ACCOUNT, { requestParameters: {}, resources: [{ ARN }] });
    expect(named(`arn:aws:iam::${OTHER_ACCOUNT}:demouser167/demouser17`)).toBe(true);
    expect(named(`arn:aws-cn:sts::${OTHER_ACCOUNT}:assumed-role/Auditor/audit`)).toBe(true);
    expect(named(`arn:aws:iam::${OWN_ACCOUNT}:demouser167/demouser17`)).toBe(false);
    expect(named(`arn:aws:s3:::${OTHER_ACCOUNT}:web`)).toBe(false);
  });

  it('leaves out roles of the caller’s own account, services, refused calls and Insights', () => {
    expect(isFound(OWN_ACCOUNT)).toBe(false);
    expect(isFound(OWN_ACCOUNT, { userIdentity: roleSession('Deployer', 'ci') })).toBe(false);
    expect(isFound(OWN_ACCOUNT, { userIdentity: SERVICE })).toBe(false);
    expect(isFound(OTHER_ACCOUNT, { userIdentity: SERVICE })).toBe(false);
    expect(isFound(OTHER_ACCOUNT, { errorCode: 'AccessDenied' })).toBe(false);
    expect(isAnswer(CROSS_ACCOUNT_ROLES, insight('sts', 'AssumeRole'))).toBe(false);
  });

  it('goes by the second copy where the summary has no room for the role', () => {
    const cut = (more: object) => {
      const event = toIndexedEvent(assumeRole(OTHER_ACCOUNT, more));
      return CROSS_ACCOUNT_ROLES.matches?.({ ...event, resources: [], clipped: ['resources'] }, {});
    };
    expect(cut({ sharedEventID: '2f1c0c52-6f3c-4f59-9c6b-0d0d3a5a9d11' })).toBe(true);
    expect(cut({})).toBe(false);
  });
});

function trust(principal: unknown, more: object = {}) {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  });
}

describe('roles-opened', () => {
  const isFound = (assumeRolePolicyDocument: string, more: object = {}) =>
    isAnswer(
      ROLES_OPENED,
      call('iam', 'CreateRole', {
        requestParameters: { roleName: 'vendor', assumeRolePolicyDocument },
        ...more,
      }),
    );

  it('finds trust in other accounts, by number, by ARN, in a list, and in all', () => {
    expect(isFound(trust({ AWS: OTHER_ACCOUNT }))).toBe(true);
    expect(isFound(trust({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }))).toBe(true);
    const own = `arn:aws:iam::${OWN_ACCOUNT}:root`;
    expect(isFound(trust({ AWS: [own, `arn:aws:iam::${OTHER_ACCOUNT}:role/ci`] }))).toBe(true);
    expect(isFound(trust('*'))).toBe(true);
    const updated = call('iam', 'UpdateAssumeRolePolicy', {
      requestParameters: { roleName: 'vendor', policyDocument: trust({ AWS: OTHER_ACCOUNT }) },
    });
    expect(isAnswer(ROLES_OPENED, updated)).toBe(true);
  });

  it('leaves out trust in services, providers and the own account, denials and refused calls', () => {
    expect(isFound(trust({ Service: 'ec2.amazonaws.com' }))).toBe(false);
    expect(isFound(trust({ Federated: `arn:aws:iam::${OWN_ACCOUNT}:saml-provider/idp` }))).toBe(false);
    expect(isFound(trust({ AWS: `arn:aws:iam::${OWN_ACCOUNT}:root` }))).toBe(false);
    expect(isFound(trust({ AWS: 'AROAEXAMPLEDELETED00' }))).toBe(false);
    expect(isFound(trust({ AWS: OTHER_ACCOUNT }, { Effect: 'Deny' }))).toBe(false);
    expect(isFound(trust({ AWS: OTHER_ACCOUNT }), { errorCode: 'AccessDenied' })).toBe(false);
    expect(isFound('{no document')).toBe(false);
  });
});

describe('instance-role-in-console', () => {
  const instance = roleSession('WebServer', 'i-0123456789abcdef0');
  const isFound = (...given: Parameters<typeof signIn>) =>
    isAnswer(INSTANCE_ROLE_IN_CONSOLE, signIn(...given));

  it('finds tokens and sign-ins with an instance’s session', () => {
    expect(isFound('GetSigninToken', 'Success', { userIdentity: instance })).toBe(true);
    expect(isFound('ConsoleLogin', 'Success', { userIdentity: instance })).toBe(true);
    const old = roleSession('WebServer', 'i-0123abcd');
    expect(isFound('ConsoleLogin', 'Success', { userIdentity: old })).toBe(true);
  });

  it('leaves out people, other calls of the instance, and names that only begin so', () => {
    expect(isFound('ConsoleLogin', 'Success', { userIdentity: roleSession('Admin', 'alice') })).toBe(false);
    expect(isFound('ConsoleLogin', 'Success', { userIdentity: roleSession('Admin', 'i-am-alice') })).toBe(
      false,
    );
    expect(isFound('ConsoleLogin', 'Success')).toBe(false);
    expect(isAnswer(INSTANCE_ROLE_IN_CONSOLE, call('s3', 'ListBuckets', { userIdentity: instance }))).toBe(
      false,
    );
  });
});

describe('imdsv1-allowed', () => {
  const modified = (request: object) =>
    call('ec2', 'ModifyInstanceMetadataOptions', { requestParameters: request });

  it('finds instances that need no token, in each of EC2’s spellings', () => {
    const wrapped = { InstanceId: 'i-0123456789abcdef0', HttpTokens: 'optional', HttpEndpoint: 'enabled' };
    expect(isAnswer(IMDSV1_ALLOWED, modified({ ModifyInstanceMetadataOptionsRequest: wrapped }))).toBe(true);
    expect(
      isAnswer(IMDSV1_ALLOWED, modified({ instanceId: 'i-0123456789abcdef0', httpTokens: 'optional' })),
    ).toBe(true);
    const launched = {
      metadataOptions: { httpTokens: 'optional' },
      instancesSet: { items: [{ minCount: 1 }] },
    };
    expect(isAnswer(IMDSV1_ALLOWED, call('ec2', 'RunInstances', { requestParameters: launched }))).toBe(true);
  });

  it('leaves out those that need one, those that say nothing, and refused calls', () => {
    const required = { ModifyInstanceMetadataOptionsRequest: { HttpTokens: 'required' } };
    expect(isAnswer(IMDSV1_ALLOWED, modified(required))).toBe(false);
    const silent = call('ec2', 'RunInstances', { requestParameters: { instanceType: 't4g.nano' } });
    expect(isAnswer(IMDSV1_ALLOWED, silent)).toBe(false);
    const denied = refused('ec2', 'ModifyInstanceMetadataOptions', {
      requestParameters: { httpTokens: 'optional' },
    });
    expect(isAnswer(IMDSV1_ALLOWED, denied)).toBe(false);
  });
});
