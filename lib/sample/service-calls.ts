/**
 * One call each of five services that few trails hold, as those services log them: old record versions, identities with
 * members missing, request ids that are no UUIDs. An index that finds these by source, name and principal finds the rest.
 *
 * The shapes follow the services' own guides, the values are invented. The records belong to `SERVICE_CALL_DAY`; in a
 * trail of another day they are told as of that day.
 */

import { formatTime, parseDay } from './calendar.ts';
import type { JsonObject, SampleRecord } from './record.ts';

export const SERVICE_CALL_DAY = '2026-03-17';

export interface ServiceCall {
  readonly eventSource: string;
  readonly eventName: string;
  /** Whom an auditor would name: the role behind a session, or the user. */
  readonly principal: string;
  readonly awsRegion: string;
  readonly accountId: string;
  readonly eventTime: string;
  readonly record: JsonObject;
}

/** https://docs.aws.amazon.com/migrationhub/latest/ug/logging-using-cloudtrail.html */
const MIGRATION_HUB: JsonObject = {
  eventVersion: '1.05',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROA4MIGRATIONEXAMPLE:wave-planner',
    arn: 'arn:aws:sts::123456789012:assumed-role/MigrationPlanner/wave-planner',
    accountId: '123456789012',
    accessKeyId: 'ASIAMIGRATIONEXAMPLE',
    sessionContext: {
      attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-17T07:58:20Z' },
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROA4MIGRATIONEXAMPLE',
        arn: 'arn:aws:iam::123456789012:role/MigrationPlanner',
        accountId: '123456789012',
        userName: 'MigrationPlanner',
      },
    },
  },
  eventTime: '2026-03-17T08:04:51Z',
  eventSource: 'migrationhub.amazonaws.com',
  eventName: 'DescribeApplicationState',
  awsRegion: 'us-west-2',
  sourceIPAddress: '198.51.100.27',
  userAgent: 'aws-internal/3, wave-planner-generated exec-env/AWS_Lambda_java21',
  requestParameters: { applicationId: 'd-application-0b7e21c94f5d8a613' },
  responseElements: null,
  requestID: '7c0e3d52-21d6-11f1-8a4e-6f1b2c9d0e37',
  eventID: '2f6b9a10-4c83-4e57-9d21-58a0c7e4b136',
  eventType: 'AwsApiCall',
  recipientAccountId: '123456789012',
};

/** https://docs.aws.amazon.com/migrationhub-orchestrator/latest/userguide/logging-using-cloudtrail.html */
const MIGRATION_HUB_ORCHESTRATOR: JsonObject = {
  eventVersion: '1.08',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAWORKFLOW7EXAMPLE2:ingrid.holm',
    arn: 'arn:aws:sts::111122223333:assumed-role/WorkflowOperator/ingrid.holm',
    accountId: '111122223333',
    accessKeyId: 'ASIAWORKFLOW7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAWORKFLOW7EXAMPLE2',
        arn: 'arn:aws:iam::111122223333:role/WorkflowOperator',
        accountId: '111122223333',
        userName: 'WorkflowOperator',
      },
      webIdFederationData: {},
      attributes: { creationDate: '2026-03-17T09:02:11Z', mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-03-17T12:37:40Z',
  eventSource: 'migrationhub-orchestrator.amazonaws.com',
  eventName: 'GetWorkflowStep',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.57',
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:147.0) Gecko/20100101 Firefox/147.0',
  requestParameters: { stepGroupId: 'sg-cutover', id: 'step-30412', workflowId: 'mw-8801734' },
  responseElements: null,
  requestID: '3b91c07d',
  eventID: 'c84d21f7',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
};

/** https://docs.aws.amazon.com/server-migration-service/latest/userguide/logging-using-cloudtrail.html */
const SERVER_MIGRATION: JsonObject = {
  eventVersion: '1.05',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAREPLICATOREXAMPLE',
    arn: 'arn:aws:iam::123456789012:user/server-replicator',
    accountId: '123456789012',
    accessKeyId: 'AKIAREPLICATEEXAMPLE',
    userName: 'server-replicator',
  },
  eventTime: '2026-03-17T16:20:05Z',
  eventSource: 'sms.amazonaws.com',
  eventName: 'CreateReplicationJob',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.140',
  userAgent: 'aws-sdk-java/2.41.10 Linux/6.12.58 OpenJDK_64-Bit_Server_VM/21.0.9',
  requestParameters: {
    roleName: 'replication',
    serverId: 's-7be04c19',
    runOnce: true,
    seedReplicationTime: 'Mar 18, 2026 1:30:00 AM',
  },
  responseElements: { replicationJobId: 'sms-job-5d20e7a4' },
  requestID: '91f0ab3e-6d25-4c18-b7e4-0a5c2d8f6173',
  eventID: 'e05d7c44-8b1f-4a69-93c2-7f6e1d0b2a58',
  eventType: 'AwsApiCall',
  recipientAccountId: '123456789012',
};

