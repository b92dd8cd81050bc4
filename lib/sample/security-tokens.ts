/**
 * How credentials come into being: the STS calls, and the sessions that act with what they hand out.
 *
 * Every access key id of a role or federated session in a sample trail is in the `responseElements` of exactly one of
 * these records, so that a chain of roles can be walked back to whoever started it. AssumeRole across accounts is logged
 * twice, once in each account, under one `sharedEventID`; the role's owner learns of the caller only account and id.
 * Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */

import { formatSpeltTime, formatTime } from './calendar.ts';
import { drawSessionToken, drawTemporaryKey } from './identifiers.ts';
import {
  asForeignAccount,
  asRoleSession,
  asService,
  type Client,
  type IamUser,
  type RoleSession,
} from './identity.ts';
import type { Role } from './organization.ts';
import type { ApiCall, Caller, JsonObject } from './record.ts';
import { perform, type Stage } from './stage.ts';

const HOUR = 3600;

interface ServiceSession extends Omit<RoleSession, 'accessKeyId' | 'issuedAt'> {
  /** Who assumes the role: `lambda.amazonaws.com`. */
  readonly service: string;
  readonly region: string;
  readonly client: Client;
}

/** A service assumes a role that trusts it: Lambda for a function, EC2 for an instance, Config for its recorder. */
export function assumeByService(stage: Stage, session: ServiceSession): Caller {
  const { service, region, role, client, sessionName } = session;
  const credentials = issueCredentials(stage, 12 * HOUR);
  perform(stage, asService(service, role.accountId), {
    ...describeAssumeRole(role, region),
    request: { roleArn: role.arn, roleSessionName: sessionName },
    response: { credentials: credentials.shown, assumedRoleUser: describeRoleUser(role, sessionName) },
    sharedEventID: stage.random.uuid(),
  });
  return asRoleSession({ ...session, ...credentials.held }, client);
}

interface AssumedSession {
  readonly role: Role;
  readonly sessionName: string;
  readonly region: string;
  readonly sourceIdentity?: string | undefined;
  readonly externalId?: string;
  readonly client?: Client;
}

/** Somebody assumes a role, perhaps in another account; a source identity that is set already goes along. */
export function assumeRole(stage: Stage, caller: Caller, wanted: AssumedSession): Caller {
  const { role, sessionName, region, externalId, client = caller } = wanted;
  const sourceIdentity = wanted.sourceIdentity ?? caller.sourceIdentity;
  const credentials = issueCredentials(stage, HOUR);
  const call: ApiCall = {
    ...describeAssumeRole(role, region),
    request: {
      roleArn: role.arn,
      roleSessionName: sessionName,
      durationSeconds: HOUR,
      externalId,
      sourceIdentity,
    },
    response: {
      credentials: credentials.shown,
      assumedRoleUser: describeRoleUser(role, sessionName),
      sourceIdentity,
    },
  };
  if (role.accountId === caller.accountId) {
    perform(stage, caller, call);
  } else {
    const copy = { ...call, sharedEventID: stage.random.uuid(), requestID: stage.random.uuid() };
    perform(stage, caller, copy);
    perform(stage, asForeignAccount(caller, role.accountId), copy);
  }
  const { address, agent } = client;
  return asRoleSession({ role, sessionName, sourceIdentity, ...credentials.held }, { address, agent });
}

/** A vendor outside the organisation assumes a role in it: only the copy of the role's owner arrives. */
export function assumeFromOutside(stage: Stage, caller: Caller, wanted: AssumedSession): Caller {
  const { role, sessionName, region, externalId } = wanted;
  const credentials = issueCredentials(stage, HOUR);
  perform(stage, asForeignAccount(caller, role.accountId), {
    ...describeAssumeRole(role, region),
    request: { roleArn: role.arn, roleSessionName: sessionName, externalId },
    response: { credentials: credentials.shown, assumedRoleUser: describeRoleUser(role, sessionName) },
    sharedEventID: stage.random.uuid(),
  });
  return asRoleSession(
    { role, sessionName, ...credentials.held },
    { address: caller.address, agent: caller.agent },
  );
}

interface FederatedSession {
  readonly role: Role;
  /** The person or workload, as the identity provider names it. */
  readonly subject: string;
  /** The name of the role session. */
  readonly sessionName: string;
  /** The ARN of the provider that IAM trusts. */
  readonly provider: string;
  readonly region: string;
  readonly client: Client;
  readonly sourceIdentity?: string;
}

