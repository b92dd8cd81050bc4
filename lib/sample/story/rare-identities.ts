/**
 * Identities that a trail seldom holds: a federated user, a role that acts as itself, a directory user, an unknown one,
 * and a service event without any type. Few programs that read trails have met them all.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */

import { objectCall } from '../data-events.ts';
import { asAnonymous, asIamUser, type Client } from '../identity.ts';
import { ASSET_BUCKET, defineRole, keyArn, MANAGEMENT, PRODUCTION } from '../organization.ts';
import { AGENTS, PARTNER_PORTAL } from '../people.ts';
import type { Caller, JsonObject } from '../record.ts';
import { federateUser } from '../security-tokens.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const SHOP = { accountId: PRODUCTION, region: 'us-east-1' } as const;

export const RARE_IDENTITIES: readonly Story[] = [
  { startsAt: clock('03:00'), tell: rotateKey },
  { startsAt: clock('07:45'), tell: fetchAsPartner },
  { startsAt: clock('08:10'), tell: automateAsRole },
  { startsAt: clock('09:40'), tell: shareDocument },
  { startsAt: clock('12:05'), tell: getGuestCredentials },
  { startsAt: clock('12:06'), tell: fetchAnonymously },
];

function rotateKey(stage: Stage): void {
  const arn = keyArn(SHOP);
  const identity = { accountId: PRODUCTION, invokedBy: 'AWS Internal' };
  const internal: Client = { address: 'AWS Internal', agent: 'AWS Internal' };
  perform(
    stage,
    { ...callAs(PRODUCTION, identity, internal), service: true },
    {
      source: 'kms',
      name: 'RotateKey',
      region: SHOP.region,
      readOnly: false,
      eventType: 'AwsServiceEvent',
      resources: [{ accountId: PRODUCTION, type: 'AWS::KMS::Key', arn }],
      serviceEventDetails: { keyId: arn.split('/')[1], rotationType: 'AUTOMATIC', keyOrigin: 'AWS_KMS' },
    },
  );
}

function fetchAsPartner(stage: Stage): void {
  const portal = asIamUser(PARTNER_PORTAL, { address: '203.0.113.141', agent: AGENTS.java });
  const partner = federateUser(stage, PARTNER_PORTAL, portal, 'harbour-distribution');
  for (const month of ['01', '02']) {
    wait(stage, 5, 20);
    const key = `statements/harbour-distribution/2026-${month}.pdf`;
    perform(
      stage,
      partner,
      objectCall(stage, { name: 'GetObject', bucket: 'tidewater-partners', key, place: SHOP }),
    );
  }
}

function automateAsRole(stage: Stage): void {
  const { name, arn, principalId } = defineRole(PRODUCTION, 'patch-automation');
  const identity = { type: 'Role', principalId, arn, accountId: PRODUCTION, userName: name };
  perform(stage, callAs(PRODUCTION, identity, { address: '198.51.100.33', agent: AGENTS.go }), {
    source: 'ssm',
    name: 'StartAutomationExecution',
    region: SHOP.region,
    readOnly: false,
    request: { documentName: 'AWS-PatchInstanceWithRollback', mode: 'Auto' },
    response: { automationExecutionId: stage.random.uuid() },
  });
}

function shareDocument(stage: Stage): void {
  const identity = { type: 'Directory', accountId: MANAGEMENT, userName: 'henry.sato' };
  perform(stage, callAs(MANAGEMENT, identity, { address: '203.0.113.90', agent: AGENTS.edge }), {
    source: 'workdocs',
    name: 'AddResourcePermissions',
    region: 'us-east-1',
    readOnly: false,
    request: { resourceId: 'budget-2026', principals: [{ type: 'GROUP', role: 'VIEWER' }] },
  });
}

function getGuestCredentials(stage: Stage): void {
  const guest = callAs(PRODUCTION, { type: 'Unknown' }, { address: '203.0.113.188', agent: AGENTS.chrome });
  perform(stage, guest, {
    source: 'cognito-identity',
    name: 'GetCredentialsForIdentity',
    region: SHOP.region,
    readOnly: false,
    data: true,
    request: { identityId: `${SHOP.region}:${stage.random.uuid()}` },
    additional: { requestedLogins: [] },
  });
}

function fetchAnonymously(stage: Stage): void {
  const visitor = asAnonymous(PRODUCTION, { address: '203.0.113.189', agent: `[${AGENTS.edge}]` });
  const key = 'covers/1042/large.webp';
  perform(stage, visitor, objectCall(stage, { name: 'GetObject', bucket: ASSET_BUCKET, key, place: SHOP }));
}

function callAs(accountId: string, identity: JsonObject, client: Client): Caller {
  return { identity, accountId, arn: String(identity.arn), ...client };
}
