import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, RecordRejected } from '../../lib/cloudtrail/record.ts';

const TIME = '2023-07-19T21:33:41Z';

function parse(record: unknown) {
  return parseRecord(Buffer.from(JSON.stringify(record)));
}

function rejectionOf(bytes: Uint8Array): { readonly code: string; readonly message: string } {
  try {
    parseRecord(bytes);
  } catch (error) {
    if (error instanceof RecordRejected) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the record was accepted');
}

/** What every event has when its record says nothing. */
const BARE = {
  eventTime: TIME,
  failed: false,
  principal: 'unknown',
  credentialKind: 'unknown',
  resources: [],
};

describe('parseRecord on documented calls', () => {
  it('reads a call to Migration Hub', () => {
    const record = {
      eventVersion: '1.05',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAMIGRATOREXAMPLE:move-42',
        arn: 'arn:aws:sts::111122223333:assumed-role/Migrator/move-42',
        accountId: '111122223333',
        accessKeyId: 'ASIAMIGRATOREXAMPLE',
        sessionContext: {
          attributes: { mfaAuthenticated: 'false', creationDate: '2023-07-19T21:00:00Z' },
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAMIGRATOREXAMPLE',
            arn: 'arn:aws:iam::111122223333:role/Migrator',
            accountId: '111122223333',
            userName: 'Migrator',
          },
        },
      },
      eventTime: TIME,
      eventSource: 'migrationhub.amazonaws.com',
      eventName: 'DescribeApplicationState',
      awsRegion: 'us-west-2',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-internal/3, example-agent',
      requestParameters: { applicationId: 'd-application-0a1b2c3d4e5f60718' },
      responseElements: null,
      requestID: '3d1c2b1a-0000-4000-8000-000000000001',
      eventID: '5f6e7d8c-0000-4000-8000-000000000001',
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    };
    expect(parse(record)).toEqual({
      eventID: '5f6e7d8c-0000-4000-8000-000000000001',
      eventTime: TIME,
      eventSource: 'migrationhub.amazonaws.com',
      eventName: 'DescribeApplicationState',
      awsRegion: 'us-west-2',
      recipientAccountId: '111122223333',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-internal/3, example-agent',
      failed: false,
      eventType: 'AwsApiCall',
      principal: 'arn:aws:iam::111122223333:role/Migrator',
      userName: 'move-42',
      identityType: 'AssumedRole',
      credentialKind: 'role',
      accessKeyId: 'ASIAMIGRATOREXAMPLE',
      mfa: false,
      resources: ['d-application-0a1b2c3d4e5f60718'],
    });
  });

  it('reads a call to Migration Hub Orchestrator', () => {
    const record = {
      eventVersion: '1.08',
      userIdentity: {
        type: 'AssumedRole',
        principalId: '444455556666',
        arn: 'arn:aws:sts::444455556666:assumed-role/planner/planner-session',
        accountId: '444455556666',
        accessKeyId: 'ASIAPLANNEREXAMPLE',
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::444455556666:role/planner', userName: 'planner' },
          webIdFederationData: {},
          attributes: { creationDate: '2023-07-19T20:00:00Z', mfaAuthenticated: 'true' },
        },
      },
      eventTime: TIME,
      eventSource: 'migrationhub-orchestrator.amazonaws.com',
      eventName: 'GetWorkflowStep',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      requestParameters: { stepGroupId: 'group-7', id: 'step-70001', workflowId: 'mw-7000001' },
      responseElements: null,
      requestID: '17e8f9a0',
      eventID: '28f9a0b1',
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '444455556666',
      eventCategory: 'Management',
    };
    expect(parse(record)).toEqual({
      eventID: '28f9a0b1',
      eventTime: TIME,
      eventSource: 'migrationhub-orchestrator.amazonaws.com',
      eventName: 'GetWorkflowStep',
      awsRegion: 'us-east-1',
      recipientAccountId: '444455556666',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      failed: false,
      readOnly: true,
      eventType: 'AwsApiCall',
      eventCategory: 'Management',
      principal: 'arn:aws:iam::444455556666:role/planner',
      userName: 'planner-session',
      identityType: 'AssumedRole',
      credentialKind: 'role',
      accessKeyId: 'ASIAPLANNEREXAMPLE',
      mfa: true,
      resources: ['group-7', 'step-70001', 'mw-7000001'],
    });
  });

  it('reads a call to Server Migration Service', () => {
    const record = {
      eventVersion: '1.05',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAREPLICATOREXAMPLE',
        arn: 'arn:aws:iam::111122223333:user/replicator',
        accountId: '111122223333',
        accessKeyId: 'AKIAREPLICATOREXAMPLE',
        userName: 'replicator',
      },
      eventTime: TIME,
      eventSource: 'sms.amazonaws.com',
      eventName: 'CreateReplicationJob',
      awsRegion: 'us-east-1',
      sourceIPAddress: '203.0.113.5',
      userAgent: 'aws-sdk-java/example',
      requestParameters: {
        roleName: 'replication',
        serverId: 's-0a1b2c3d',
        runOnce: true,
        seedReplicationTime: 'Jul 19, 2023 9:35:00 PM',
      },
      responseElements: { replicationJobId: 'sms-job-0a1b2c3d4' },
      eventID: '9a8b7c6d-0000-4000-8000-000000000002',
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    };
    expect(parse(record)).toEqual({
      eventID: '9a8b7c6d-0000-4000-8000-000000000002',
      eventTime: TIME,
      eventSource: 'sms.amazonaws.com',
      eventName: 'CreateReplicationJob',
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '203.0.113.5',
      userAgent: 'aws-sdk-java/example',
      failed: false,
      eventType: 'AwsApiCall',
      principal: 'arn:aws:iam::111122223333:user/replicator',
      userName: 'replicator',
      identityType: 'IAMUser',
      credentialKind: 'iam-user',
      accessKeyId: 'AKIAREPLICATOREXAMPLE',
      resources: ['replication', 's-0a1b2c3d', 'sms-job-0a1b2c3d4'],
    });
  });

  it('reads a call to Fleet Hub for AWS IoT', () => {
    const record = {
      eventVersion: '1.08',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAFLEETEXAMPLE:fleet-admin',
        arn: 'arn:aws:sts::111122223333:assumed-role/Admin/fleet-admin',
        accountId: '111122223333',
        accessKeyId: 'ASIAFLEETEXAMPLE',
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Admin', userName: 'Admin' },
          attributes: { mfaAuthenticated: 'false' },
        },
      },
      eventTime: TIME,
      eventSource: 'iotfleethub.amazonaws.com',
      eventName: 'CreateApplication',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.77',
      userAgent: 'console.amazonaws.com',
      requestParameters: {
        applicationDescription: 'Watches the vans',
        applicationName: 'Van fleet',
        clientToken: '0f0e0d0c-0000-4000-8000-000000000003',
      },
      responseElements: {
        applicationUrl: 'https://van-fleet.app.iotfleethub.example',
        applicationArn: 'arn:aws:iotfleethub:us-east-1:111122223333:application/van-fleet-1',
        applicationId: 'van-fleet-1',
      },
      eventID: '1b2c3d4e-0000-4000-8000-000000000003',
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    };
    expect(parse(record)).toEqual({
      eventID: '1b2c3d4e-0000-4000-8000-000000000003',
      eventTime: TIME,
      eventSource: 'iotfleethub.amazonaws.com',
      eventName: 'CreateApplication',
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '192.0.2.77',
      userAgent: 'console.amazonaws.com',
      failed: false,
      readOnly: false,
      eventType: 'AwsApiCall',
      principal: 'arn:aws:iam::111122223333:role/Admin',
      userName: 'fleet-admin',
      identityType: 'AssumedRole',
      credentialKind: 'role',
      accessKeyId: 'ASIAFLEETEXAMPLE',
      mfa: false,
      resources: [
        'Van fleet',
        'arn:aws:iotfleethub:us-east-1:111122223333:application/van-fleet-1',
        'van-fleet-1',
      ],
    });
  });

  it('reads a call to MediaConnect, whose ARN is percent-encoded', () => {
    const record = {
      eventVersion: '1.05',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDASTUDIOEXAMPLE',
        arn: 'arn:aws:sts::111122223333:user/studio',
        accountId: '111122223333',
        accessKeyId: 'ASIASTUDIOEXAMPLE',
        sessionContext: {
          attributes: { mfaAuthenticated: 'false', creationDate: '2023-07-19T21:30:00Z' },
          sessionIssuer: {
            type: 'Role',
            arn: 'arn:aws:iam::111122223333:role/Operator',
            userName: 'Operator',
          },
        },
      },
      eventTime: TIME,
      eventSource: 'mediaconnect.amazonaws.com',
      eventName: 'DescribeFlow',
      awsRegion: 'us-west-2',
      sourceIPAddress: '203.0.113.88',
      userAgent: 'aws-cli/2.13.0',
      requestParameters: {
        flowArn: 'arn%3Aaws%3Amediaconnect%3Aus-west-2%3A111122223333%3Aflow%3A1-AbCdEf%3AEveningNews',
      },
      responseElements: {},
      eventID: '6c5b4a39-0000-4000-8000-000000000004',
      readOnly: true,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    };
    expect(parse(record)).toEqual({
      eventID: '6c5b4a39-0000-4000-8000-000000000004',
      eventTime: TIME,
      eventSource: 'mediaconnect.amazonaws.com',
      eventName: 'DescribeFlow',
      awsRegion: 'us-west-2',
      recipientAccountId: '111122223333',
      sourceIPAddress: '203.0.113.88',
      userAgent: 'aws-cli/2.13.0',
      failed: false,
      readOnly: true,
      eventType: 'AwsApiCall',
      principal: 'arn:aws:sts::111122223333:user/studio',
      identityType: 'IAMUser',
      credentialKind: 'iam-user',
      accessKeyId: 'ASIASTUDIOEXAMPLE',
      mfa: false,
      resources: ['arn:aws:mediaconnect:us-west-2:111122223333:flow:1-AbCdEf:EveningNews'],
    });
  });
});

