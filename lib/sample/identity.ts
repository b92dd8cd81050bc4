/**
 * The `userIdentity` of everybody who can appear in a trail, one builder per type.
 *
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */

import { formatTime } from './calendar.ts';
import { buildLastingId } from './identifiers.ts';
import type { Role } from './organization.ts';
import type { Caller, JsonObject } from './record.ts';

export interface IamUser {
  readonly accountId: string;
  readonly userName: string;
  readonly arn: string;
  readonly principalId: string;
  /** The long-term key that the user was given some day before the trail begins. */
  readonly accessKeyId: string;
}

/** Where a caller sits and what it calls with. */
export interface Client {
  readonly address: string;
  readonly agent: string;
}

export function defineIamUser(accountId: string, userName: string): IamUser {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  const accessKeyId = buildLastingId('AKIA', arn);
  return { accountId, userName, arn, principalId: buildLastingId('AIDA', arn), accessKeyId };
}

/** An IAM user with a long-term key. */
export function asIamUser(user: IamUser, client: Client): Caller {
  const { accountId, userName, arn, principalId, accessKeyId } = user;
  const identity = { type: 'IAMUser', principalId, arn, accountId, accessKeyId, userName };
  return { identity, accountId, arn, ...client };
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly issuedAt: number;
  readonly mfa?: boolean;
}

/** An IAM user in the console or with credentials of GetSessionToken. */
export function asIamUserSession(user: IamUser, credentials: TemporaryCredentials, client: Client): Caller {
  const { accountId, userName, arn, principalId } = user;
  const { accessKeyId } = credentials;
  const sessionContext = { attributes: describeAttributes(credentials) };
  const identity = { type: 'IAMUser', principalId, arn, accountId, accessKeyId, userName, sessionContext };
  return { identity, accountId, arn, ...client };
}

/** Root in the console. `accessKeyId` is empty on the sign-in itself. */
export function asRoot(
  accountId: string,
  credentials: TemporaryCredentials | undefined,
  client: Client,
): Caller {
  const arn = `arn:aws:iam::${accountId}:root`;
  const identity: JsonObject = {
    type: 'Root',
    principalId: accountId,
    arn,
    accountId,
    accessKeyId: credentials?.accessKeyId ?? '',
    sessionContext: credentials && { attributes: describeAttributes(credentials) },
  };
  return { identity, accountId, arn, ...client };
}

export interface RoleSession extends TemporaryCredentials {
  readonly role: Role;
  readonly sessionName: string;
  readonly sourceIdentity?: string | undefined;
  /** The OpenID Connect provider of sessions that began with a web identity token. */
  readonly webProvider?: string;
  /** Sessions of an instance profile: delivered by IMDSv1 or v2. */
  readonly ec2RoleDelivery?: '1.0' | '2.0';
  /** The Lambda function that the credentials were made for. */
  readonly functionArn?: string;
}

export function asRoleSession(session: RoleSession, client: Client): Caller {
  const { role, sessionName, accessKeyId, functionArn } = session;
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  const identity: JsonObject = {
    type: 'AssumedRole',
    principalId: `${role.principalId}:${sessionName}`,
    arn,
    accountId: role.accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.principalId,
        arn: role.arn,
        accountId: role.accountId,
        userName: role.name,
      },
      webIdFederationData:
        session.webProvider === undefined
          ? undefined
          : { federatedProvider: session.webProvider, attributes: {} },
      attributes: describeAttributes(session),
      sourceIdentity: session.sourceIdentity,
      ec2RoleDelivery: session.ec2RoleDelivery,
    },
    inScopeOf: functionArn && {
      sourceArn: functionArn,
      sourceAccount: role.accountId,
      issuerType: 'AWS::Lambda::Function',
      credentialsIssuedTo: functionArn,
    },
  };
  return { identity, accountId: role.accountId, arn, sourceIdentity: session.sourceIdentity, ...client };
}

/** An AWS service on its own behalf. `accountId` is the account that gets the record. */
export function asService(service: string, accountId: string): Caller {
  const identity = { type: 'AWSService', invokedBy: service };
  return { identity, accountId, arn: service, address: service, agent: service, service: true };
}

/** A service that acts with the credentials of whoever asked it: CloudFormation creating what a template declares. */
export function throughService(caller: Caller, service: string): Caller {
  const identity = { ...caller.identity, invokedBy: service };
  return { ...caller, identity, address: service, agent: service, service: true, console: false };
}

/** How the owner of a resource sees a caller from another account: no more than an id. */
export function asForeignAccount(caller: Caller, recipient: string): Caller {
  const identity = {
    type: 'AWSAccount',
    principalId: caller.identity.principalId,
    accountId: caller.accountId,
  };
  return { ...caller, identity, accountId: recipient };
}

export function asAnonymous(accountId: string, client: Client): Caller {
  const identity = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' };
  return { identity, accountId, arn: 'anonymous', ...client };
}

function describeAttributes({ issuedAt, mfa }: TemporaryCredentials): JsonObject {
  return { creationDate: formatTime(issuedAt), mfaAuthenticated: mfa === true ? 'true' : 'false' };
}
