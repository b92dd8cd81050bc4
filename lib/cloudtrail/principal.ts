/**
 * Who did it: the one name an auditor would give, from `userIdentity`, which spells it in a dozen ways.
 *
 * A role's sessions count as the role, so that its calls are found together; sessions of IAM Identity Center
 * permission sets count each for itself, because there the session is the person and the role is shared by many.
 * Every member of `userIdentity` may be missing, masked or of another type, so each rule ends in the same fallback and
 * the principal is never empty. ARNs are taken as written, also masked ones (`arn***`): they are what the trail says.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { isAnonymous } from './credential-kind.ts';
import { memberOf, textIn, textOf } from './json.ts';
import { parseRoleSession } from './role-session.ts';

export interface Principal {
  /** Never empty. */
  readonly principal: string;
  /** What Event history calls User name: for a role, the session's name. */
  readonly userName?: string | undefined;
  /** The role of a session that is its own principal. */
  readonly roleArn?: string | undefined;
}

/** The principal of an event whose record names nobody. */
export const UNKNOWN_PRINCIPAL = 'unknown';
export const ANONYMOUS_PRINCIPAL = 'anonymous';

type Rule = (identity: unknown, partition: string) => Principal;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Root', principalOfRoot],
  ['IAMUser', principalOfUser],
  ['AssumedRole', principalOfRoleSession],
  ['FederatedUser', principalOfFederatedUser],
  ['SAMLUser', principalOfProviderUser],
  ['WebIdentityUser', principalOfProviderUser],
  ['IdentityCenterUser', principalOfIdentityCenterUser],
  ['Unknown', principalOfIdentityCenterUser],
  ['AWSService', principalOfService],
  ['AWSAccount', principalOfAccount],
]);

/** `awsRegion` is only consulted for the partition of an ARN that the identity leaves out. */
export function principalOf(identity: unknown, awsRegion?: string): Principal {
  if (typeof identity === 'string') return { principal: textOf(identity) ?? UNKNOWN_PRINCIPAL };
  if (isAnonymous(identity)) return { principal: ANONYMOUS_PRINCIPAL };
  const rule = RULES.get(textIn(identity, 'type') ?? '');
  return rule === undefined ? fallback(identity) : rule(identity, partitionOf(awsRegion));
}

/** The principal of an event that names its caller by nothing but an ARN (Insights, aggregated events). */
export function principalOfArn(arn: string): string {
  const session = parseRoleSession(arn);
  if (session === undefined) return arn;
  return isIdentityCenterRole(session.roleName) && session.sessionName !== undefined ? arn : session.roleArn;
}

/** The account's root ARN; sessions of sts:AssumeRoot (`arn:aws:sts::…:assumed-root`) act as the same root. */
function principalOfRoot(identity: unknown, partition: string): Principal {
  const arn = textIn(identity, 'arn');
  const accountId = accountIn(identity);
  const userName = textIn(identity, 'userName') ?? 'root';
  if (arn?.endsWith(':root') || accountId === undefined) return { ...fallback(identity), userName };
  return { principal: `arn:${partitionIn(arn) ?? partition}:iam::${accountId}:root`, userName };
}

/** Failed console sign-ins leave out the ARN. User names are unique in an account, so it is put together (pathless). */
function principalOfUser(identity: unknown, partition: string): Principal {
  const userName = textIn(identity, 'userName');
  const accountId = accountIn(identity);
  const isComplete = textIn(identity, 'arn') !== undefined || accountId === undefined;
  if (isComplete || userName === undefined || !isUserName(userName)) return fallback(identity);
  return { principal: `arn:${partition}:iam::${accountId}:user/${userName}`, userName };
}

function principalOfRoleSession(identity: unknown): Principal {
  const arn = textIn(identity, 'arn');
  const issuer = memberOf(memberOf(identity, 'sessionContext'), 'sessionIssuer');
  const issuerArn = textIn(issuer, 'arn');
  const session = arn === undefined ? undefined : parseRoleSession(arn);
  const userName =
    session?.sessionName ?? afterColon(textIn(identity, 'principalId')) ?? textIn(identity, 'userName');
  const roleArn = issuerArn?.startsWith('arn:') ? issuerArn : (session?.roleArn ?? issuerArn);
  if (roleArn === undefined) return { ...fallback(identity), userName };
  const isPerson =
    roleArn === issuerArn ? hasIdentityCenterPath(roleArn) : isIdentityCenterRole(session?.roleName);
  return isPerson && arn !== undefined && session?.sessionName !== undefined
    ? { principal: arn, userName, roleArn }
    : { principal: roleArn, userName };
}