describe('parseRecord on sign-in and credentials', () => {
  it('tells a successful console sign-in and its MFA', () => {
    const event = parse({
      eventTime: TIME,
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'Yes', MobileVersion: 'No' },
    });
    expect(event).toMatchObject({
      signInResult: 'Success',
      failed: false,
      mfa: true,
      credentialKind: 'root',
      eventCategory: 'Management',
    });
  });

  it('tells a failed console sign-in, which has no error code', () => {
    const event = parse({
      eventTime: TIME,
      eventName: 'ConsoleLogin',
      userIdentity: {
        type: 'IAMUser',
        accountId: '111122223333',
        accessKeyId: '',
        userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
      errorMessage: 'No username found in supplied account',
      responseElements: { ConsoleLogin: 'Failure' },
      additionalEventData: { MFAUsed: 'No' },
    });
    expect(event).toEqual({
      ...BARE,
      eventName: 'ConsoleLogin',
      errorMessage: 'No username found in supplied account',
      failed: true,
      userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      identityType: 'IAMUser',
      credentialKind: 'iam-user',
      mfa: false,
      signInResult: 'Failure',
    });
  });

  it.each([
    ['CheckMfa', { responseElements: { CheckMfa: 'Failure' } }, 'Failure', true],
    ['SwitchRole', { responseElements: { SwitchRole: 'Success' } }, 'Success', false],
    ['UserAuthentication', { serviceEventDetails: { UserAuthentication: 'Success' } }, 'Success', false],
    ['ConsoleLogin', { responseElements: { ConsoleLogin: 7 } }, undefined, false],
    ['__proto__', { responseElements: { ConsoleLogin: 'Failure' } }, undefined, false],
  ])('reads the result of %s from %j', (eventName, rest, signInResult, failed) => {
    const event = parse({ eventTime: TIME, eventName, ...rest });
    expect([event.signInResult, event.failed]).toEqual([signInResult, failed]);
  });

  it.each([
    [{ errorCode: 'AccessDenied' }, true],
    [{ errorMessage: 'Failed authentication' }, true],
    [{ errorCode: '', errorMessage: null }, false],
    [{}, false],
  ])('knows whether %j failed', (rest, failed) => {
    expect(parse({ eventTime: TIME, ...rest }).failed).toBe(failed);
  });

  it.each([
    ['AssumeRole', { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'example' } }, 'ASIAEXAMPLE'],
    ['GetRoleCredentials', { roleCredentials: { accessKeyId: 'ASIAEXAMPLE' } }, 'ASIAEXAMPLE'],
    ['CreateAccessKey', { accessKey: { accessKeyId: 'AKIAEXAMPLE', userName: 'alice' } }, 'AKIAEXAMPLE'],
    ['AssumeRole', null, undefined],
    ['AssumeRole', { credentials: null }, undefined],
  ])('finds the key that %s issued in %j', (eventName, responseElements, issuedAccessKeyId) => {
    expect(parse({ eventTime: TIME, eventName, responseElements }).issuedAccessKeyId).toBe(issuedAccessKeyId);
  });

  it.each([
    [{ userIdentity: { sessionContext: { sourceIdentity: 'alice' } } }, 'alice'],
    [{ eventSource: 'sts.amazonaws.com', requestParameters: { sourceIdentity: 'bob' } }, 'bob'],
    [{ eventSource: 'sts.amazonaws.com', responseElements: { sourceIdentity: 'carol' } }, 'carol'],
    [{ eventSource: 'iam.amazonaws.com', requestParameters: { sourceIdentity: 'dave' } }, undefined],
  ])('finds the source identity of %j', (rest, sourceIdentity) => {
    expect(parse({ eventTime: TIME, ...rest }).sourceIdentity).toBe(sourceIdentity);
  });

  it('keeps who a service acted for, and the service', () => {
    const event = parse({
      eventTime: TIME,
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/alice',
        userName: 'alice',
        invokedBy: 'cloudformation.amazonaws.com',
      },
    });
    expect(event).toMatchObject({
      principal: 'arn:aws:iam::111122223333:user/alice',
      invokedBy: 'cloudformation.amazonaws.com',
      credentialKind: 'iam-user',
    });
  });

  it('names the role of an Identity Center session beside its principal, and of no other session', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b';
    const arn = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/alice';
    const session = { type: 'AssumedRole', arn, sessionContext: { sessionIssuer: { arn: roleArn } } };
    expect(parse({ eventTime: TIME, userIdentity: session })).toMatchObject({ principal: arn, roleArn });
    const ordinary = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice' };
    expect(parse({ eventTime: TIME, userIdentity: ordinary })).not.toHaveProperty('roleArn');
  });
});

