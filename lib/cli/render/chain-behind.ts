/**
 * Who is behind a chain, in one sentence that says how the name is known: what is only probable must not read as certain.
 */
import type { Behind, ChainLink, CredentialChain } from '../../audit/chain.ts';

export function describeBehind(chain: CredentialChain): string {
  const { behind, links } = chain;
  const last = links.at(-1) ?? links[0];
  const isDoubtful = links.some(({ doubts }) => doubts.length > 0);
  const what = `Behind ${isCreation(links[0]) ? 'its creation' : 'it'}${isDoubtful ? ', perhaps' : ''}`;
  if (behind === undefined) return `${what}: unknown; the trace ends at ${last.event.principal}.`;
  return `${what}: ${behind.basis === 'caller' ? describeCaller(chain, last) : describeHint(behind)}.`;
}

/** The chain of a long-term key leads to whoever made it, which need not be whoever has it. */
export function isCreation({ step, event }: ChainLink): boolean {
  return step === 'issue' && event.issuedAccessKeyId?.startsWith('AKIA') === true;
}

function describeCaller({ behind, links }: CredentialChain, last: ChainLink): string {
  const { kind, name, principal } = behind as Behind;
  const { event } = last;
  const known = principal === undefined ? name : `${name} (${principal})`;
  switch (kind) {
    case 'root':
      return `the root user of ${accountOf(last)}, ${credentialsOf(last)}`;
    case 'iam-user':
      return `IAM user ${known}, ${credentialsOf(last)}`;
    case 'identity-center-user':
      return `${event.identityType === 'SAMLUser' ? name : known}, a user of IAM Identity Center`;
    case 'saml-user':
      return `${name}, whom ${providerOf(name, principal)} signed in (SAML)`;
    case 'web-identity':
      return `${name}, whom ${providerOf(name, principal)} vouched for (web identity)`;
    case 'service':
      return `the service ${name}${onBehalfOf(links.at(-2))}`;
    case 'account':
      return `somebody in account ${name.replace(/^(\d{12})\/(.+)$/s, '$1 ($2)')}`;
    case 'anonymous':
      return `nobody who has a name; the call carries no credentials and came from ${event.sourceIPAddress ?? 'an unknown address'}`;
    default:
      return known;
  }
}

/** `arn:…:saml-provider/Directory` of `arn:…:saml-provider/Directory/alice`. */
function providerOf(name: string, principal = ''): string {
  return principal.endsWith(`/${name}`) ? principal.slice(0, -name.length - 1) : principal || 'a provider';
}

function accountOf({ event: { recipientAccountId, principal } }: ChainLink): string {
  const account = /^arn:[^:]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? recipientAccountId;
  return account === undefined ? 'an unknown account' : `account ${account}`;
}

function credentialsOf({ event, step }: ChainLink): string {
  const { accessKeyId, eventSource } = event;
  if (step === 'sign-in' || eventSource === 'signin.amazonaws.com') return 'who signed in to the console';
  if (accessKeyId === undefined) return 'without an access key';
  return `with the ${accessKeyId.startsWith('ASIA') ? 'temporary' : 'long-term'} key ${accessKeyId}`;
}

/** What a service was given a session for: an instance, a function, a task. */
function onBehalfOf(user: ChainLink | undefined): string {
  if (user === undefined) return '';
  const { principal, userName } = user.event;
  const { credentialsIssuedTo } = user.details;
  if (credentialsIssuedTo !== undefined) return `, for ${credentialsIssuedTo}`;
  return userName === undefined ? '' : `, for session ${userName} of ${principal}`;
}

function describeHint({ kind, name, principal, basis }: Behind): string {
  switch (basis) {
    case 'source-identity':
      return `${name}, by the source identity of the session`;
    case 'session-name':
      return `${name}, by the name of the Identity Center session`;
    case 'session-issuer':
      return `${kind === 'root' ? 'the root user' : `IAM user ${name}`} (${principal}), who opened the federated session`;
    case 'role':
      return `the service ${name}, the only one that may use ${principal}`;
    case 'provider':
      return `${name}, whom ${principal} vouched for (web identity)`;
    case 'caller':
      return name;
  }
}
