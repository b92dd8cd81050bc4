/**
 * Network activity events: calls that pass a VPC endpoint, written for the endpoint's owner. They say less than other
 * records: no parameters, no agent, no TLS; of a caller from another account only its id. Denials name the endpoint's policy.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */

import { useInstanceSession } from '../activity/instances.ts';
import { formatTime } from '../calendar.ts';
import { buildLastingId } from '../identifiers.ts';
import { INSTANCES, PRODUCTION, VENDOR } from '../organization.ts';
import type { JsonObject } from '../record.ts';
import { type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const REGION = 'us-east-1';

export const NETWORK_ACTIVITY: readonly Story[] = [
  { startsAt: clock('12:20'), tell: passEndpoint },
  { startsAt: clock('12:21'), tell: beStoppedByEndpoint },
];

function passEndpoint(stage: Stage): void {
  const instance = INSTANCES[0];
  const { identity } = useInstanceSession(stage, instance);
  pushNetworkEvent(stage, identity, {
    sourceIPAddress: instance.privateAddress,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
  });
}

/** Somebody inside the network uses credentials of another company's account, which the endpoint's policy forbids. */
function beStoppedByEndpoint(stage: Stage): void {
  const principalId = buildLastingId('AIDA', 'somebody elsewhere');
  const identity = { type: 'AWSAccount', principalId, accountId: VENDOR };
  for (const eventName of ['GetSecretValue', 'ListSecrets']) {
    pushNetworkEvent(stage, identity, {
      sourceIPAddress: INSTANCES[0].privateAddress,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName,
      errorCode: 'VpceAccessDenied',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
    });
    wait(stage, 2, 9);
  }
}

function pushNetworkEvent(stage: Stage, userIdentity: JsonObject, seen: JsonObject): void {
  const { random, at } = stage;
  const record: JsonObject = {
    eventVersion: '1.09',
    userIdentity,
    eventTime: formatTime(at),
    eventSource: seen.eventSource,
    eventName: seen.eventName,
    awsRegion: REGION,
    sourceIPAddress: seen.sourceIPAddress,
    errorCode: seen.errorCode,
    errorMessage: seen.errorMessage,
    requestID: random.uuid(),
    eventID: random.uuid(),
    eventType: 'AwsVpceEvent',
    recipientAccountId: PRODUCTION,
    sharedEventID: random.uuid(),
    vpcEndpointId: 'vpce-0f4c1a7d92e6b3805',
    vpcEndpointAccountId: PRODUCTION,
    eventCategory: 'NetworkActivity',
  };
  stage.records.push({
    text: JSON.stringify(record),
    at,
    accountId: PRODUCTION,
    region: REGION,
    folder: 'CloudTrail-NetworkActivity',
    lateWindows: 0,
  });
}