describe('parseRecord on records of another shape', () => {
  const INSIGHT = {
    eventVersion: '1.08',
    eventTime: TIME,
    awsRegion: 'us-east-1',
    eventID: '0b0c0d0e-0000-4000-8000-000000000005',
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: '111122223333',
    sharedEventID: '0f0e0d0c-0000-4000-8000-000000000005',
    eventCategory: 'Insight',
  };
  const insightDetails = {
    state: 'Start',
    eventSource: 'ssm.amazonaws.com',
    eventName: 'UpdateInstanceInformation',
    insightType: 'ApiErrorRateInsight',
    errorCode: 'ThrottlingException',
    insightContext: {
      statistics: { baseline: { average: 0.1 }, insight: { average: 12 } },
      attributions: [
        { attribute: 'userAgent', insight: [{ value: 'agent', average: 12 }], baseline: [] },
        {
          attribute: 'userIdentityArn',
          insight: [
            { value: 'arn:aws:sts::111122223333:assumed-role/Deployer', average: 9 },
            { value: 'arn:aws:iam::111122223333:user/alice', average: 3 },
          ],
          baseline: [{ value: 'arn:aws:iam::111122223333:user/bob', average: 0.1 }],
        },
      ],
    },
  };
  const INSIGHT_EVENT = {
    eventID: '0b0c0d0e-0000-4000-8000-000000000005',
    eventTime: TIME,
    eventSource: 'ssm.amazonaws.com',
    eventName: 'UpdateInstanceInformation',
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    errorCode: 'ThrottlingException',
    failed: false,
    eventType: 'AwsCloudTrailInsight',
    eventCategory: 'Insight',
    sharedEventID: '0f0e0d0c-0000-4000-8000-000000000005',
    principal: 'arn:aws:iam::111122223333:role/Deployer',
    credentialKind: 'unknown',
    resources: [],
  };

  it('reads what an Insights event is about; it has an error code without having failed', () => {
    expect(parse({ ...INSIGHT, insightDetails })).toEqual(INSIGHT_EVENT);
  });

  it.each([
    ['no attributions', {}],
    [
      'attributions of nobody',
      { attributions: [{ attribute: 'userIdentityArn', insight: [{ value: 'null' }] }] },
    ],
    ['attributions of another type', { attributions: 'none' }],
  ])('gives an Insights event with %s no principal', (_title, insightContext) => {
    const event = parse({ ...INSIGHT, insightDetails: { ...insightDetails, insightContext } });
    expect(event).toEqual({ ...INSIGHT_EVENT, principal: 'unknown' });
  });

  it('never takes an Insights event for a failed call', () => {
    expect(
      parse({ ...INSIGHT, insightDetails, errorCode: 'AccessDenied', errorMessage: 'Denied' }).failed,
    ).toBe(false);
  });

  it('reads an Insights event without details', () => {
    expect(parse({ ...INSIGHT, insightDetails: null })).toMatchObject({
      eventCategory: 'Insight',
      principal: 'unknown',
      failed: false,
    });
  });

  it.each(['AwsVpceEvent', 'AwsVpceEvents'])('reads network activity of type %s', (eventType) => {
    const event = parse({
      eventVersion: '1.09',
      userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLE:eve', accountId: '444455556666' },
      eventTime: TIME,
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '10.0.0.9',
      errorCode: 'VpceAccessDenied',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
      eventID: '7a7b7c7d-0000-4000-8000-000000000006',
      eventType,
      recipientAccountId: '111122223333',
      sharedEventID: '8a8b8c8d-0000-4000-8000-000000000006',
      vpcEndpointId: 'vpce-0a1b2c3d',
      vpcEndpointAccountId: '111122223333',
    });
    expect(event).toEqual({
      eventID: '7a7b7c7d-0000-4000-8000-000000000006',
      eventTime: TIME,
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '10.0.0.9',
      errorCode: 'VpceAccessDenied',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
      failed: true,
      eventType,
      eventCategory: 'NetworkActivity',
      sharedEventID: '8a8b8c8d-0000-4000-8000-000000000006',
      principal: '444455556666/AROAEXAMPLE:eve',
      identityType: 'AWSAccount',
      credentialKind: 'account',
      resources: ['vpce-0a1b2c3d'],
    });
  });

  const AGGREGATED = {
    eventVersion: '1.0',
    accountId: '111122223333',
    eventId: '3c3d3e3f-0000-4000-8000-000000000007',
    eventCategory: 'Aggregated',
    eventType: 'AwsAggregatedEvent',
    awsRegion: 'us-west-2',
    eventSource: 's3.amazonaws.com',
    timeWindow: {
      windowStart: '2025-11-17T19:20:00Z',
      windowEnd: '2025-11-17T19:25:00Z',
      windowSize: 'PT5M',
    },
  };
  const AGGREGATED_EVENT = {
    eventID: '3c3d3e3f-0000-4000-8000-000000000007',
    eventTime: '2025-11-17T19:20:00Z',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'us-west-2',
    recipientAccountId: '111122223333',
    failed: false,
    eventType: 'AwsAggregatedEvent',
    eventCategory: 'Aggregated',
    principal: 'unknown',
    credentialKind: 'unknown',
    resources: [],
  };

  it('reads an aggregated event by action', () => {
    const summary = {
      primaryDimension: { dimension: 'eventName', statistics: [{ name: 'PutObject', value: 1000 }] },
      details: [
        {
          dimension: 'resourceARN',
          statistics: [
            { name: 'arn:aws:s3:::bucket-2', value: 200 },
            { name: 'arn:aws:s3:::bucket-1', value: 800 },
          ],
        },
        { dimension: 'userAgent', statistics: [{ name: 'agent', value: 1000 }] },
      ],
    };
    expect(parse({ ...AGGREGATED, summary })).toEqual({
      ...AGGREGATED_EVENT,
      eventName: 'PutObject',
      resources: ['arn:aws:s3:::bucket-1', 'arn:aws:s3:::bucket-2'],
    });
  });

  it('reads an aggregated event by caller', () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Deployer/build';
    const summary = {
      primaryDimension: { dimension: 'userIdentity', statistics: [{ name: arn, value: 5 }] },
    };
    expect(parse({ ...AGGREGATED, summary })).toEqual({
      ...AGGREGATED_EVENT,
      principal: 'arn:aws:iam::111122223333:role/Deployer',
    });
  });

  it('reads an aggregated event by resource', () => {
    const statistics = [{ name: 'arn:aws:s3:::bucket-1', value: 5 }];
    const summary = { primaryDimension: { dimension: 'resourceARN', statistics }, details: 'none' };
    expect(parse({ ...AGGREGATED, summary })).toEqual({
      ...AGGREGATED_EVENT,
      resources: ['arn:aws:s3:::bucket-1'],
    });
  });

  it('reads an aggregated event that sums up nothing', () => {
    expect(parse({ ...AGGREGATED, summary: null })).toEqual(AGGREGATED_EVENT);
  });
});

