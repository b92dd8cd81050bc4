/**
 * Names whoever is behind a chain: the caller at its end, and where the chain breaks, whatever on the way names somebody.
 *
 * How the name is known belongs to it (`basis`): a caller was authenticated by AWS; a source identity was stated by
 * whoever opened a session and cannot be changed after; the name of an Identity Center session is its user's, set by AWS.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { ChainEnd, ChainLink } from './credential-chain.ts';

export interface Behind {
  readonly kind:
    | 'root'
    | 'iam-user'
    | 'identity-center-user'
    | 'saml-user'
    | 'web-identity'
    | 'federated-user'
    | 'service'
    | 'account'
    | 'anonymous'
    | 'person'
    | 'unknown';
  /** For people to read: `alice`, `lambda.amazonaws.com`. */
  readonly name: string;
  /** The principal, ARN or provider behind the name, where there is more than the name. */
  readonly principal: string | undefined;
  readonly basis: 'caller' | 'source-identity' | 'session-name' | 'session-issuer' | 'role' | 'provider';
}

export function whoIsBehind(links: readonly [ChainLink, ...ChainLink[]], end: ChainEnd): Behind | undefined {
  const last = links.at(-1) ?? links[0];
  const caller = callerOf(last.event);
  // Users and root are named by their records, however they came by a temporary key; AssumeRoot only borrows root's name.
  const isNamed = end.kind === 'origin' || (caller?.kind === 'root' && !last.details.assumedRoot);
  if (isNamed || caller?.kind === 'iam-user') return caller;
  return sourceIdentityOf(links) ?? (end.kind === 'other-account' ? caller : hintOf(last));
}

function callerOf(event: IndexedEvent): Behind | undefined {
  const { credentialKind, principal, userName, identityType } = event;
  const named = (kind: Behind['kind'], name = userName ?? principal): Behind => {
    return { kind, name, principal: name === principal ? undefined : principal, basis: 'caller' };
  };
  switch (credentialKind) {
    case 'root':
      return named('root');
    case 'iam-user':
      return named('iam-user');
    case 'service':
      return named('service', principal);
    case 'account':
      return named('account', principal);
    case 'anonymous':
      return named('anonymous', principal);
    case 'federated':
      return named(federatedKindOf(identityType, principal));
    case 'unknown':
      return named('unknown');
    case 'role':
      return undefined;
  }
}

/** Identity Center opens its sessions through a SAML provider of its own, which it makes in every account. */
function federatedKindOf(identityType: string | undefined, principal: string): Behind['kind'] {
  if (identityType === 'SAMLUser')
    return principal.includes(':saml-provider/AWSSSO_') ? 'identity-center-user' : 'saml-user';
  if (identityType === 'WebIdentityUser') return 'web-identity';
  return identityType === 'FederatedUser' ? 'federated-user' : 'identity-center-user';
}

/** The oldest link is nearest to whoever set it. */
function sourceIdentityOf(links: readonly ChainLink[]): Behind | undefined {
  const link = links.findLast(({ event }) => event.sourceIdentity !== undefined);
  const name = link?.event.sourceIdentity;
  return name === undefined
    ? undefined
    : { kind: 'person', name, principal: undefined, basis: 'source-identity' };
}

const SERVICE_LINKED_ROLE = /:role\/aws-service-role\/([^/]+)\//;

/** What a session says about its owner by its role, its name or its record. */
function hintOf({ event, details }: ChainLink): Behind | undefined {
  const { principal, roleArn, userName, credentialKind } = event;
  if (roleArn !== undefined && userName !== undefined) {
    return { kind: 'identity-center-user', name: userName, principal, basis: 'session-name' };
  }
  const [, service] = SERVICE_LINKED_ROLE.exec(principal) ?? [];
  if (service !== undefined) return { kind: 'service', name: service, principal, basis: 'role' };
  const { sessionIssuerArn, federatedProvider } = details;
  if (credentialKind === 'federated' && sessionIssuerArn !== undefined) {
    const kind = sessionIssuerArn.endsWith(':root') ? 'root' : 'iam-user';
    const name = sessionIssuerArn.split('/').at(-1) ?? sessionIssuerArn;
    return { kind, name, principal: sessionIssuerArn, basis: 'session-issuer' };
  }
  if (federatedProvider === undefined) return undefined;
  const name = userName ?? principal;
  return { kind: 'web-identity', name, principal: federatedProvider, basis: 'provider' };
}
