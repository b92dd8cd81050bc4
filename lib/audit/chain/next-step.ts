/**
 * Whether a call's own record names whoever made it, or only a temporary key that somebody was handed before.
 *
 * Users and root name themselves, yet with a temporary key there is a sign-in or an STS call to be found that says from
 * where and with MFA or not. Callers that come with a token (SAML, web identity, Identity Center) have no key.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';

export type NextStep =
  | { readonly kind: 'origin' }
  | { readonly kind: 'other-account' }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'key'; readonly accessKeyId: string };

export function nextStep({ credentialKind, identityType, accessKeyId }: IndexedEvent): NextStep {
  switch (credentialKind) {
    case 'service':
    case 'anonymous':
      return { kind: 'origin' };
    case 'account':
      return { kind: 'other-account' };
    case 'root':
    case 'iam-user':
      return accessKeyId !== undefined && isTemporaryKey(accessKeyId)
        ? { kind: 'key', accessKeyId }
        : { kind: 'origin' };
    case 'federated':
      if (identityType !== 'FederatedUser') return { kind: 'origin' };
  }
  return accessKeyId === undefined ? { kind: 'no-key' } : { kind: 'key', accessKeyId };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
function isTemporaryKey(accessKeyId: string): boolean {
  return accessKeyId.startsWith('ASIA');
}
