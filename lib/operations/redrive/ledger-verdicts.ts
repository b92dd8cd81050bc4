/**
 * Waits until the ledger says something new about each of some log files: indexed, rejected, or held up again.
 *
 * New is an entry written since `previous`, or, where the index goes on holding an earlier object, one more try at the new
 * one. `pending` is an answer too, because it names what still holds the file up;
 * only a file that got further than before is on its way, and is waited for. What is never heard of ends the waiting
 * when nothing has been said about any file for long enough.
 */
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { isHeldUp } from '../current-entry.ts';
import type { LedgerKeyParts, LedgerLookUp, OperationClock } from '../ports.ts';
import { readEntries } from '../read-entries.ts';

export interface AwaitedFile extends LedgerKeyParts {
  /** What the ledger said before. */
  readonly previous: LedgerEntry | undefined;
}

export interface VerdictContext {
  readonly ledger: LedgerLookUp;
  readonly clock: OperationClock;
  readonly signal: AbortSignal;
  readonly pollIntervalMs: number;
  /** The waiting ends when there was no news of any file for this long. */
  readonly giveUpAfterMs: number;
  readonly onVerdicts: (known: number, total: number) => void;
}

/** The last word on each, by key; a file without one has not been heard of. */
export async function awaitVerdicts(
  files: readonly AwaitedFile[],
  context: VerdictContext,
): Promise<ReadonlyMap<string, LedgerEntry>> {
  const { clock, signal, pollIntervalMs, giveUpAfterMs, onVerdicts } = context;
  const open = new Map(files.map((file) => [file.key, file]));
  const heard = new Map<string, LedgerEntry>();
  let heardAt = clock.now();
  while (open.size > 0 && !signal.aborted && clock.now() - heardAt < giveUpAfterMs) {
    await clock.wait(pollIntervalMs, signal);
    if (signal.aborted) break;
    for (const entry of await readEntries(context.ledger, [...open.values()])) {
      const file = open.get(entry.key);
      if (file === undefined || !isNews(entry, file.previous)) continue;
      heardAt = clock.now();
      heard.set(entry.key, entry);
      if (isOnItsWay(entry, file.previous)) open.set(entry.key, { ...file, previous: entry });
      else open.delete(entry.key);
    }
    onVerdicts(files.length - open.size, files.length);
  }
  return heard;
}

function isNews(entry: LedgerEntry, previous: LedgerEntry | undefined): boolean {
  return entry.updatedAt !== previous?.updatedAt || entry.attempts !== previous.attempts;
}

function isOnItsWay(entry: LedgerEntry, previous: LedgerEntry | undefined): boolean {
  return isHeldUp(entry) && (entry.resumeFrom ?? 0) > (previous?.resumeFrom ?? 0);
}