export function assumeWithSaml(stage: Stage, federated: FederatedSession): Caller {
  const { role, subject, sessionName, provider, region, client, sourceIdentity } = federated;
  const credentials = issueCredentials(stage, HOUR);
  const nameQualifier = `${provider.length}Qx${role.principalId.slice(4, 12)}k=`;
  const identity = {
    type: 'SAMLUser',
    principalId: `${nameQualifier}:${subject}`,
    userName: subject,
    identityProvider: provider,
  };
  perform(stage, asStranger(identity, role, client), {
    ...describeAssumeRole(role, region),
    name: 'AssumeRoleWithSAML',
    request: {
      sAMLAssertionID: `_${stage.random.uuid()}`,
      roleSessionName: sessionName,
      roleArn: role.arn,
      principalArn: provider,
      durationSeconds: HOUR,
    },
    response: {
      subjectType: 'persistent',
      issuer: 'https://idp.tidewater.example/saml/metadata',
      credentials: credentials.shown,
      nameQualifier,
      assumedRoleUser: describeRoleUser(role, sessionName),
      subject,
      audience: 'https://signin.aws.amazon.com/saml',
      sourceIdentity,
    },
    resources: [
      { accountId: role.accountId, type: 'AWS::IAM::Role', arn: role.arn },
      { accountId: role.accountId, type: 'AWS::IAM::SAMLProvider', arn: provider },
    ],
  });
  return asRoleSession({ role, sessionName, sourceIdentity, ...credentials.held }, client);
}

export function assumeWithWebIdentity(stage: Stage, federated: FederatedSession): Caller {
  const { role, subject, sessionName, provider, region, client } = federated;
  const credentials = issueCredentials(stage, HOUR);
  const identity = {
    type: 'WebIdentityUser',
    principalId: `${provider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: provider,
  };
  perform(stage, asStranger(identity, role, client), {
    ...describeAssumeRole(role, region),
    name: 'AssumeRoleWithWebIdentity',
    request: { roleArn: role.arn, roleSessionName: sessionName },
    response: {
      credentials: credentials.shown,
      subjectFromWebIdentityToken: subject,
      assumedRoleUser: describeRoleUser(role, sessionName),
      provider,
      audience: 'sts.amazonaws.com',
    },
  });
  return asRoleSession({ role, sessionName, webProvider: provider, ...credentials.held }, client);
}

/** GetFederationToken: a session under a name of the caller's choice, with at most the caller's rights. */
export function federateUser(stage: Stage, issuer: IamUser, caller: Caller, name: string): Caller {
  const { accountId } = issuer;
  const credentials = issueCredentials(stage, 12 * HOUR);
  const arn = `arn:aws:sts::${accountId}:federated-user/${name}`;
  const principalId = `${accountId}:${name}`;
  perform(stage, caller, {
    source: 'sts',
    name: 'GetFederationToken',
    region: 'us-east-1',
    readOnly: false,
    request: { name, durationSeconds: 12 * HOUR },
    response: {
      credentials: credentials.shown,
      federatedUser: { federatedUserId: principalId, arn },
      packedPolicySize: 0,
    },
  });
  const { accessKeyId, issuedAt } = credentials.held;
  const sessionContext = {
    sessionIssuer: {
      type: 'IAMUser',
      principalId: issuer.principalId,
      arn: issuer.arn,
      accountId,
      userName: issuer.userName,
    },
    attributes: { creationDate: formatTime(issuedAt), mfaAuthenticated: 'false' },
  };
  const identity = { type: 'FederatedUser', principalId, arn, accountId, accessKeyId, sessionContext };
  return { identity, accountId, arn, address: caller.address, agent: caller.agent };
}

interface IssuedCredentials {
  readonly held: { readonly accessKeyId: string; readonly issuedAt: number };
  readonly shown: JsonObject;
}

export function issueCredentials(stage: Stage, seconds: number): IssuedCredentials {
  const held = { accessKeyId: drawTemporaryKey(stage.random), issuedAt: stage.at };
  const shown = {
    accessKeyId: held.accessKeyId,
    sessionToken: drawSessionToken(stage.random),
    expiration: formatSpeltTime(stage.at + seconds),
  };
  return { held, shown };
}

function describeAssumeRole(role: Role, region: string): ApiCall {
  const resources = [{ accountId: role.accountId, type: 'AWS::IAM::Role', arn: role.arn }];
  return { source: 'sts', name: 'AssumeRole', region, resources };
}

function describeRoleUser(role: Role, sessionName: string): JsonObject {
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  return { assumedRoleId: `${role.principalId}:${sessionName}`, arn };
}

/** Whoever comes with a token instead of AWS credentials; the record goes to the role's account. */
function asStranger(identity: JsonObject, role: Role, client: Client): Caller {
  return { identity, accountId: role.accountId, arn: role.arn, ...client };
}
