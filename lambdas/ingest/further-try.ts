/**
 * What the ledger says of a file that has to be tried again, and where the next try goes on.
 *
 * Progress is progress on one object by the rules of one version; a try that could not even open the object leaves that
 * of earlier ones as it was. Where the index holds an earlier object of the key, or what earlier rules made of it, that
 * stays true: the entry goes on saying `indexed`, and carries the progress of the new one beside it.
 */
import { type LedgerEntry, RULES_VERSION } from '../../lib/event-index/ledger.ts';

export interface Tried {
  readonly reason: string;
  /** Undefined where the object could not be opened. */
  readonly reached: { readonly eTag: string; readonly resumeFrom: number } | undefined;
}

/** `begun` is the entry of this try, `previous` what the ledger said before it. */
export function furtherTry(
  begun: LedgerEntry,
  previous: LedgerEntry | undefined,
  { reason, reached }: Tried,
): LedgerEntry {
  const attempts = (previous?.attempts ?? 0) + 1;
  if (previous?.status === 'indexed') {
    const progress =
      reached === undefined
        ? {}
        : {
            resumeETag: reached.eTag,
            resumeRulesVersion: RULES_VERSION,
            resumeFrom: reached.resumeFrom,
          };
    return { ...previous, ...progress, attempts, reason };
  }
  if (reached !== undefined) return { ...begun, attempts, reason, resumeFrom: reached.resumeFrom };
  return {
    ...begun,
    attempts,
    reason,
    eTag: previous?.eTag,
    sizeBytes: previous?.sizeBytes,
    resumeFrom: previous?.resumeFrom,
    rulesVersion: previous?.rulesVersion ?? RULES_VERSION,
  };
}

/** As it was before tries that failed: what they were about is done. */
export function withoutTries(entry: LedgerEntry): LedgerEntry {
  const { attempts, reason, resumeFrom, resumeETag, resumeRulesVersion, ...done } = entry;
  return done;
}

/** Position of the first record that an earlier try at this object, by these rules, did not bring into the index. */
export function resumePointIn(previous: LedgerEntry | undefined, eTag: string): number {
  if (previous === undefined) return 0;
  const { status, resumeFrom = 0 } = previous;
  const [object, rulesVersion] =
    status === 'indexed'
      ? [previous.resumeETag, previous.resumeRulesVersion]
      : [previous.eTag, previous.rulesVersion];
  const isAboutThis = object === eTag && rulesVersion === RULES_VERSION;
  return isAboutThis && (status === 'pending' || status === 'indexed') ? resumeFrom : 0;
}