describe('parseRecord on odd records', () => {
  it('takes nothing but a time for an event', () => {
    expect(parse({ eventTime: TIME })).toEqual(BARE);
  });

  it('leaves out what is null, empty or of another type', () => {
    const record = {
      eventTime: TIME,
      eventID: null,
      eventSource: 7,
      eventName: ['a'],
      awsRegion: {},
      recipientAccountId: 111122223333,
      sourceIPAddress: '',
      userAgent: null,
      errorCode: false,
      errorMessage: [],
      readOnly: 'perhaps',
      userIdentity: null,
      requestParameters: { omitted: true },
      responseElements: 'omitted',
      additionalEventData: 'omitted',
      resources: 'none',
      somethingNew: { a: [1] },
      eventVersion: '2.99',
    };
    expect(parse(record)).toEqual(BARE);
  });

  it('takes booleans that are text', () => {
    expect(parse({ eventTime: TIME, readOnly: 'true' }).readOnly).toBe(true);
    expect(parse({ eventTime: TIME, readOnly: 'false' }).readOnly).toBe(false);
  });

  it('does not confuse members of Object with those of the record', () => {
    const text = `{"eventTime":"${TIME}","__proto__":{"eventName":"X"},"constructor":{"prototype":{"eventName":"X"}}}`;
    expect(parseRecord(Buffer.from(text))).toEqual(BARE);
    expect(rejectionOf(Buffer.from(`{"__proto__":{"eventTime":"${TIME}"}}`)).code).toBe('no-time');
  });

  it('replaces invalid UTF-8 and lone surrogates', () => {
    const bytes = Buffer.concat([
      Buffer.from(`{"eventTime":"${TIME}","userAgent":"a`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('b","errorMessage":"\\ud800!","userIdentity":{"type":"X","arn":"arn:\\udc00"}}'),
    ]);
    expect(parseRecord(bytes)).toMatchObject({
      userAgent: 'a\ufffd\ufffdb',
      errorMessage: '\ufffd!',
      principal: 'arn:\ufffd',
    });
  });

  it('hands huge strings on as they are', () => {
    const userAgent = 'x'.repeat(1_000_000);
    expect(parse({ eventTime: TIME, userAgent }).userAgent).toHaveLength(1_000_000);
  });

  it('takes any depth of nesting', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const bytes = Buffer.from(
      `{"eventTime":"${TIME}","requestParameters":{"aName":${deep}},"resources":${deep}}`,
    );
    expect(parseRecord(bytes)).toEqual(BARE);
  });

  it('reads the bytes it is given, not the buffer around them', () => {
    const around = Buffer.from(`[{"eventTime":"${TIME}"},{}]`);
    expect(parseRecord(around.subarray(1, -4))).toEqual(BARE);
  });
});

