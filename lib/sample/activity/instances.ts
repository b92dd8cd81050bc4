/**
 * EC2 instances at work: sessions of an instance profile are named after the instance, opened by EC2 and renewed every
 * few hours. Agents report in, programs fetch objects and write log streams. One fleet still uses IMDSv1.
 */

import { objectCall } from '../data-events.ts';
import { ASSET_BUCKET, INSTANCES, type Instance } from '../organization.ts';
import { AGENTS } from '../people.ts';
import { toApiCall } from '../reading/page.ts';
import { findPage } from '../reading/pages.ts';
import type { ApiCall, Caller } from '../record.ts';
import { assumeByService } from '../security-tokens.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

const SESSION_SECONDS = 6 * 3600;

export function runInstance(stage: Stage): void {
  const { random } = stage;
  const instance = random.pick(INSTANCES);
  const caller = useInstanceSession(stage, instance);
  if (random.chance(350)) reportIn(stage, caller, instance);
  if (random.chance(200)) perform(stage, caller, describeOwnTags(instance));
  for (let remaining = random.between(1, 6); remaining > 0; remaining -= 1) {
    wait(stage, 0, 3);
    const key = `catalogue/${random.between(10, 99)}/part-${random.between(1, 400)}.json`;
    const bucket = `${ASSET_BUCKET}-${instance.region}`;
    perform(stage, caller, objectCall(stage, { name: 'GetObject', bucket, key, place: instance }));
  }
}

export function useInstanceSession(stage: Stage, instance: Instance): Caller {
  return useSession(stage, instance.id, SESSION_SECONDS, () =>
    assumeByService(stage, {
      role: instance.role,
      sessionName: instance.id,
      service: 'ec2.amazonaws.com',
      region: instance.region,
      client: { address: instance.publicAddress, agent: AGENTS.java },
      ec2RoleDelivery: instance.role.name === 'search-cluster' ? '1.0' : '2.0',
    }),
  );
}

/** The agent of Systems Manager says that it is there. */
export function reportIn(stage: Stage, caller: Caller, instance: Instance): void {
  perform(
    stage,
    { ...caller, agent: AGENTS.ssmAgent },
    {
      source: 'ssm',
      name: 'UpdateInstanceInformation',
      region: instance.region,
      readOnly: false,
      request: {
        instanceId: instance.id,
        agentVersion: '3.3.3572.0',
        agentStatus: 'Active',
        platformType: 'Linux',
        platformName: 'Amazon Linux',
        platformVersion: '2023',
        iPAddress: instance.privateAddress,
        computerName: instance.hostName,
        agentName: 'amazon-ssm-agent',
        availabilityZone: `${instance.region}a`,
      },
    },
  );
}

function describeOwnTags(instance: Instance): ApiCall {
  const items = [{ name: 'resource-id', valueSet: { items: [{ value: instance.id }] } }];
  const call = toApiCall(findPage('ec2'), { name: 'DescribeTags' }, instance);
  return { ...call, request: { filterSet: { items } } };
}
