/**
 * Whose credentials signed the call: the answer to the three questions that AWS's userIdentity page opens with
 * (root or IAM user? temporary credentials of a role or federated user? another AWS service?), from `type` alone.
 *
 * An `invokedBy` beside a person's or role's type does not make the call a service's: it is their request, passed on
 * by a service that keeps their identity. Only where nobody else is named does it answer the third question.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import type { CredentialKind } from './event.ts';
import { memberOf, textIn } from './json.ts';

const KIND_BY_TYPE: ReadonlyMap<string, CredentialKind> = new Map([
  ['Root', 'root'],
  ['IAMUser', 'iam-user'],
  ['AssumedRole', 'role'],
  ['Role', 'role'],
  ['FederatedUser', 'federated'],
  ['SAMLUser', 'federated'],
  ['WebIdentityUser', 'federated'],
  ['IdentityCenterUser', 'federated'],
  ['AWSService', 'service'],
  ['AWSAccount', 'account'],
]);

export function credentialKindOf(identity: unknown): CredentialKind {
  if (isAnonymous(identity)) return 'anonymous';
  const type = textIn(identity, 'type');
  if (type === undefined) return isServiceAlone(identity) ? 'service' : 'unknown';
  const kind = KIND_BY_TYPE.get(type);
  if (kind !== undefined) return kind;
  // Identity Center users were written with type Unknown before they had a type of their own.
  return textIn(memberOf(identity, 'onBehalfOf'), 'userId') === undefined ? 'unknown' : 'federated';
}

/** Requests without credentials, to public S3 buckets for one: the account id says so, in one of two spellings. */
export function isAnonymous(identity: unknown): boolean {
  const accountId = memberOf(identity, 'accountId');
  return accountId === 'ANONYMOUS_PRINCIPAL' || accountId === 'anonymous';
}

function isServiceAlone(identity: unknown): boolean {
  return (
    textIn(identity, 'invokedBy') !== undefined &&
    textIn(identity, 'arn') === undefined &&
    textIn(identity, 'principalId') === undefined
  );
}
