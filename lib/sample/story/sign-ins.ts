/**
 * Console sign-ins of users that are not in Identity Center: with and without a second factor, failed ones, and one of
 * root, which changes a contact and looks at keys. IAM users and root get console credentials that no record hands out;
 * their sign-in just before is what tells where a session began.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */

import { drawTemporaryKey } from '../identifiers.ts';
import { asIamUserSession, asRoot, type Client, type IamUser } from '../identity.ts';
import { MANAGEMENT, STAGING } from '../organization.ts';
import { AGENTS, CONTRACTOR, EMERGENCY, OFFICE } from '../people.ts';
import type { ApiCall, Caller, JsonObject } from '../record.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const REGION = 'us-east-1';
const MAYAS_DESK: Client = { address: OFFICE, agent: AGENTS.firefox };
const CONTRACTORS_DESK: Client = { address: '198.51.100.177', agent: AGENTS.edge };
const GUESSER: Client = { address: '192.0.2.31', agent: AGENTS.chrome };

export const SIGN_INS: readonly Story[] = [
  { startsAt: clock('04:18'), tell: guessPasswords },
  { startsAt: clock('08:36'), tell: workAsRoot },
  { startsAt: clock('09:12'), tell: workAsContractor },
  { startsAt: clock('15:20'), tell: workAsEmergencyAdministrator },
];

function guessPasswords(stage: Stage): void {
  const unknown = describeUser(STAGING, {
    accountId: STAGING,
    accessKeyId: '',
    userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const error = { message: 'No username found in supplied account' };
    perform(stage, { ...unknown, ...GUESSER }, signIn({ result: 'Failure', mfa: false, error }));
    wait(stage, 8, 20);
  }
  const known = { ...asSigningIn(CONTRACTOR, GUESSER) };
  perform(
    stage,
    known,
    signIn({ result: 'Failure', mfa: false, error: { message: 'Failed authentication' } }),
  );
}

function workAsRoot(stage: Stage): void {
  const outside = asRoot(MANAGEMENT, undefined, MAYAS_DESK);
  perform(
    stage,
    outside,
    signIn({ result: 'Failure', mfa: true, error: { message: 'Failed authentication' } }),
  );
  wait(stage, 15, 30);
  const mfaIdentifier = `arn:aws:iam::${MANAGEMENT}:mfa/root-safe`;
  perform(stage, outside, signIn({ result: 'Success', mfa: true, mfaIdentifier }));
  const credentials = { accessKeyId: drawTemporaryKey(stage.random), issuedAt: stage.at, mfa: true };
  const root = asConsole(asRoot(MANAGEMENT, credentials, MAYAS_DESK));
  wait(stage, 10, 20);
  perform(stage, root, { source: 'iam', name: 'GetAccountSummary', region: REGION });
  wait(stage, 10, 30);
  perform(stage, root, {
    source: 'iam',
    name: 'ListAccessKeys',
    region: REGION,
    request: { userName: EMERGENCY.userName },
  });
  wait(stage, 10, 30);
  const contact = { alternateContactType: 'SECURITY', emailAddress: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
  perform(stage, root, {
    source: 'account',
    name: 'PutAlternateContact',
    region: REGION,
    readOnly: false,
    request: contact,
  });
}

function workAsContractor(stage: Stage): void {
  perform(stage, asSigningIn(CONTRACTOR, CONTRACTORS_DESK), signIn({ result: 'Success', mfa: false }));
  const credentials = { accessKeyId: drawTemporaryKey(stage.random), issuedAt: stage.at };
  const contractor = asConsole(asIamUserSession(CONTRACTOR, credentials, CONTRACTORS_DESK));
  wait(stage, 5, 9);
  for (const name of ['DescribeRegions', 'DescribeInstances', 'DescribeSecurityGroups']) {
    perform(stage, contractor, { source: 'ec2', name, region: 'eu-west-1', request: { filterSet: {} } });
    wait(stage, 0, 3);
  }
}

function workAsEmergencyAdministrator(stage: Stage): void {
  const user = asSigningIn(EMERGENCY, MAYAS_DESK);
  perform(stage, user, {
    ...signIn({ result: 'Success', mfa: true }),
    name: 'CheckMfa',
    response: { CheckMfa: 'Success' },
    additional: { MfaType: 'Virtual MFA' },
  });
  wait(stage, 4, 8);
  const mfaIdentifier = `arn:aws:iam::${MANAGEMENT}:mfa/${EMERGENCY.userName}`;
  perform(stage, user, signIn({ result: 'Success', mfa: true, mfaIdentifier }));
  const credentials = { accessKeyId: drawTemporaryKey(stage.random), issuedAt: stage.at, mfa: true };
  const administrator = asConsole(asIamUserSession(EMERGENCY, credentials, MAYAS_DESK));
  wait(stage, 10, 25);
  const organizations = { source: 'organizations', region: REGION };
  perform(stage, administrator, {
    ...organizations,
    name: 'ListPolicies',
    request: { filter: 'SERVICE_CONTROL_POLICY' },
  });
  wait(stage, 10, 25);
  const policy = { policyId: 'p-examplepolicy', targetId: 'ou-a1b2-f6g7h111' };
  perform(stage, administrator, { ...organizations, name: 'AttachPolicy', readOnly: false, request: policy });
}

interface SignIn {
  readonly result: 'Success' | 'Failure';
  readonly mfa: boolean;
  readonly mfaIdentifier?: string;
  readonly error?: { readonly message: string };
}

function signIn({ result, mfa, mfaIdentifier, error }: SignIn): ApiCall {
  return {
    source: 'signin',
    name: 'ConsoleLogin',
    region: REGION,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    response: { ConsoleLogin: result },
    error,
    additional: {
      LoginTo: 'https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&nc2=h_ct',
      MobileVersion: 'No',
      MFAIdentifier: mfaIdentifier,
      MFAUsed: mfa ? 'Yes' : 'No',
    },
    host: 'signin.aws.amazon.com',
  };
}

/** Before the sign-in there are no credentials, so there is no access key. */
function asSigningIn({ accountId, userName, arn, principalId }: IamUser, client: Client): Caller {
  return { ...describeUser(accountId, { principalId, arn, accountId, userName }), ...client };
}

function describeUser(accountId: string, members: JsonObject): Omit<Caller, 'address' | 'agent'> {
  return { identity: { type: 'IAMUser', ...members }, accountId, arn: String(members.arn) };
}

function asConsole(caller: Caller): Caller {
  return { ...caller, console: true };
}
