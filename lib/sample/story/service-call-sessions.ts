/**
 * Where the credentials of the five service calls come from: the records that hand out their access keys, so that those
 * calls can be followed back like any other.
 */

import { formatSpeltTime, parseDay } from '../calendar.ts';
import { drawSessionToken } from '../identifiers.ts';
import { asIamUser, asService, defineIamUser } from '../identity.ts';
import { defineRole, MANAGEMENT, PRODUCTION } from '../organization.ts';
import { AGENTS } from '../people.ts';
import type { Caller, JsonObject } from '../record.ts';
import { SERVICE_CALL_DAY } from '../service-calls.ts';
import { perform, type Stage } from '../stage.ts';
import type { Story } from './tell.ts';

interface RoleHandout {
  readonly issuedAt: string;
  readonly by: Caller;
  readonly accountId: string;
  readonly roleName: string;
  /** The role's unique id as the service call shows it. */
  readonly roleId: string;
  readonly sessionName: string;
  readonly region: string;
  readonly accessKeyId: string;
}

function asUser(accountId: string, userName: string, address: string): Caller {
  return asIamUser(defineIamUser(accountId, userName), { address, agent: AGENTS.cli });
}

const HANDOUTS: readonly RoleHandout[] = [
  {
    issuedAt: '2026-03-17T07:58:20Z',
    by: asService('lambda.amazonaws.com', PRODUCTION),
    accountId: PRODUCTION,
    roleName: 'MigrationPlanner',
    roleId: 'AROA4MIGRATIONEXAMPLE',
    sessionName: 'wave-planner',
    region: 'us-west-2',
    accessKeyId: 'ASIAMIGRATIONEXAMPLE',
  },
  {
    issuedAt: '2026-03-17T09:02:11Z',
    by: asUser(MANAGEMENT, 'ingrid.holm', '203.0.113.57'),
    accountId: MANAGEMENT,
    roleName: 'WorkflowOperator',
    roleId: 'AROAWORKFLOW7EXAMPLE2',
    sessionName: 'ingrid.holm',
    region: 'us-east-1',
    accessKeyId: 'ASIAWORKFLOW7EXAMPLE',
  },
  {
    issuedAt: '2026-03-17T10:14:32Z',
    by: asUser(PRODUCTION, 'oscar.lund', '203.0.113.62'),
    accountId: PRODUCTION,
    roleName: 'FleetOperations',
    roleId: 'AROAFLEETOPS9EXAMPLE3',
    sessionName: 'oscar.lund',
    region: 'us-east-1',
    accessKeyId: 'ASIAFLEETOPS2EXAMPLE',
  },
];

export const SERVICE_CALL_SESSIONS: readonly Story[] = [
  ...HANDOUTS.map((handout) => ({
    startsAt: toClock(handout.issuedAt),
    tell: (stage: Stage) => handOut(stage, handout),
  })),
  { startsAt: toClock('2026-03-17T18:45:09Z'), tell: startLiveEventsSession },
];

function handOut(stage: Stage, handout: RoleHandout): void {
  const { by, accountId, roleName, sessionName, region, accessKeyId } = handout;
  const role = defineRole(accountId, roleName);
  perform(stage, by, {
    source: 'sts',
    name: 'AssumeRole',
    region,
    request: { roleArn: role.arn, roleSessionName: sessionName },
    response: {
      credentials: showCredentials(stage, accessKeyId, 12 * 3600),
      assumedRoleUser: {
        assumedRoleId: `${handout.roleId}:${sessionName}`,
        arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
      },
    },
    resources: [{ accountId, type: 'AWS::IAM::Role', arn: role.arn }],
  });
}

function startLiveEventsSession(stage: Stage): void {
  const user = { ...defineIamUser(MANAGEMENT, 'live-events'), principalId: 'AIDALIVEEVENT4EXAMPLE' };
  perform(stage, asIamUser(user, { address: '203.0.113.88', agent: AGENTS.cli }), {
    source: 'sts',
    name: 'GetSessionToken',
    region: 'us-west-2',
    request: { durationSeconds: 3600 },
    response: { credentials: showCredentials(stage, 'ASIALIVEEVENTEXAMPLE', 3600) },
  });
}

function showCredentials(stage: Stage, accessKeyId: string, seconds: number): JsonObject {
  return {
    accessKeyId,
    sessionToken: drawSessionToken(stage.random),
    expiration: formatSpeltTime(stage.at + seconds),
  };
}

function toClock(time: string): number {
  return Date.parse(time) / 1000 - parseDay(SERVICE_CALL_DAY);
}
