/** The benchmark's lists, spelled out once more: a name that goes missing or strays in is noticed. */
import { describe, expect, it } from 'vitest';
import { NETWORK_CHANGES } from '../../../../lib/audit/ask/events/cis-network-changes.ts';
import { SECURITY_CHANGES } from '../../../../lib/audit/ask/events/cis-security-changes.ts';
import { call, insight, isAnswer, refused, seenByEndpoint } from './matching.ts';

interface List {
  readonly id: string;
  readonly source: string;
  readonly names: string;
  /** Names of the same service that are not in the list. */
  readonly others: string;
}

const LISTS: readonly List[] = [
  {
    id: 'iam-policy-changes',
    source: 'iam',
    names:
      'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy ' +
      'CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy ' +
      'AttachGroupPolicy DetachGroupPolicy',
    others: 'GetPolicy ListPolicies SetDefaultPolicyVersion UpdateAssumeRolePolicy',
  },
  {
    id: 'cloudtrail-changes',
    source: 'cloudtrail',
    names: 'CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging',
    others: 'GetTrail DescribeTrails PutEventSelectors',
  },
  {
    id: 'kms-key-loss',
    source: 'kms',
    names: 'DisableKey ScheduleKeyDeletion',
    others: 'EnableKey CancelKeyDeletion DisableKeyRotation',
  },
  {
    id: 's3-bucket-policy-changes',
    source: 's3',
    names:
      'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors ' +
      'DeleteBucketLifecycle DeleteBucketReplication',
    others: 'GetBucketAcl GetBucketPolicy PutObjectAcl PutBucketTagging DeleteBucket',
  },
  {
    id: 'config-changes',
    source: 'config',
    names: 'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
    others: 'StartConfigurationRecorder DeleteConfigRule PutEvaluations',
  },
  {
    id: 'security-group-changes',
    source: 'ec2',
    names:
      'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress ' +
      'CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules',
    others: 'DescribeSecurityGroups RunInstances CreateNetworkAcl',
  },
  {
    id: 'network-acl-changes',
    source: 'ec2',
    names:
      'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ' +
      'ReplaceNetworkAclAssociation',
    others: 'DescribeNetworkAcls CreateSecurityGroup CreateRoute',
  },
  {
    id: 'network-gateway-changes',
    source: 'ec2',
    names:
      'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway ' +
      'DetachInternetGateway',
    others: 'DescribeInternetGateways CreateNatGateway CreateVpnGateway',
  },
  {
    id: 'route-table-changes',
    source: 'ec2',
    names:
      'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    others: 'DescribeRouteTables AssociateRouteTable CreateVpc',
  },
  {
    id: 'vpc-changes',
    source: 'ec2',
    names:
      'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection ' +
      'RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    others: 'DescribeVpcs CreateVpcEndpoint CreateSubnet',
  },
  {
    id: 'organizations-changes',
    source: 'organizations',
    names:
      'AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization ' +
      'DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization ' +
      'LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit',
    others: 'DescribeOrganization ListAccounts TagResource',
  },
];

/** Services that have calls of the same names. */
const NAMESAKES = ['organizations', 'iam', 'apigateway', 'gamelift', 'verifiedpermissions'];

const QUESTIONS = [...SECURITY_CHANGES, ...NETWORK_CHANGES];

it('knows each list', () => {
  expect(QUESTIONS.map(({ id }) => id).toSorted()).toEqual(LISTS.map(({ id }) => id).toSorted());
});

describe.each(LISTS)('$id', ({ id, source, names, others }) => {
  const question = QUESTIONS.find((known) => known.id === id);
  if (question === undefined) throw new Error(`no question ${id}`);

  it.each(names.split(' '))('finds %s, done or refused', (name) => {
    expect(isAnswer(question, call(source, name))).toBe(true);
    expect(isAnswer(question, refused(source, name))).toBe(true);
  });

  it.each(names.split(' '))('leaves out what is called %s elsewhere, or is about it', (name) => {
    const namesakes = NAMESAKES.filter((service) => service !== source);
    expect(namesakes.filter((service) => isAnswer(question, call(service, name)))).toEqual([]);
    expect(isAnswer(question, insight(source, name))).toBe(false);
    expect(isAnswer(question, seenByEndpoint(source, name))).toBe(false);
  });

  it.each(others.split(' '))('leaves out %s', (name) => {
    expect(isAnswer(question, call(source, name))).toBe(false);
  });
});
