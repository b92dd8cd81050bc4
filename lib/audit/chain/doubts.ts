/**
 * What speaks against a link: AWS hands out a key id once, and to whoever uses it afterwards. Records whose ids were
 * masked or made up break both rules, and a chain through them leads to the wrong person.
 */
import { parseRoleSession } from '../../cloudtrail/role-session.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';

export type Doubt =
  /** Other calls handed out the same key. */
  | 'issued-repeatedly'
  /** The key was handed out to another role, session or federated user than the one that used it. */
  | 'issued-to-another';

export interface Handover {
  /** Whoever the call that handed out the key says it was for. */
  readonly issuedTo: string | undefined;
  /** The call that was signed with it; undefined where none is known. */
  readonly use: IndexedEvent | undefined;
  /** Other calls that handed out the same key. */
  readonly otherCalls: number;
}

export function doubtsAbout({ issuedTo, use, otherCalls }: Handover): readonly Doubt[] {
  const isAnother = issuedTo !== undefined && use !== undefined && !isUsedBy(issuedTo, use);
  return [
    ...(otherCalls > 0 ? (['issued-repeatedly'] as const) : []),
    ...(isAnother ? (['issued-to-another'] as const) : []),
  ];
}

/** True also where it cannot be told. */
function isUsedBy(issuedTo: string, { credentialKind, principal, userName, clipped }: IndexedEvent): boolean {
  if (clipped.includes('principal') || clipped.includes('userName')) return true;
  if (credentialKind === 'federated') return principal === issuedTo;
  const session = parseRoleSession(issuedTo);
  if (session === undefined || credentialKind !== 'role' || principal === issuedTo) return true;
  // The ARN of a session leaves out the path of its role.
  const isRole = principal.replace(/(?<=:role\/).*\//, '') === session.roleArn;
  return isRole && (userName === undefined || userName === session.sessionName);
}
