/**
 * Somebody tries what is allowed: the contractor runs a tool against staging that asks for everything and gets next to
 * nothing. Refusals of a dozen services in a few minutes are what such probing looks like.
 */

import { beDenied } from '../denials.ts';
import { asIamUser, asIamUserSession, type Client } from '../identity.ts';
import { STAGING } from '../organization.ts';
import { AGENTS, CONTRACTOR } from '../people.ts';
import { toApiCall } from '../reading/page.ts';
import { findPage } from '../reading/pages.ts';
import type { Caller } from '../record.ts';
import { issueCredentials } from '../security-tokens.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const TERMINAL: Client = { address: '198.51.100.177', agent: AGENTS.boto3 };
const PLACE = { accountId: STAGING, region: 'eu-west-1' } as const;
const PROBED = [
  'iam',
  'secretsmanager',
  'ssm',
  'kms',
  'rds',
  'dynamodb',
  'lambda',
  'ecr',
  'ec2',
  'cloudtrail',
  'organizations',
  'guardduty',
] as const;

export const PROBING: readonly Story[] = [{ startsAt: clock('11:31'), tell: probePermissions }];

function probePermissions(stage: Stage): void {
  const caller = startSession(stage);
  perform(stage, caller, { source: 'sts', name: 'GetCallerIdentity', region: PLACE.region });
  for (const source of PROBED) {
    wait(stage, 1, 3);
    const page = findPage(source);
    beDenied(stage, caller, toApiCall(page, page.calls[0], PLACE));
  }
  const throttled = { code: 'ThrottlingException', message: 'Rate exceeded' };
  perform(stage, caller, {
    ...toApiCall(findPage('logs'), findPage('logs').calls[0], PLACE),
    error: throttled,
  });
}

/** A session of an IAM user with its own second factor. */
function startSession(stage: Stage): Caller {
  const credentials = issueCredentials(stage, 3600);
  perform(stage, asIamUser(CONTRACTOR, TERMINAL), {
    source: 'sts',
    name: 'GetSessionToken',
    region: PLACE.region,
    request: { serialNumber: `arn:aws:iam::${STAGING}:mfa/${CONTRACTOR.userName}`, durationSeconds: 3600 },
    response: { credentials: credentials.shown },
  });
  return asIamUserSession(CONTRACTOR, { ...credentials.held, mfa: true }, TERMINAL);
}
