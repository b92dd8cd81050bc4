/**
 * The benchmark's lists about networks. They are calls of EC2: other services have a `CreateRoute`, an
 * `AcceptVpcPeeringConnection` or the like of their own.
 */
import type { EventsQuestion } from '../question.ts';
import { changesQuestion } from './cis-changes.ts';

const service = 'ec2';
const technique = { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' };
const falsePositives = [
  'Deployments through CloudFormation, CDK or Terraform.',
  'Services such as EKS and Elastic Load Balancing change networks for their clusters and balancers.',
];

export const NETWORK_CHANGES: readonly EventsQuestion[] = [
  changesQuestion({
    number: 10,
    service,
    names: [
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
      'RevokeSecurityGroupEgress',
      'CreateSecurityGroup',
      'DeleteSecurityGroup',
      'ModifySecurityGroupRules',
    ],
    about: {
      id: 'security-group-changes',
      title: 'Who changed security groups?',
      why: 'They are the firewall of each machine: one rule too many and it is open.',
      severity: 'low',
      technique,
      falsePositives,
    },
  }),
  changesQuestion({
    number: 11,
    service,
    names: [
      'CreateNetworkAcl',
      'CreateNetworkAclEntry',
      'DeleteNetworkAcl',
      'DeleteNetworkAclEntry',
      'ReplaceNetworkAclEntry',
      'ReplaceNetworkAclAssociation',
    ],
    about: {
      id: 'network-acl-changes',
      title: 'Who changed network ACLs?',
      why: 'They filter all traffic of a subnet, and rarely change once they are set up.',
      severity: 'low',
      technique,
      falsePositives,
    },
  }),
  changesQuestion({
    number: 12,
    service,
    names: [
      'CreateCustomerGateway',
      'DeleteCustomerGateway',
      'AttachInternetGateway',
      'CreateInternetGateway',
      'DeleteInternetGateway',
      'DetachInternetGateway',
    ],
    about: {
      id: 'network-gateway-changes',
      title: 'Who changed network gateways?',
      why: 'A gateway is a way into a network, or out of it.',
      severity: 'low',
      technique,
      falsePositives,
    },
  }),
  changesQuestion({
    number: 13,
    service,
    names: [
      'CreateRoute',
      'CreateRouteTable',
      'ReplaceRoute',
      'ReplaceRouteTableAssociation',
      'DeleteRouteTable',
      'DeleteRoute',
      'DisassociateRouteTable',
    ],
    about: {
      id: 'route-table-changes',
      title: 'Who changed route tables?',
      why: 'A route can lead traffic past a firewall, or through somebody who listens.',
      severity: 'low',
      technique,
      falsePositives,
    },
  }),
  changesQuestion({
    number: 14,
    service,
    names: [
      'CreateVpc',
      'DeleteVpc',
      'ModifyVpcAttribute',
      'AcceptVpcPeeringConnection',
      'CreateVpcPeeringConnection',
      'DeleteVpcPeeringConnection',
      'RejectVpcPeeringConnection',
      'AttachClassicLinkVpc',
      'DetachClassicLinkVpc',
      'DisableVpcClassicLink',
      'EnableVpcClassicLink',
    ],
    about: {
      id: 'vpc-changes',
      title: 'Who changed VPCs and their peerings?',
      why: 'A peering joins a network to another one, of another account as well.',
      severity: 'low',
      technique,
      falsePositives,
    },
  }),
];
