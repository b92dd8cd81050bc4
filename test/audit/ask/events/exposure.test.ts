/** What was opened to the world, or to accounts outside. */
import { describe, expect, it } from 'vitest';
import {
  BUCKETS_MADE_PUBLIC,
  PUBLIC_ACCESS_ALLOWED,
} from '../../../../lib/audit/ask/events/buckets-opened.ts';
import { IMAGES_SHARED } from '../../../../lib/audit/ask/events/images-shared.ts';
import { RESOURCE_POLICIES_OPENED } from '../../../../lib/audit/ask/events/resource-policies-opened.ts';
import { SECURITY_GROUPS_OPENED } from '../../../../lib/audit/ask/events/security-groups-opened.ts';
import { call, isAnswer, OTHER_ACCOUNT, OWN_ACCOUNT, refused } from './matching.ts';

describe('security-groups-opened', () => {
  const ingress = (ranges: object) => ({
    requestParameters: {
      groupId: 'sg-0a1b2c3d',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, groups: {}, prefixListIds: {}, ...ranges }],
      },
    },
  });
  const isFound = (more: object) =>
    isAnswer(SECURITY_GROUPS_OPENED, call('ec2', 'AuthorizeSecurityGroupIngress', { ...more }));
  const world = ingress({ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '0.0.0.0/0' }] } });

  it('finds every address of IPv4 or IPv6, and half of them', () => {
    expect(isFound(world)).toBe(true);
    expect(isFound(ingress({ ipRanges: {}, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }))).toBe(true);
    expect(isFound(ingress({ ipRanges: { items: [{ cidrIp: '128.0.0.0/1' }] } }))).toBe(true);
    expect(isFound({ requestParameters: { groupName: 'web', ipProtocol: 'tcp', cidrIp: '0.0.0.0/0' } })).toBe(
      true,
    );
  });

  it('finds rules that were changed so', () => {
    const changed = (rule: object) =>
      call('ec2', 'ModifySecurityGroupRules', {
        requestParameters: {
          ModifySecurityGroupRulesRequest: {
            GroupId: 'sg-0a1b2c3d',
            SecurityGroupRule: { tag: 1, SecurityGroupRuleId: 'sgr-0a1b2c3d', SecurityGroupRule: rule },
          },
        },
      });
    expect(isAnswer(SECURITY_GROUPS_OPENED, changed({ IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' }))).toBe(true);
    expect(isAnswer(SECURITY_GROUPS_OPENED, changed({ IpProtocol: '-1', CidrIpv4: '10.1.0.0/16' }))).toBe(
      false,
    );
  });

  it('leaves out networks, other groups, traffic that leaves, what is closed, and refused calls', () => {
    expect(
      isFound(ingress({ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '192.0.2.0/24' }] } })),
    ).toBe(false);
    expect(isFound(ingress({ ipRanges: {}, groups: { items: [{ groupId: 'sg-1' }] } }))).toBe(false);
    expect(
      isFound(ingress({ ipRanges: { items: [{ cidrIp: '10.0.0.0/8', description: 'not 0.0.0.0/0' }] } })),
    ).toBe(false);
    expect(isAnswer(SECURITY_GROUPS_OPENED, call('ec2', 'AuthorizeSecurityGroupEgress', world))).toBe(false);
    expect(isAnswer(SECURITY_GROUPS_OPENED, call('ec2', 'RevokeSecurityGroupIngress', world))).toBe(false);
    expect(isAnswer(SECURITY_GROUPS_OPENED, refused('ec2', 'AuthorizeSecurityGroupIngress', world))).toBe(
      false,
    );
  });
});

