import { describe, expect, it } from 'vitest';
import { distinctRecords, type RawRecord, readSample } from './read-sample.ts';

const TRAILS = [
  { seed: 1, eventCount: 500 },
  { seed: 77, eventCount: 500 },
  { seed: 2 ** 40, eventCount: 5000 },
].map((options) => ({ ...options, records: distinctRecords(readSample(options)) }));

function describeIdentity({ userIdentity }: RawRecord): string {
  const { type, arn = '', accessKeyId = '', sessionContext, inScopeOf } = userIdentity ?? {};
  if (type === 'IAMUser') {
    if (accessKeyId === '') return 'IAMUser signing in';
    if (accessKeyId.startsWith('AKIA')) return 'IAMUser with long-term key';
    return `IAMUser session, MFA ${sessionContext?.attributes.mfaAuthenticated}`;
  }
  if (type !== 'AssumedRole') return type ?? (userIdentity === undefined ? 'none' : 'without type');
  if (inScopeOf !== undefined) return 'AssumedRole of a Lambda function';
  if (sessionContext?.ec2RoleDelivery !== undefined) return 'AssumedRole of an instance';
  if (sessionContext?.webIdFederationData?.federatedProvider !== undefined)
    return 'AssumedRole by web identity';
  if (arn.includes('/AWSReservedSSO_')) return 'AssumedRole of Identity Center';
  if (sessionContext?.sessionIssuer?.arn.includes(':role/aws-service-role/'))
    return 'AssumedRole, service-linked';
  return 'AssumedRole';
}

