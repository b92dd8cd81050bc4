/** What runs: machines, containers, functions, networks, and what watches and delivers them. */

import { FUNCTIONS, INSTANCES } from '../organization.ts';
import type { ServicePage } from './page.ts';

export const RUNNING_PAGES: readonly [ServicePage, ...ServicePage[]] = [
  {
    source: 'ec2',
    calls: [
      { name: 'DescribeInstances', request: { maxResults: 100, instancesSet: {}, filterSet: {} } },
      {
        name: 'DescribeInstances',
        request: { instancesSet: { items: [{ instanceId: INSTANCES[0].id }] }, filterSet: {} },
      },
      {
        name: 'DescribeInstanceStatus',
        request: { instancesSet: {}, filterSet: {}, includeAllInstances: true },
      },
      {
        name: 'DescribeSecurityGroups',
        request: { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} },
      },
      { name: 'DescribeVolumes', request: { volumeSet: {}, filterSet: {}, maxResults: 500 } },
      { name: 'DescribeSubnets', request: { subnetSet: {}, filterSet: {} } },
      { name: 'DescribeVpcs', request: { vpcSet: {}, filterSet: {} } },
      { name: 'DescribeNetworkInterfaces', request: { networkInterfaceIdSet: {}, filterSet: {} } },
      { name: 'DescribeTags', request: { filterSet: {} } },
      { name: 'DescribeRegions', request: { regionSet: {} } },
      { name: 'DescribeAvailabilityZones', request: { availabilityZoneSet: {} } },
      { name: 'DescribeRouteTables', request: { routeTableIdSet: {}, filterSet: {} } },
      { name: 'DescribeAddresses', request: { publicIpsSet: {}, allocationIdsSet: {}, filterSet: {} } },
    ],
  },
  {
    source: 'autoscaling',
    calls: [
      { name: 'DescribeAutoScalingGroups', request: { maxRecords: 100 } },
      {
        name: 'DescribeScalingActivities',
        request: { autoScalingGroupName: 'storefront-web', maxRecords: 20 },
      },
    ],
  },
  {
    source: 'elasticloadbalancing',
    calls: [
      { name: 'DescribeLoadBalancers', request: { pageSize: 100 } },
      { name: 'DescribeTargetGroups', request: { pageSize: 100 } },
      {
        name: 'DescribeTargetHealth',
        request: ({ region, accountId }) => ({
          targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/storefront-web/6d0ecf831eec9f09`,
        }),
      },
    ],
  },
  {
    source: 'lambda',
    calls: [
      { name: 'ListFunctions20150331', request: { maxItems: 50 } },
      { name: 'GetFunction20150331v2', request: { functionName: FUNCTIONS[0].name } },
      { name: 'GetPolicy20150331v2', request: { functionName: FUNCTIONS[0].name } },
      { name: 'ListEventSourceMappings20150331', request: { functionName: FUNCTIONS[0].name } },
    ],
  },
  {
    source: 'ecs',
    calls: [
      { name: 'ListClusters', request: { maxResults: 100 } },
      { name: 'DescribeServices', request: { cluster: 'storefront', services: ['checkout', 'basket'] } },
      { name: 'ListTasks', request: { cluster: 'storefront', desiredStatus: 'RUNNING' } },
    ],
  },
  {
    source: 'eks',
    calls: [{ name: 'ListClusters' }, { name: 'DescribeCluster', request: { name: 'storefront' } }],
  },
  {
    source: 'ecr',
    calls: [
      { name: 'DescribeRepositories', request: { maxResults: 100 } },
      { name: 'DescribeImages', request: { repositoryName: 'storefront/checkout', maxResults: 50 } },
    ],
  },
  {
    source: 'cloudformation',
    calls: [
      { name: 'DescribeStacks' },
      { name: 'ListStacks', request: { stackStatusFilter: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] } },
      { name: 'DescribeStackEvents', request: { stackName: 'storefront' } },
    ],
  },
  {
    source: 'monitoring',
    calls: [
      { name: 'DescribeAlarms', request: { maxRecords: 100, alarmTypes: ['MetricAlarm', 'CompositeAlarm'] } },
      { name: 'ListDashboards' },
      { name: 'GetDashboard', request: { dashboardName: 'storefront' } },
    ],
  },
  {
    source: 'logs',
    calls: [
      { name: 'DescribeLogGroups', request: { limit: 50 } },
      {
        name: 'DescribeLogStreams',
        request: { logGroupName: '/aws/lambda/order-intake', orderBy: 'LastEventTime' },
      },
      { name: 'GetQueryResults', request: { queryId: '0c8d1f0e-52c0-4a4f-a0f1-b7a3b8d1e6c2' } },
    ],
  },
  {
    source: 'ssm',
    calls: [
      { name: 'DescribeInstanceInformation', request: { maxResults: 50 } },
      { name: 'GetParameter', request: { name: '/storefront/feature-flags', withDecryption: false } },
      { name: 'ListAssociations', request: { maxResults: 50 } },
    ],
  },
  {
    source: 'events',
    calls: [{ name: 'ListRules', request: { eventBusName: 'default' } }, { name: 'ListEventBuses' }],
  },
  {
    source: 'states',
    calls: [{ name: 'ListStateMachines', request: { maxResults: 100 } }, { name: 'ListActivities' }],
  },
  {
    source: 'apigateway',
    calls: [
      { name: 'GetRestApis', request: { limit: 500 } },
      { name: 'GetStages', request: { restApiId: 'a1b2c3d4e5' } },
    ],
  },
  {
    source: 'cloudfront',
    calls: [
      { name: 'ListDistributions' },
      { name: 'GetDistributionConfig', request: { id: 'EDFDVBD6EXAMPLE' } },
    ],
  },
  {
    source: 'route53',
    calls: [
      { name: 'ListHostedZones' },
      { name: 'ListResourceRecordSets', request: { hostedZoneId: 'Z0123456EXAMPLE' } },
    ],
  },
  { source: 'acm', calls: [{ name: 'ListCertificates', request: { maxItems: 100 } }] },
  { source: 'wafv2', calls: [{ name: 'ListWebACLs', request: { scope: 'REGIONAL', limit: 100 } }] },
  { source: 'codebuild', calls: [{ name: 'ListProjects', request: { sortBy: 'NAME' } }] },
  { source: 'codepipeline', calls: [{ name: 'GetPipelineState', request: { name: 'storefront-release' } }] },
  {
    source: 'application-autoscaling',
    calls: [{ name: 'DescribeScalableTargets', request: { serviceNamespace: 'ecs' } }],
  },
  { source: 'kafka', calls: [{ name: 'ListClustersV2', request: { clusterNameFilter: 'storefront' } }] },
];