/** Its principalId is `<account>:<name>`; older records have `AIDA…:<name>`, the id of the user who issued it. */
function principalOfFederatedUser(identity: unknown): Principal {
  const arn = textIn(identity, 'arn');
  const userName =
    textIn(identity, 'userName') ??
    after(arn, ':federated-user/') ??
    afterColon(textIn(identity, 'principalId'));
  return { ...fallback(identity), userName };
}

/** `<provider>/<user>`: only on the STS call that exchanges the provider's assertion for a role session. */
function principalOfProviderUser(identity: unknown): Principal {
  const provider = textIn(identity, 'identityProvider');
  const userName = textIn(identity, 'userName');
  if (provider === undefined || userName === undefined) return fallback(identity);
  return { principal: `${provider}/${userName}`, userName };
}

/** `<identity store ARN>/<user id>`. Before the type existed such calls were `Unknown` with `onBehalfOf`. */
function principalOfIdentityCenterUser(identity: unknown): Principal {
  const person = memberOf(identity, 'onBehalfOf');
  const userId = textIn(person, 'userId');
  if (userId === undefined) return fallback(identity);
  const store = textIn(person, 'identityStoreArn');
  const userName = textIn(identity, 'userName') ?? userId;
  return { principal: store === undefined ? userId : `${store}/${userId}`, userName };
}

function principalOfService(identity: unknown): Principal {
  const service = textIn(identity, 'invokedBy');
  return service === undefined ? fallback(identity) : { principal: service };
}

/**
 * A caller of another account: `<account>/<principalId>`, in that account's copy the same caller has an ARN. An ARN
 * beside the principalId, which AWS does not document, is not used: the caller would have two names.
 */
function principalOfAccount(identity: unknown): Principal {
  const accountId = textIn(identity, 'accountId');
  const principalId = textIn(identity, 'principalId');
  const userName = textIn(identity, 'userName');
  if (accountId !== undefined && principalId !== undefined) {
    return { principal: `${accountId}/${principalId}`, userName };
  }
  const named = fallback(identity);
  return named.principal === UNKNOWN_PRINCIPAL && accountId !== undefined
    ? { principal: accountId, userName }
    : named;
}

/** Also the rule for types that AWS has yet to invent, and for service events, whose identity has no type. */
function fallback(identity: unknown): Principal {
  const userName = textIn(identity, 'userName');
  const principal =
    textIn(identity, 'arn') ??
    textIn(identity, 'principalId') ??
    textIn(identity, 'invokedBy') ??
    UNKNOWN_PRINCIPAL;
  return { principal, userName };
}

/** Only IAM Identity Center can create roles under this path. */
function hasIdentityCenterPath(roleArn: string): boolean {
  return roleArn.includes(':role/aws-reserved/sso.amazonaws.com/');
}

/** For where the path is not known: a session's ARN lacks it. Others may use the prefix, but have no cause to. */
function isIdentityCenterRole(roleName = ''): boolean {
  return roleName.startsWith('AWSReservedSSO_');
}

/** Not a user's name: failed sign-ins with an unknown one hide it, as people type passwords there. */
function isUserName(userName: string): boolean {
  return userName !== 'HIDDEN_DUE_TO_SECURITY_REASONS' && /^[\w+=,.@-]{1,64}$/.test(userName);
}

function accountIn(identity: unknown): string | undefined {
  const accountId = textIn(identity, 'accountId');
  return accountId !== undefined && /^\d{12}$/.test(accountId) ? accountId : undefined;
}

function partitionIn(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /^arn:(aws[a-z-]*):/.exec(arn)?.[1];
}

function partitionOf(awsRegion = ''): string {
  if (awsRegion.startsWith('cn-')) return 'aws-cn';
  return awsRegion.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function afterColon(text: string | undefined): string | undefined {
  return after(text, ':');
}

function after(text: string | undefined, mark: string): string | undefined {
  const at = text === undefined ? -1 : text.indexOf(mark);
  return at < 0 ? undefined : textOf(text?.slice(at + mark.length));
}
