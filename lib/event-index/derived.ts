/**
 * Summary values that follow from others and are therefore not stored.
 *
 * Each byte of an event's item is stored four times. A missing attribute means "as derived here"; `-` means that the
 * record has no such value although one could be derived. Readers get the full event either way. The rules may grow
 * stricter only together with the schema version: items that were written stay as they are.
 */
import type { CredentialKind, TrailEvent } from '../cloudtrail/event.ts';

/** What derivations start from: always stored, or derived before the others. */
export interface DerivationBase {
  readonly principal: string;
  readonly credentialKind: CredentialKind;
  readonly sourceIPAddress?: string | undefined;
}

const KIND_OF_PRINCIPAL: readonly (readonly [RegExp, CredentialKind])[] = [
  [/^arn:[^:]*:iam::\d{12}:role\//, 'role'],
  [/^arn:[^:]*:sts::\d{12}:assumed-role\//, 'role'],
  [/^arn:[^:]*:iam::\d{12}:user\//, 'iam-user'],
  [/^arn:[^:]*:iam::\d{12}:root$/, 'root'],
  [/^[a-z0-9.-]+\.amazonaws\.com$/, 'service'],
];

const ACCOUNT_OF_PRINCIPAL = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/;

/** The session of an Identity Center role, from which the role's ARN follows where its path names no region. */
const IDENTITY_CENTER_SESSION = /^arn:([^:]*):sts::(\d{12}):assumed-role\/(AWSReservedSSO_[^/]+)\//;

const IDENTITY_TYPE_OF_KIND: Readonly<Partial<Record<CredentialKind, string>>> = {
  root: 'Root',
  'iam-user': 'IAMUser',
  role: 'AssumedRole',
  service: 'AWSService',
  account: 'AWSAccount',
  anonymous: 'AWSAccount',
};

/** The kind of credentials that a principal's form tells; undefined where it tells none. */
export function kindOfPrincipal(principal: string): CredentialKind | undefined {
  return KIND_OF_PRINCIPAL.find(([form]) => form.test(principal))?.[1];
}

/** The account that a principal's ARN names. */
function accountOfPrincipal(principal: string): string | undefined {
  return ACCOUNT_OF_PRINCIPAL.exec(principal)?.[1];
}

function roleOfSession(principal: string): string | undefined {
  const [, partition, account, role] = IDENTITY_CENTER_SESSION.exec(principal) ?? [];
  return role && `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/${role}`;
}

function serviceIn(address: string | undefined): string | undefined {
  return address?.endsWith('.amazonaws.com') ? address : undefined;
}

type Derivation = (base: DerivationBase) => string | undefined;

export const DERIVED: Readonly<Partial<Record<keyof TrailEvent, Derivation>>> = {
  // Most events are delivered to the account of whoever acted.
  recipientAccountId: ({ principal }) => accountOfPrincipal(principal),
  roleArn: ({ principal }) => roleOfSession(principal),
  identityType: ({ credentialKind }) => IDENTITY_TYPE_OF_KIND[credentialKind],
  eventType: () => 'AwsApiCall',
  eventCategory: () => 'Management',
  // Calls that a service makes name the service in all three places.
  userAgent: ({ sourceIPAddress }) => serviceIn(sourceIPAddress),
  invokedBy: ({ sourceIPAddress }) => serviceIn(sourceIPAddress),
};