const allow = (principal: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::web/*',
      ...more,
    },
  ],
});

describe('buckets-made-public', () => {
  const isFound = (name: string, request: object) =>
    isAnswer(BUCKETS_MADE_PUBLIC, call('s3', name, { requestParameters: { bucketName: 'web', ...request } }));
  const withPolicy = (bucketPolicy: object) => isFound('PutBucketPolicy', { bucketPolicy, policy: '' });
  const grant = (URI: string) => ({
    AccessControlPolicy: {
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
      AccessControlList: {
        Grant: [
          { Grantee: { 'xsi:type': 'CanonicalUser', ID: 'abc' }, Permission: 'FULL_CONTROL' },
          { Grantee: { 'xsi:type': 'Group', URI }, Permission: 'READ' },
        ],
      },
    },
    acl: [''],
  });

  it('finds policies for everyone', () => {
    expect(withPolicy(allow('*'))).toBe(true);
    expect(withPolicy(allow({ AWS: ['*'] }))).toBe(true);
    expect(withPolicy(allow('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))).toBe(true);
    expect(withPolicy(allow('*', { Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0'] } } }))).toBe(
      true,
    );
    expect(withPolicy(allow('*', { Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }))).toBe(
      true,
    );
  });

  it('finds access lists for everyone', () => {
    expect(isFound('PutBucketAcl', grant('http://acs.amazonaws.com/groups/global/AllUsers'))).toBe(true);
    expect(isFound('PutBucketAcl', grant('http://acs.amazonaws.com/groups/global/AuthenticatedUsers'))).toBe(
      true,
    );
    expect(isFound('PutBucketAcl', { 'x-amz-acl': ['public-read'], acl: [''] })).toBe(true);
    expect(isFound('CreateBucket', { 'x-amz-acl': 'public-read-write' })).toBe(true);
    const header = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"';
    expect(isFound('PutBucketAcl', { 'x-amz-grant-read': header, acl: '' })).toBe(true);
  });

  it('leaves out policies for somebody, or for everyone of somebody', () => {
    expect(withPolicy(allow({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }))).toBe(false);
    expect(withPolicy(allow({ Service: 'cloudfront.amazonaws.com' }))).toBe(false);
    expect(withPolicy(allow('*', { Effect: 'Deny' }))).toBe(false);
    expect(
      withPolicy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } })),
    ).toBe(false);
    expect(withPolicy(allow('*', { Condition: { IpAddress: { 'AWS:SourceIp': '192.0.2.0/24' } } }))).toBe(
      false,
    );
    expect(withPolicy({})).toBe(false);
  });

  it('leaves out other access lists, other buckets and refused calls', () => {
    expect(isFound('PutBucketAcl', grant('http://acs.amazonaws.com/groups/s3/LogDelivery'))).toBe(false);
    expect(isFound('PutBucketAcl', { 'x-amz-acl': ['private'], acl: [''] })).toBe(false);
    expect(isFound('CreateBucket', {})).toBe(false);
    expect(isFound('PutObjectAcl', { 'x-amz-acl': ['public-read'], key: 'logo.svg' })).toBe(false);
    const denied = refused('s3', 'PutBucketPolicy', { requestParameters: { bucketPolicy: allow('*') } });
    expect(isAnswer(BUCKETS_MADE_PUBLIC, denied)).toBe(false);
  });
});

describe('public-access-allowed', () => {
  const blocks = (off: object) => ({
    requestParameters: {
      bucketName: 'web',
      publicAccessBlock: [''],
      PublicAccessBlockConfiguration: {
        xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
        RestrictPublicBuckets: true,
        BlockPublicPolicy: true,
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        ...off,
      },
    },
  });
  const isFound = (service: string, name: string, more: object = {}) =>
    isAnswer(PUBLIC_ACCESS_ALLOWED, call(service, name, { ...more }));

  it('finds blocks that were deleted, or set to less than all', () => {
    expect(isFound('s3', 'DeleteBucketPublicAccessBlock', { requestParameters: { bucketName: 'web' } })).toBe(
      true,
    );
    expect(isFound('s3', 'PutBucketPublicAccessBlock', blocks({ BlockPublicPolicy: false }))).toBe(true);
    expect(isFound('s3', 'PutAccountPublicAccessBlock', blocks({ BlockPublicAcls: undefined }))).toBe(true);
    expect(isFound('ec2', 'DisableSnapshotBlockPublicAccess')).toBe(true);
  });

  it('leaves out blocks that were set in full, reads, and refused calls', () => {
    expect(isFound('s3', 'PutBucketPublicAccessBlock', blocks({}))).toBe(false);
    expect(isFound('s3', 'GetBucketPublicAccessBlock')).toBe(false);
    expect(isFound('ec2', 'EnableSnapshotBlockPublicAccess')).toBe(false);
    expect(isFound('s3', 'DeleteBucketPublicAccessBlock', { errorCode: 'AccessDenied' })).toBe(false);
  });
});

describe('snapshots-shared', () => {
  const isFound = (service: string, name: string, requestParameters: object) =>
    isAnswer(IMAGES_SHARED, call(service, name, { requestParameters: { ...requestParameters } }));
  const permission = (change: object) => ({
    snapshotId: 'snap-0a1b2c3d4e5f60718',
    attributeType: 'CREATE_VOLUME_PERMISSION',
    createVolumePermission: change,
  });

  it('finds snapshots and images shared with accounts and with all', () => {
    const account = { add: { items: [{ userId: OTHER_ACCOUNT }] } };
    expect(isFound('ec2', 'ModifySnapshotAttribute', permission(account))).toBe(true);
    expect(
      isFound('ec2', 'ModifySnapshotAttribute', permission({ add: { items: [{ group: 'all' }] } })),
    ).toBe(true);
    const image = { imageId: 'ami-0a1b2c3d', attributeType: 'launchPermission', launchPermission: account };
    expect(isFound('ec2', 'ModifyImageAttribute', image)).toBe(true);
  });

  it('finds database snapshots that others may restore', () => {
    const restore = { dBSnapshotIdentifier: 'ledger-17', attributeName: 'restore', valuesToAdd: ['all'] };
    expect(isFound('rds', 'ModifyDBSnapshotAttribute', restore)).toBe(true);
    expect(
      isFound('rds', 'ModifyDBClusterSnapshotAttribute', { ...restore, valuesToAdd: [OTHER_ACCOUNT] }),
    ).toBe(true);
  });

  it('leaves out what is shared no more, other attributes, and refused calls', () => {
    const removed = { remove: { items: [{ userId: OTHER_ACCOUNT }] } };
    expect(isFound('ec2', 'ModifySnapshotAttribute', permission(removed))).toBe(false);
    expect(
      isFound('ec2', 'ModifyImageAttribute', { imageId: 'ami-1', description: { value: 'golden' } }),
    ).toBe(false);
    expect(
      isFound('rds', 'ModifyDBSnapshotAttribute', {
        attributeName: 'restore',
        valuesToRemove: [OTHER_ACCOUNT],
      }),
    ).toBe(false);
    expect(isAnswer(IMAGES_SHARED, refused('rds', 'ModifyDBSnapshotAttribute'))).toBe(false);
  });
});

describe('resource-policies-opened', () => {
  const isFound = (service: string, name: string, requestParameters: object) =>
    isAnswer(RESOURCE_POLICIES_OPENED, call(service, name, { requestParameters: { ...requestParameters } }));
  const open = JSON.stringify(allow('*'));
  const closed = JSON.stringify(allow({ AWS: `arn:aws:iam::${OWN_ACCOUNT}:root` }));

  it.each([
    ['kms', 'PutKeyPolicy', { keyId: 'k', policyName: 'default', policy: open }],
    ['secretsmanager', 'PutResourcePolicy', { secretId: 's', resourcePolicy: open }],
    ['sqs', 'SetQueueAttributes', { queueUrl: 'q', attributes: { Policy: open } }],
    ['sns', 'SetTopicAttributes', { topicArn: 't', attributeName: 'Policy', attributeValue: open }],
    ['ecr', 'SetRepositoryPolicy', { repositoryName: 'r', policyText: open, force: false }],
    [
      'lambda',
      'AddPermission20150331v2',
      { functionName: 'f', action: 'lambda:InvokeFunction', principal: '*' },
    ],
  ] as const)('finds %s %s for everyone', (service, name, request) => {
    expect(isFound(service, name, request)).toBe(true);
  });

  it('leaves out policies for somebody, functions that one source may call, and other attributes', () => {
    expect(isFound('kms', 'PutKeyPolicy', { keyId: 'k', policy: closed })).toBe(false);
    const owned = { StringEquals: { 'AWS:SourceOwner': OWN_ACCOUNT } };
    const topic = JSON.stringify(allow({ AWS: '*' }, { Condition: owned }));
    expect(isFound('sns', 'SetTopicAttributes', { attributeName: 'Policy', attributeValue: topic })).toBe(
      false,
    );
    expect(isFound('sns', 'SetTopicAttributes', { attributeName: 'DisplayName', attributeValue: '*' })).toBe(
      false,
    );
    const called = { functionName: 'f', principal: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:::t' };
    expect(isFound('lambda', 'AddPermission20150331v2', called)).toBe(false);
    expect(
      isFound('lambda', 'AddPermission20150331v2', { principal: '*', principalOrgID: 'o-abcdefghij' }),
    ).toBe(false);
    expect(isFound('lambda', 'UpdateFunctionCode20150331v2', { principal: '*' })).toBe(false);
  });

  it('leaves out refused calls', () => {
    expect(
      isAnswer(
        RESOURCE_POLICIES_OPENED,
        refused('kms', 'PutKeyPolicy', { requestParameters: { policy: open } }),
      ),
    ).toBe(false);
  });
});