describe('parseRecord rejects what is no event', () => {
  it.each([
    ['', 'not-json', 'the record is not valid JSON (0 bytes)'],
    ['{"eventTime":', 'not-json', 'the record is not valid JSON (13 bytes)'],
    ['{} {}', 'not-json', 'the record is not valid JSON (5 bytes)'],
    ['null', 'not-an-object', 'the record is null where an object belongs'],
    ['[]', 'not-an-object', 'the record is an array where an object belongs'],
    ['12', 'not-an-object', 'the record is 12 where an object belongs'],
    ['"text"', 'not-an-object', 'the record is "text" where an object belongs'],
    ['{}', 'no-time', 'the record has no eventTime'],
    ['{"eventTime":null}', 'no-time', 'the record has no eventTime'],
    ['{"eventTime":""}', 'no-time', 'the record has no eventTime'],
    ['{"timeWindow":{"windowStart":"2025-11-17T19:20:00Z"}}', 'no-time', 'the record has no eventTime'],
    ['{"eventTime":"soon"}', 'bad-time', 'eventTime is "soon", not an ISO 8601 date and time'],
    ['{"eventTime":1689802421}', 'bad-time', 'eventTime is 1689802421, not an ISO 8601 date and time'],
    ['{"eventTime":{"a":1}}', 'bad-time', 'eventTime is an object, not an ISO 8601 date and time'],
    ['{"eventTime":"\\u001b[31m"}', 'bad-time', 'eventTime is "\\u001b[31m", not an ISO 8601 date and time'],
    [
      `{"eventTime":"${'9'.repeat(10_000)}"}`,
      'bad-time',
      `eventTime is "${'9'.repeat(60)}"…, not an ISO 8601 date and time`,
    ],
  ])('%.60s', (text, code, message) => {
    expect(rejectionOf(Buffer.from(text))).toEqual({ code, message });
  });
});

