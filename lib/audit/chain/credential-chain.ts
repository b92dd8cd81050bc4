/** What a chain of credentials says: its calls, why it ends, and who is behind it. */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { Behind } from './behind.ts';
import type { CallDetails } from './call-details.ts';
import type { Call } from './copies.ts';
import type { Doubt } from './doubts.ts';

export interface ChainLink extends Call {
  /**
   * `event` is what was asked about, `use` the newest call with the key that was asked about, `issue` the call that
   * handed out the key of the link before, `sign-in` the console sign-in that began its session.
   */
  readonly step: 'event' | 'use' | 'issue' | 'sign-in';
  readonly details: CallDetails;
  /** Why this call need not be the one that handed out the key. */
  readonly doubts: readonly Doubt[];
}

/** Why a chain goes no further back. */
export type ChainEnd =
  /** Somebody with credentials of their own, an AWS service, or nobody at all (anonymous). */
  | { readonly kind: 'origin' }
  /** A caller of another account, whose own copy of the call is not in the index. */
  | { readonly kind: 'other-account' }
  /** The record names no access key. */
  | { readonly kind: 'no-key' }
  | {
      readonly kind: 'missing';
      /** No call in the index handed it out. */
      readonly accessKeyId: string;
      /** When the session that holds the key began, where a record says. */
      readonly sessionBegan: string | undefined;
      /** A call that handed it out, but only after its use: not taken. */
      readonly tooLate: IndexedEvent | undefined;
    }
  /** The key was met before, nearer to the event: what the records say cannot have happened. */
  | { readonly kind: 'cycle'; readonly accessKeyId: string }
  /** Not followed any further; ask for the chain of the last event to go on. */
  | { readonly kind: 'too-long' };

export interface CredentialChain {
  /** From what was asked about back in time. */
  readonly links: readonly [ChainLink, ...ChainLink[]];
  readonly end: ChainEnd;
  /** Undefined where neither the end of the chain nor anything on the way names somebody. */
  readonly behind: Behind | undefined;
  /** The person that a session was opened for, as whoever opened it said; kept by all sessions opened from it. */
  readonly sourceIdentity: string | undefined;
  /** Where the chain ends at a long-term key: the call that created it, if the index has it. */
  readonly keyCreation: Call | undefined;
  /** Records that could not be read: what only they say (session names, MFA devices) is missing. */
  readonly unreadable: { readonly events: number; readonly problem: string | undefined };
}

export type ChainStart = { readonly eventID: string } | { readonly accessKeyId: string };

export interface ChainOptions {
  /** Links at most. A role that renews its own session makes one an hour. @default 200 */
  readonly maxLinks?: number | undefined;
}
