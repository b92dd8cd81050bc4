/** Who may do what, what it costs, and whether it is in order. */

import { MANAGEMENT } from '../organization.ts';
import { REPORT_EXPORT } from '../people.ts';
import type { ServicePage } from './page.ts';

export const GOVERNANCE_PAGES: readonly ServicePage[] = [
  {
    source: 'iam',
    calls: [
      { name: 'ListUsers', request: { maxItems: 1000 } },
      { name: 'ListRoles', request: { maxItems: 1000 } },
      { name: 'ListAccessKeys', request: { userName: REPORT_EXPORT.userName } },
      { name: 'GetAccountSummary' },
      { name: 'ListAccountAliases' },
      { name: 'GetAccountPasswordPolicy' },
      { name: 'ListMFADevices', request: { userName: REPORT_EXPORT.userName } },
      { name: 'GetRole', request: { roleName: 'storefront-web' } },
      { name: 'ListAttachedRolePolicies', request: { roleName: 'storefront-web' } },
      {
        name: 'GetPolicyVersion',
        request: { policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', versionId: 'v162' },
      },
    ],
  },
  { source: 'sts', calls: [{ name: 'GetCallerIdentity' }] },
  {
    source: 'organizations',
    calls: [
      { name: 'DescribeOrganization' },
      { name: 'ListAccounts' },
      { name: 'DescribeAccount', request: { accountId: MANAGEMENT } },
    ],
  },
  {
    source: 'sso',
    calls: [
      { name: 'ListInstances' },
      { name: 'ListPermissionSets', request: { instanceArn: 'arn:aws:sso:::instance/ssoins-7223example' } },
    ],
  },
  { source: 'identitystore', calls: [{ name: 'ListUsers', request: { identityStoreId: 'd-9367example' } }] },
  {
    source: 'config',
    calls: [
      { name: 'DescribeConfigurationRecorders' },
      { name: 'DescribeConfigurationRecorderStatus' },
      { name: 'DescribeConfigRules' },
      { name: 'GetComplianceSummaryByConfigRule' },
    ],
  },
  {
    source: 'cloudtrail',
    calls: [
      { name: 'DescribeTrails', request: { trailNameList: [] } },
      {
        name: 'GetTrailStatus',
        request: { name: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/org-trail` },
      },
      { name: 'LookupEvents', request: { maxResults: 50 } },
    ],
  },
  {
    source: 'guardduty',
    calls: [
      { name: 'ListDetectors' },
      { name: 'ListFindings', request: { detectorId: '12abc34d567e8fa901bc2d34e56789f0' } },
    ],
  },
  {
    source: 'securityhub',
    calls: [{ name: 'GetFindings', request: { MaxResults: 100 } }, { name: 'DescribeHub' }],
  },
  { source: 'inspector2', calls: [{ name: 'ListFindings', request: { maxResults: 100 } }] },
  { source: 'access-analyzer', calls: [{ name: 'ListAnalyzers', request: { type: 'ORGANIZATION' } }] },
  {
    source: 'ce',
    calls: [{ name: 'GetCostAndUsage', request: { Granularity: 'MONTHLY', Metrics: ['UnblendedCost'] } }],
  },
  { source: 'budgets', calls: [{ name: 'DescribeBudgets', request: { accountId: MANAGEMENT } }] },
  { source: 'servicequotas', calls: [{ name: 'ListServiceQuotas', request: { serviceCode: 'ec2' } }] },
  { source: 'tagging', calls: [{ name: 'GetResources', request: { resourcesPerPage: 100 } }] },
  {
    source: 'health',
    calls: [{ name: 'DescribeEventAggregates', request: { aggregateField: 'eventTypeCategory' } }],
  },
  { source: 'trustedadvisor', calls: [{ name: 'ListRecommendations', request: { maxResults: '100' } }] },
  { source: 'support', calls: [{ name: 'DescribeCases', request: { includeResolvedCases: false } }] },
  { source: 'ram', calls: [{ name: 'GetResourceShares', request: { resourceOwner: 'SELF' } }] },
  {
    source: 'resource-explorer-2',
    calls: [{ name: 'Search', request: { queryString: 'tag:team=storefront' } }],
  },
  { source: 'notifications', calls: [{ name: 'ListNotificationHubs' }] },
];
