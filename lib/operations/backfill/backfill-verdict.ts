/**
 * What is to be done about an object of the trail bucket, given what the ledger says about it. Reasons: ADR 0008.
 *
 * When in doubt the file is announced: the ingest function looks at the ledger itself, and what it has indexed already
 * costs it two reads. Never announced is what that function would refuse, which would raise its alarm in every run.
 */

import type { ListedObject } from '../../audit/ports.ts';
import { type ObjectKey, parseObjectKey } from '../../cloudtrail/object-key.ts';
import { KEY_LIMIT_BYTES, type LedgerEntry } from '../../event-index/ledger.ts';
import { isCurrentlyIndexed } from '../current-entry.ts';

/**
 * - `missing`: the ledger does not know it, so nobody has told the ingest function of it
 * - `replaced`: the ledger speaks of an earlier object of that key
 * - `stalled`: tried, not done, and not tried again for so long that no message for it can be in the queue
 * - `retried`: rejected before, and rejected files were asked for
 * - `reread`: indexed without records that were too large, and rejected ones were asked for
 * - `outdated`: indexed by older rules, and such files were asked for
 */
export const ANNOUNCED = ['missing', 'replaced', 'stalled', 'retried', 'reread', 'outdated'] as const;

/**
 * - `done`: indexed, or a digest that is recorded
 * - `pending`: tried and not done; the queue brings it back
 * - `rejected`: nothing but another object would change that
 * - `fresh`: stored so short a time ago that its notification may be under way
 * - `archived`: it would be announced, but cannot be read before somebody has restored it
 * - `foreign`: no log file and no digest, or one whose key is too long to be taken
 */
export const SKIPPED = ['done', 'pending', 'rejected', 'fresh', 'archived', 'foreign'] as const;

export type AnnounceReason = (typeof ANNOUNCED)[number];
export type SkipReason = (typeof SKIPPED)[number];
export type Verdict = AnnounceReason | SkipReason;

export interface VerdictRules {
  /** What was stored later is fresh. */
  readonly freshAfter: Date;
  /** What was tried later is pending. */
  readonly pendingAfter: Date;
  readonly retryRejected: boolean;
  readonly reindex: boolean;
}

export function judge(object: ListedObject, entry: LedgerEntry | undefined, rules: VerdictRules): Verdict {
  const { kind } = parseObjectKey(object.key);
  if (!isAdmitted(kind, object.key)) return 'foreign';
  if (object.storedAt > rules.freshAfter) return 'fresh';
  const verdict = compare(object, entry, rules);
  // A digest is recorded by its key; nobody reads it.
  return object.archived && kind === 'log-file' && isAnnounced(verdict) ? 'archived' : verdict;
}

function compare(object: ListedObject, entry: LedgerEntry | undefined, rules: VerdictRules): Verdict {
  if (entry === undefined) return 'missing';
  switch (entry.status) {
    case 'recorded':
      return 'done';
    case 'pending':
      return Date.parse(entry.updatedAt) > rules.pendingAfter.getTime() ? 'pending' : 'stalled';
    case 'rejected':
      if (isReplaced(object, entry)) return 'replaced';
      return rules.retryRejected ? 'retried' : 'rejected';
    case 'indexed':
      if (isReplaced(object, entry)) return 'replaced';
      if (rules.reindex && !isCurrentlyIndexed(entry)) return 'outdated';
      return rules.retryRejected && entry.recordLimitBytes !== undefined ? 'reread' : 'done';
  }
}

export function isAnnounced(verdict: Verdict): verdict is AnnounceReason {
  return (ANNOUNCED as readonly Verdict[]).includes(verdict);
}

function isAdmitted(kind: ObjectKey['kind'], key: string): boolean {
  return (kind === 'log-file' || kind === 'digest') && Buffer.byteLength(key) <= KEY_LIMIT_BYTES;
}

function isReplaced(object: ListedObject, entry: LedgerEntry): boolean {
  return entry.eTag !== undefined && entry.eTag !== object.eTag;
}