/** https://docs.aws.amazon.com/iot-device-management/latest/fleethubuserguide/aws-iot-monitor-cloudtrail.html */
const FLEET_HUB: JsonObject = {
  eventVersion: '1.08',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAFLEETOPS9EXAMPLE3:oscar.lund',
    arn: 'arn:aws:sts::123456789012:assumed-role/FleetOperations/oscar.lund',
    accountId: '123456789012',
    accessKeyId: 'ASIAFLEETOPS2EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAFLEETOPS9EXAMPLE3',
        arn: 'arn:aws:iam::123456789012:role/FleetOperations',
        accountId: '123456789012',
        userName: 'FleetOperations',
      },
      webIdFederationData: {},
      attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-17T10:14:32Z' },
    },
  },
  eventTime: '2026-03-17T10:19:06Z',
  eventSource: 'iotfleethub.amazonaws.com',
  eventName: 'CreateApplication',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.62',
  userAgent: 'console.amazonaws.com',
  requestParameters: {
    applicationDescription: 'Handheld scanners of the warehouses',
    applicationName: 'warehouse-scanners',
    clientToken: '4d7a10c6-95be-4f20-8e3b-1c6f2a97d508',
  },
  responseElements: {
    applicationUrl: 'https://7f3k2m9xq1.app.iotfleethub.aws',
    applicationArn: 'arn:aws:iotfleethub:us-east-1:123456789012:application/7f3k2m9xq1',
    applicationId: '7f3k2m9xq1',
  },
  requestID: 'b6e20f91-3a74-4dc5-a018-92f7c5e1d364',
  eventID: '58c1a7e2-0d9f-4b36-8f47-e3b2096d1ca5',
  readOnly: false,
  eventType: 'AwsApiCall',
  recipientAccountId: '123456789012',
};

/** https://docs.aws.amazon.com/mediaconnect/latest/ug/logging-using-cloudtrail.html */
const MEDIA_CONNECT: JsonObject = {
  eventVersion: '1.05',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDALIVEEVENT4EXAMPLE',
    arn: 'arn:aws:sts::111122223333:user/live-events',
    accountId: '111122223333',
    accessKeyId: 'ASIALIVEEVENTEXAMPLE',
    sessionContext: {
      attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-17T18:45:09Z' },
      sessionIssuer: {
        type: 'Role',
        principalId: 'AIDALIVEEVENT4EXAMPLE',
        arn: 'arn:aws:iam::111122223333:role/LiveEvents',
        accountId: '111122223333',
        userName: 'LiveEvents',
      },
    },
  },
  eventTime: '2026-03-17T18:45:12Z',
  eventSource: 'mediaconnect.amazonaws.com',
  eventName: 'DescribeFlow',
  awsRegion: 'us-west-2',
  sourceIPAddress: '203.0.113.88',
  userAgent: 'aws-cli/1.44.20 md/Botocore#1.42.30 ua/2.1 os/linux#6.12.58 lang/python#3.13.11',
  requestParameters: {
    flowArn:
      'arn%3Aaws%3Amediaconnect%3Aus-west-2%3A111122223333%3Aflow%3A1-4hJ2kL9mN7pQ5rS8-6tU3vW1xY0zA%3AAuthorReading',
  },
  responseElements: {},
  requestID: '0e4f7b2a-c591-4d38-a6e7-5b1c9f82d043',
  eventID: '7a93e5d0-1f6c-42b8-9c04-d8e27b5a6f31',
  readOnly: true,
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
};

const ROLE = 'arn:aws:iam::123456789012:role';

export const SERVICE_CALLS: readonly ServiceCall[] = [
  toServiceCall(MIGRATION_HUB, `${ROLE}/MigrationPlanner`),
  toServiceCall(MIGRATION_HUB_ORCHESTRATOR, 'arn:aws:iam::111122223333:role/WorkflowOperator'),
  toServiceCall(SERVER_MIGRATION, 'arn:aws:iam::123456789012:user/server-replicator'),
  toServiceCall(FLEET_HUB, `${ROLE}/FleetOperations`),
  toServiceCall(MEDIA_CONNECT, 'arn:aws:sts::111122223333:user/live-events'),
];

function toServiceCall(record: JsonObject, principal: string): ServiceCall {
  const { eventSource, eventName, awsRegion, recipientAccountId, eventTime } = record;
  return {
    eventSource: String(eventSource),
    eventName: String(eventName),
    principal,
    awsRegion: String(awsRegion),
    accountId: String(recipientAccountId),
    eventTime: String(eventTime),
    record,
  };
}

/** The call as a record of a trail that begins on the day of `start` (seconds since 1970). */
export function placeServiceCall(call: ServiceCall, start: number): SampleRecord {
  const at = start + Date.parse(call.eventTime) / 1000 - parseDay(SERVICE_CALL_DAY);
  const text = JSON.stringify(call.record).replaceAll(SERVICE_CALL_DAY, formatTime(start).slice(0, 10));
  return {
    text,
    at,
    accountId: call.accountId,
    region: call.awsRegion,
    folder: 'CloudTrail',
    lateWindows: 0,
  };
}
