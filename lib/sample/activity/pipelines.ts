/**
 * Releases: a CI job comes with an OpenID Connect token, takes a deployment role, goes on into the target account and
 * lets CloudFormation do the rest. What CloudFormation then calls carries the job's identity and CloudFormation's name.
 */

import { throughService } from '../identity.ts';
import {
  defineRole,
  FUNCTIONS,
  type Place,
  PRODUCTION,
  type Role,
  SECURITY,
  STAGING,
} from '../organization.ts';
import { AGENTS } from '../people.ts';
import type { Caller } from '../record.ts';
import { assumeRole, assumeWithWebIdentity } from '../security-tokens.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

const CI_PROVIDER = `arn:aws:iam::${SECURITY}:oidc-provider/token.actions.githubusercontent.com`;
const CI_ROLE = defineRole(SECURITY, 'ci-release');
const TARGETS: readonly [Role, ...Role[]] = [
  defineRole(STAGING, 'deployment'),
  defineRole(STAGING, 'deployment'),
  defineRole(PRODUCTION, 'deployment'),
];

export function release(stage: Stage): void {
  const run = String(stage.random.between(18_000_000, 18_999_999));
  const address = `198.51.100.${stage.random.between(230, 250)}`;
  const job = assumeWithWebIdentity(stage, {
    role: CI_ROLE,
    subject: 'repo:tidewater-books/storefront:ref:refs/heads/main',
    sessionName: `storefront-${run}`,
    provider: CI_PROVIDER,
    region: 'eu-west-1',
    client: { address, agent: AGENTS.javascript.replace(/ exec-env.*/, '') },
  });
  wait(stage, 1, 3);
  const target = stage.random.pick(TARGETS);
  const place: Place = { accountId: target.accountId, region: 'eu-west-1' };
  const sessionName = `release-${run}`;
  updateStack(stage, assumeRole(stage, job, { role: target, sessionName, region: 'eu-west-1' }), place);
}

function updateStack(stage: Stage, caller: Caller, place: Place): void {
  const { accountId, region } = place;
  const stackId = `arn:aws:cloudformation:${region}:${accountId}:stack/storefront/${stage.random.uuid()}`;
  const changeSetName = `release-${stage.random.between(1000, 9999)}`;
  const changeSet = { changeSetName, stackName: 'storefront' };
  const cloudFormation = { source: 'cloudformation', region, readOnly: false };
  perform(stage, caller, {
    ...cloudFormation,
    name: 'CreateChangeSet',
    request: { ...changeSet, changeSetType: 'UPDATE', capabilities: ['CAPABILITY_NAMED_IAM'] },
    response: { id: stackId.replace(':stack/', ':changeSet/'), stackId },
  });
  wait(stage, 2, 5);
  perform(stage, caller, {
    ...cloudFormation,
    name: 'DescribeChangeSet',
    readOnly: true,
    request: changeSet,
  });
  perform(stage, caller, { ...cloudFormation, name: 'ExecuteChangeSet', request: changeSet });
  wait(stage, 1, 4);
  updateFunction(stage, throughService(caller, 'cloudformation.amazonaws.com'), place);
}

function updateFunction(stage: Stage, caller: Caller, place: Place): void {
  const functionName = stage.random.pick(FUNCTIONS).name;
  const roleName = `${functionName}-execution`;
  perform(stage, caller, {
    source: 'iam',
    name: 'PutRolePolicy',
    region: place.region,
    readOnly: false,
    request: { roleName, policyName: 'access', policyDocument: '{"Version":"2012-10-17","Statement":[]}' },
  });
  wait(stage, 1, 3);
  perform(stage, caller, {
    source: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    region: place.region,
    readOnly: false,
    request: {
      functionName,
      s3Bucket: `tidewater-artifacts-${place.region}`,
      s3Key: `${functionName}.zip`,
      publish: true,
    },
    response: {
      functionName,
      functionArn: `arn:aws:lambda:${place.region}:${place.accountId}:function:${functionName}`,
      version: String(stage.random.between(31, 99)),
    },
  });
}

/** Pods of the cluster take their roles in the same way; their sessions are renewed every hour. */
export function runPod(stage: Stage): void {
  const place: Place = { accountId: PRODUCTION, region: 'eu-west-1' };
  const workload = stage.random.pick(['checkout', 'basket', 'recommendations']);
  const provider = `arn:aws:iam::${PRODUCTION}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/9F3A1C0DEXAMPLE`;
  const caller = useSession(stage, `pod ${workload}`, 3300, () =>
    assumeWithWebIdentity(stage, {
      role: defineRole(PRODUCTION, `${workload}-pod`),
      subject: `system:serviceaccount:storefront:${workload}`,
      sessionName: `aws-sdk-java-${stage.at}000`,
      provider,
      region: place.region,
      client: { address: '10.21.8.40', agent: AGENTS.java },
    }),
  );
  for (let messages = stage.random.between(2, 7); messages > 0; messages -= 1) {
    const queueUrl = `https://sqs.${place.region}.amazonaws.com/${PRODUCTION}/orders`;
    const resources = [
      {
        accountId: PRODUCTION,
        type: 'AWS::SQS::Queue',
        arn: `arn:aws:sqs:${place.region}:${PRODUCTION}:orders`,
      },
    ];
    const name = stage.random.pick(['SendMessage', 'ReceiveMessage', 'DeleteMessage']);
    const call = { source: 'sqs', name, region: place.region, readOnly: false, data: true };
    perform(stage, caller, {
      ...call,
      request: { queueUrl },
      resources,
      vpcEndpointId: 'vpce-0b1d5c7e2f4a6980c',
    });
    wait(stage, 0, 2);
  }
}
