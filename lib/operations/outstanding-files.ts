/**
 * The delivered files that the index has not dealt with yet, and the look into the ledger that ends their waiting.
 *
 * Done is what the ledger says about this very object: its ETag, for `indexed` the present rules (files of older ones are
 * indexed anew), and for everything else an entry that was written since, because an old rejection is tried again and
 * says nothing about this delivery. The number is bounded: a delivery that runs far ahead of the index would only make
 * each look more expensive.
 */
import type { LedgerEntry } from '../event-index/ledger.ts';
import { isCurrentlyIndexed, isHeldUp } from './current-entry.ts';
import { NAMED_LIMIT, type NamedFile } from './named-file.ts';
import type { LedgerLookUp } from './ports.ts';
import { readEntries } from './read-entries.ts';

export interface OutstandingFile {
  readonly path: string;
  readonly key: string;
  readonly deliveryDay: string;
  readonly isDigest: boolean;
  readonly originalName: string | undefined;
  readonly eTag: string;
  /** What the ledger said before the delivery. */
  readonly previous: LedgerEntry | undefined;
  /** How much of its run it is, where that is measured. */
  readonly work?: number;
}

/** Told what becomes of them. */
export interface OutstandingTally {
  /** Those that were tried, with what held them up; a bounded list. */
  pending: readonly NamedFile[];
  add(count: 'outstanding' | 'done' | 'recordedDigests' | 'rejectedFiles', amount?: number): void;
  name(list: 'rejected', file: NamedFile): void;
  /** `isNew`: the entry was written since the delivery. */
  addIndexed(entry: LedgerEntry, isNew: boolean): void;
}

export interface OutstandingFiles {
  readonly size: number;
  add(file: OutstandingFile): void;
  /** Resolves when fewer than the limit are outstanding, or `signal` aborts. */
  waitForRoom(signal: AbortSignal): Promise<void>;
  /** Asks the ledger about all of them; true if any of them got further. */
  check(): Promise<boolean>;
  /** Names them with what is known, at most `NAMED_LIMIT`. */
  nameAll(): readonly NamedFile[];
}

interface Waiting extends OutstandingFile {
  /** The newest entry of this delivery that is not an end. */
  pending: LedgerEntry | undefined;
}

/** Files whose `pending` the progress shows. */
const SHOWN_PENDING = 20;
const NOT_TAKEN_UP = 'the ingest function has not taken it up yet';

export function createOutstandingFiles(
  ledger: LedgerLookUp,
  tally: OutstandingTally,
  limit: number,
  onSettled: (file: OutstandingFile) => void = () => {},
): OutstandingFiles {
  const files = new Map<string, Waiting>();
  let wakeWaiting = () => {};
  let room = Promise.resolve();

  function settle(file: Waiting, entry: LedgerEntry): void {
    files.delete(file.key);
    tally.add('outstanding', -1);
    if (files.size < limit) wakeWaiting();
    if (entry.status === 'recorded') {
      tally.add('done');
      tally.add('recordedDigests');
    } else if (entry.status === 'rejected') {
      tally.add('done');
      tally.add('rejectedFiles');
      tally.name('rejected', toNamed(file, entry.reason ?? 'no reason is given'));
    } else tally.addIndexed(entry, entry.updatedAt !== file.previous?.updatedAt);
    onSettled(file);
  }

  /** True if the entry tells something new about this delivery. */
  function take(file: Waiting, entry: LedgerEntry): boolean {
    if (isEnd(file, entry)) {
      settle(file, entry);
      return true;
    }
    if (!isHeldUp(entry) || isSame(entry, file.previous)) return false;
    // A try that got no further than the last one is no movement, however often it is repeated.
    const moved = entry.resumeFrom !== file.pending?.resumeFrom;
    file.pending = entry;
    return moved;
  }

  return {
    get size() {
      return files.size;
    },

    add(file) {
      files.set(file.key, { ...file, pending: undefined });
      tally.add('outstanding');
      if (files.size === limit) room = new Promise((resolve) => (wakeWaiting = resolve));
    },

    async waitForRoom(signal) {
      while (files.size >= limit && !signal.aborted) await orAborted(room, signal);
    },

    async check() {
      let moved = false;
      for (const entry of await readEntries(ledger, [...files.values()])) {
        const file = files.get(entry.key);
        if (file !== undefined && take(file, entry)) moved = true;
      }
      tally.pending = firstOf(files.values(), SHOWN_PENDING, ({ pending }) => pending !== undefined);
      return moved;
    },

    nameAll: () => firstOf(files.values(), NAMED_LIMIT, () => true),
  };
}

/** A success that is being indexed anew keeps its time: only the number of tries tells. */
function isSame(entry: LedgerEntry, previous: LedgerEntry | undefined): boolean {
  return entry.updatedAt === previous?.updatedAt && entry.attempts === previous.attempts;
}

function isEnd(file: OutstandingFile, entry: LedgerEntry): boolean {
  const isNew = entry.updatedAt !== file.previous?.updatedAt;
  // Digests are recorded by their key alone.
  if (file.isDigest) return isNew && entry.status === 'recorded';
  if (entry.eTag !== file.eTag) return false;
  // Where records were refused for their size, the function looks again, and only that is news.
  if (isCurrentlyIndexed(entry))
    return isNew || entry.recordLimitBytes === undefined || entry.confirmedAt !== file.previous?.confirmedAt;
  return isNew && entry.status === 'rejected';
}

function firstOf(
  files: Iterable<Waiting>,
  limit: number,
  wanted: (file: Waiting) => boolean,
): readonly NamedFile[] {
  const named: NamedFile[] = [];
  for (const file of files) {
    if (named.length === limit) break;
    if (wanted(file)) named.push(toNamed(file, file.pending?.reason ?? NOT_TAKEN_UP));
  }
  return named;
}

function toNamed({ path, key, originalName }: OutstandingFile, reason: string): NamedFile {
  return { path, key, reason, ...(originalName === undefined ? {} : { originalName }) };
}

async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let forget = () => {};
  const aborted = new Promise<void>((resolve) => {
    const settle = () => resolve();
    signal.addEventListener('abort', settle, { once: true });
    forget = () => signal.removeEventListener('abort', settle);
  });
  await Promise.race([promise, aborted]);
  forget();
}
