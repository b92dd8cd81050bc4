/**
 * How a person of Identity Center reaches an account: sign-in and choice of a role in the portal (management account),
 * then a role session in the chosen account, in the console or in a terminal.
 *
 * The console works with credentials of its own, which the sign-in service hands out in GetSigninToken; so a console
 * call leads to GetSigninToken, and that to AssumeRoleWithSAML, which names the person.
 */

import { buildLastingHex } from './identifiers.ts';
import { asRoleSession } from './identity.ts';
import { defineSsoRole, type Region } from './organization.ts';
import { AGENTS, asPortalUser, type Person } from './people.ts';
import type { Caller } from './record.ts';
import { assumeWithSaml, issueCredentials } from './security-tokens.ts';
import { perform, type Stage, wait } from './stage.ts';

/** Identity Center lives in one region of the organisation. */
const PORTAL_REGION: Region = 'eu-west-1';

interface Visit {
  readonly accountId: string;
  readonly region: string;
}

export function openConsole(stage: Stage, person: Person, visit: Visit): Caller {
  const portal = asPortalUser(person, person.browser);
  // Now and then a security key is touched too late, and again.
  if (stage.random.chance(60)) {
    signInToPortal(stage, person, 'Failure');
    wait(stage, 4, 12);
  }
  signInToPortal(stage, person, 'Success');
  wait(stage, 1, 3);
  perform(stage, portal, {
    source: 'sso',
    name: 'Federate',
    region: PORTAL_REGION,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    serviceEventDetails: {
      relayId: stage.random.uuid(),
      account_id: visit.accountId,
      role_name: person.permissionSet,
    },
  });
  const session = assumePortalRole(stage, person, visit);
  return enterConsole(stage, person, session, visit);
}

function signInToPortal(stage: Stage, person: Person, result: 'Success' | 'Failure'): void {
  perform(stage, asPortalUser(person, person.browser), {
    source: 'signin',
    name: 'UserAuthentication',
    region: PORTAL_REGION,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    additional: {
      AuthWorkflowID: stage.random.uuid(),
      LoginTo: 'https://tidewater.awsapps.com/start/',
      CredentialType: 'WEBAUTHN',
      UserName: person.email,
    },
    serviceEventDetails: { UserAuthentication: result },
  });
}

export function openTerminal(stage: Stage, person: Person, visit: Visit): Caller {
  perform(stage, asPortalUser(person, person.terminal), {
    source: 'sso',
    name: 'GetRoleCredentials',
    region: PORTAL_REGION,
    host: `portal.sso.${PORTAL_REGION}.amazonaws.com`,
    serviceEventDetails: { account_id: visit.accountId, role_name: person.permissionSet },
  });
  const session = assumePortalRole(stage, person, visit);
  return { ...session, ...person.terminal };
}

function assumePortalRole(stage: Stage, person: Person, { accountId, region }: Visit): Caller {
  return assumeWithSaml(stage, {
    role: defineSsoRole(accountId, person.permissionSet),
    subject: person.email,
    sessionName: person.email,
    provider: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_${buildLastingHex(accountId, 16)}_DO_NOT_DELETE`,
    region,
    client: { address: person.browser.address, agent: AGENTS.signIn },
  });
}

function enterConsole(stage: Stage, person: Person, session: Caller, { accountId, region }: Visit): Caller {
  const credentials = issueCredentials(stage, 12 * 3600);
  perform(stage, session, {
    source: 'signin',
    name: 'GetSigninToken',
    region,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    response: { credentials: { accessKeyId: credentials.held.accessKeyId }, GetSigninToken: 'Success' },
    additional: { MobileVersion: 'No', MFAUsed: 'No' },
    host: `${region}.signin.aws.amazon.com`,
  });
  const role = defineSsoRole(accountId, person.permissionSet);
  const inConsole = {
    ...asRoleSession({ role, sessionName: person.email, ...credentials.held }, person.browser),
    console: true,
  };
  perform(stage, inConsole, {
    source: 'signin',
    name: 'ConsoleLogin',
    region,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    response: { ConsoleLogin: 'Success' },
    // Whether there was a second factor is known to the portal alone.
    additional: { MobileVersion: 'No', MFAUsed: 'No' },
    host: `${region}.signin.aws.amazon.com`,
  });
  return inConsole;
}