describe.each(TRAILS)('seed $seed with $eventCount events', ({ records }) => {
  it('shows every type of identity', () => {
    expect(new Set(records.map(describeIdentity))).toEqual(
      new Set([
        'Root',
        'IAMUser signing in',
        'IAMUser with long-term key',
        'IAMUser session, MFA true',
        'IAMUser session, MFA false',
        'AssumedRole',
        'AssumedRole of Identity Center',
        'AssumedRole, service-linked',
        'AssumedRole by web identity',
        'AssumedRole of an instance',
        'AssumedRole of a Lambda function',
        'Role',
        'FederatedUser',
        'SAMLUser',
        'WebIdentityUser',
        'AWSAccount',
        'AWSService',
        'IdentityCenterUser',
        'Directory',
        'Unknown',
        'without type',
        'none',
      ]),
    );
  });

  it('has heard of at least sixty services and every kind of record', () => {
    expect(new Set(records.map(({ eventSource }) => eventSource)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(records.map(({ eventType }) => eventType))).toEqual(
      new Set([
        'AwsApiCall',
        'AwsServiceEvent',
        'AwsConsoleSignIn',
        'AwsCloudTrailInsight',
        'AwsVpceEvent',
        'AwsAggregatedEvent',
      ]),
    );
    const data = records.filter(({ eventCategory }) => eventCategory === 'Data');
    for (const source of ['s3', 'lambda', 'dynamodb']) {
      expect(data.some(({ eventSource }) => eventSource === `${source}.amazonaws.com`)).toBe(true);
    }
    expect(new Set(records.map(({ eventVersion }) => eventVersion))).toEqual(
      new Set(['1.11', '1.10', '1.09', '1.08', '1.05', '1.0']),
    );
  });

  it('tells of the leaked key, from the first look to the stolen data and the answer', () => {
    const stranger = records.filter(({ sourceIPAddress }) => sourceIPAddress === '192.0.2.146');
    const steps = stranger.map(({ eventName, errorCode, userIdentity }) =>
      [userIdentity?.userName, eventName, errorCode].filter((part) => part !== undefined).join(' '),
    );
    expect([...new Set(steps)]).toEqual([
      'report-export GetCallerIdentity',
      'report-export ListBuckets',
      'report-export ListUsers AccessDenied',
      'report-export ListRoles AccessDenied',
      'report-export GetAccountAuthorizationDetails AccessDenied',
      'report-export ListAttachedUserPolicies',
      'report-export ListSecrets AccessDenied',
      'report-export RunInstances Client.UnauthorizedOperation',
      'report-export CreateUser',
      'report-export CreateAccessKey',
      'report-export AttachUserPolicy',
      'support-readonly GetCallerIdentity',
      'support-readonly DescribeTrails',
      'support-readonly StopLogging AccessDenied',
      'support-readonly GetBucketLocation',
      'support-readonly GetObject',
    ]);
    const stolen = stranger.filter(({ eventName }) => eventName === 'GetObject');
    expect(stolen).toHaveLength(14);
    for (const { requestParameters } of stolen)
      expect(requestParameters?.bucketName).toBe('tidewater-customer-data');
    const created = stranger.find(({ eventName }) => eventName === 'CreateAccessKey');
    expect(stolen[0]?.userIdentity?.accessKeyId).toBe(created?.responseElements?.accessKey?.accessKeyId);
  });

  it('shows the leaked key in ordinary use before, taken away afterwards, and not used again', () => {
    const key = records.find(({ eventName }) => eventName === 'CreateUser')?.userIdentity?.accessKeyId;
    const used = records.filter(({ userIdentity }) => userIdentity?.accessKeyId === key);
    expect(used[0]?.sourceIPAddress).toBe('203.0.113.140');
    const disabled = records.find(
      ({ eventName, requestParameters }) =>
        eventName === 'UpdateAccessKey' && requestParameters?.accessKeyId === key,
    );
    expect(disabled?.requestParameters).toEqual({
      userName: 'report-export',
      accessKeyId: key,
      status: 'Inactive',
    });
    expect((used.at(-1)?.eventTime ?? '') < (disabled?.eventTime ?? '')).toBe(true);
  });

  it('has sign-ins with and without a second factor, failed ones, and those of an unknown user', () => {
    const signIns = records.filter(({ eventName }) => eventName === 'ConsoleLogin');
    const seen = signIns.map(({ userIdentity, additionalEventData, responseElements, errorMessage }) =>
      [
        userIdentity?.type === 'Root' ? 'root' : (userIdentity?.userName ?? 'role'),
        `MFA ${additionalEventData?.MFAUsed}`,
        responseElements?.ConsoleLogin,
        errorMessage ?? '',
      ].join(', '),
    );
    expect(new Set(seen)).toEqual(
      new Set([
        'root, MFA Yes, Failure, Failed authentication',
        'root, MFA Yes, Success, ',
        'emergency-admin, MFA Yes, Success, ',
        'contractor-lee, MFA No, Success, ',
        'contractor-lee, MFA No, Failure, Failed authentication',
        'HIDDEN_DUE_TO_SECURITY_REASONS, MFA No, Failure, No username found in supplied account',
        'role, MFA No, Success, ',
      ]),
    );
    const root = records
      .filter(({ userIdentity }) => userIdentity?.type === 'Root')
      .map(({ eventName }) => eventName);
    expect(root).toEqual([
      'ConsoleLogin',
      'ConsoleLogin',
      'GetAccountSummary',
      'ListAccessKeys',
      'PutAlternateContact',
    ]);
  });

  it('has somebody who is refused a dozen services within a minute', () => {
    const refused = records.filter(
      ({ userIdentity, errorCode }) => userIdentity?.userName === 'contractor-lee' && errorCode !== undefined,
    );
    expect(new Set(refused.map(({ errorCode }) => errorCode))).toEqual(
      new Set(['AccessDenied', 'Client.UnauthorizedOperation', 'ThrottlingException']),
    );
    expect(new Set(refused.map(({ eventSource }) => eventSource)).size).toBe(13);
  });

  it('has a service acting for somebody: the identity is theirs, the name the service’s', () => {
    const forJob = records.filter(
      ({ userIdentity }) => userIdentity?.invokedBy === 'cloudformation.amazonaws.com',
    );
    expect(forJob.length).toBeGreaterThanOrEqual(2);
    for (const { userIdentity, sourceIPAddress } of forJob) {
      expect(userIdentity?.arn).toContain(':assumed-role/deployment/release-');
      expect(sourceIPAddress).toBe('cloudformation.amazonaws.com');
    }
  });

  it('reports the refused launches as one insight that starts and ends', () => {
    const insights = records.filter(({ eventCategory }) => eventCategory === 'Insight');
    expect(insights.map(({ insightDetails }) => insightDetails?.state)).toEqual(['Start', 'End']);
    expect(insights[0]?.sharedEventID).toBe(insights[1]?.sharedEventID);
    const launches = records.filter(({ eventName }) => eventName === 'RunInstances');
    expect(launches).toHaveLength(12);
    expect(insights[0]?.eventTime).toBe(launches[0]?.eventTime);
  });

  it('has network activity that a VPC endpoint let through, and some that it denied', () => {
    const passing = records.filter(({ eventCategory }) => eventCategory === 'NetworkActivity');
    expect(passing.map(({ eventName, errorCode }) => [eventName, errorCode])).toEqual([
      ['Decrypt', undefined],
      ['GetSecretValue', 'VpceAccessDenied'],
      ['ListSecrets', 'VpceAccessDenied'],
    ]);
  });
});

describe.each([
  [500, 1],
  [20_000, 20],
])('aggregated events among %i', (eventCount, least) => {
  const records = distinctRecords(readSample({ seed: 6, eventCount }));

  it('have the figures of the data events in the window', () => {
    const summaries = records.filter(({ eventCategory }) => eventCategory === 'Aggregated');
    expect(summaries.length).toBeGreaterThanOrEqual(least);
    for (const { timeWindow, summary, accountId, awsRegion } of summaries) {
      const { windowStart = '', windowEnd = '' } = timeWindow ?? {};
      const inWindow = records.filter(
        (record) =>
          record.eventSource === 's3.amazonaws.com' &&
          record.eventCategory === 'Data' &&
          record.recipientAccountId === accountId &&
          record.awsRegion === awsRegion &&
          (record.eventTime ?? '') >= windowStart &&
          (record.eventTime ?? '') < windowEnd,
      );
      const total = summary?.primaryDimension.statistics.reduce((sum, { value }) => sum + value, 0);
      expect(total).toBe(inWindow.length);
    }
  });
});