describe('parseRecord over arbitrary JSON', () => {
  const NAMES = [
    'eventTime',
    'eventID',
    'eventSource',
    'eventName',
    'eventType',
    'eventCategory',
    'errorCode',
    'readOnly',
    'userIdentity',
    'type',
    'arn',
    'principalId',
    'accountId',
    'userName',
    'invokedBy',
    'sessionContext',
    'sessionIssuer',
    'onBehalfOf',
    'userId',
    'identityProvider',
    'requestParameters',
    'responseElements',
    'resources',
    'ARN',
    'bucketName',
    'key',
    'roleArn',
    'instancesSet',
    'items',
    'instanceId',
    'credentials',
    'accessKeyId',
    'insightDetails',
    'insightContext',
    'attributions',
    'insight',
    'value',
    'summary',
    'primaryDimension',
    'dimension',
    'statistics',
    'name',
    'timeWindow',
    'windowStart',
    'serviceEventDetails',
    '__proto__',
    'constructor',
  ];
  const TEXTS = [
    TIME,
    'Root',
    'IAMUser',
    'AssumedRole',
    'FederatedUser',
    'SAMLUser',
    'AWSAccount',
    'AWSService',
    'Unknown',
    'IdentityCenterUser',
    'ec2.amazonaws.com',
    's3.amazonaws.com',
    'Insight',
    'Aggregated',
    'AwsServiceEvent',
    'AwsAggregatedEvent',
    'userIdentity',
    'userIdentityArn',
    'resourceARN',
    'ANONYMOUS_PRINCIPAL',
    '111122223333',
    'arn:aws:sts::111122223333:assumed-role/Auditor/alice',
    'arn:aws:sts::1:assumed-role/AWSReservedSSO_X/\ud800',
    'arn%3Aaws%3A%ed%a0%80',
    '\udfff',
    '',
  ];
  const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary' }));
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      fc.constantFrom(null, true, false, 0, -1.5),
      fc.array(tie('json'), { maxLength: 4 }),
      fc
        .array(
          fc.tuple(
            fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: text }),
            tie('json'),
          ),
          {
            maxLength: 10,
          },
        )
        .map((members) => Object.fromEntries(members)),
    ),
  }));

  it('yields an event that any index takes, or says why not', () => {
    let accepted = 0;
    const record = fc.oneof(
      json,
      fc.tuple(json, json, json).map(([userIdentity, requestParameters, rest]) => ({
        ...(typeof rest === 'object' ? rest : {}),
        eventTime: TIME,
        userIdentity,
        requestParameters,
      })),
    );
    fc.assert(
      fc.property(record, (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        let event: ReturnType<typeof parseRecord>;
        try {
          event = parseRecord(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordRejected);
          return;
        }
        accepted++;
        expect(event.eventTime).toBe(TIME);
        expect(event.principal).not.toBe('');
        expect(event.resources.length).toBeLessThanOrEqual(16);
        expect(new Set(event.resources).size).toBe(event.resources.length);
        expect(event.resources.every((resource) => resource !== '' && resource.length <= 512)).toBe(true);
        const texts = Object.values(event)
          .flat()
          .filter((field) => typeof field === 'string');
        expect(texts.every((field) => field !== '' && field.isWellFormed())).toBe(true);
        expect(Object.values(event)).not.toContain(undefined);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('rejects arbitrary bytes and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(rejectionOf(bytes).code).toMatch(/^not-/);
      }),
    );
  });
});
