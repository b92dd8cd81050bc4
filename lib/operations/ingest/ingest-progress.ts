/** What a run of `ingest` has done so far, and what it has to say in the end. */
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { NAMED_LIMIT, type NamedFile } from '../named-file.ts';

export interface IngestProgress {
  /** Files taken from the sources so far, whatever became of them. */
  readonly filesFound: number;
  /** Put into the bucket and announced by this run. */
  readonly delivered: number;
  readonly deliveredBytes: number;
  /** Of those, or known from before: the index has dealt with them. indexed + already indexed + rejected + recorded. */
  readonly done: number;
  readonly indexedFiles: number;
  /** The index held these bytes before this run. */
  readonly alreadyIndexedFiles: number;
  readonly rejectedFiles: number;
  readonly recordedDigests: number;
  /** Same key and same bytes as another file of this run: delivered once. */
  readonly duplicateFiles: number;
  /** Empty objects that stand for folders. */
  readonly markers: number;
  /** Delivered as rewrapped documents, marked as not CloudTrail's bytes. */
  readonly rewrappedFiles: number;
  /** Records that are in the index because of this run. */
  readonly events: number;
  readonly alreadyIndexedEvents: number;
  readonly rejectedRecords: number;
  /** Records older than the retention: counted, not indexed. */
  readonly expiredRecords: number;
  /** Delivered files that the index has not dealt with yet. */
  readonly outstanding: number;
  /** Of all files that need nothing more, whatever became of them: in the measure of `workOf`. */
  readonly finishedWork: number;
  /** Those of them that were tried, with what held them up; a bounded list. */
  readonly pending: readonly NamedFile[];
}

/** `stalled`: nothing moved for too long. `interrupted`: the signal said stop; what was under way was finished. */
export type IngestEnd = 'done' | 'stalled' | 'interrupted';

export interface IngestSummary extends Omit<IngestProgress, 'finishedWork'> {
  readonly end: IngestEnd;
  /** The lists below are bounded, and in the order of their paths; the numbers above are not bounded. */
  readonly rejected: readonly NamedFile[];
  /** Delivered, and not dealt with when the run ended. */
  readonly unfinished: readonly NamedFile[];
  /** Given another key, because other bytes have theirs. */
  readonly renamed: readonly NamedFile[];
  /** Could not be read from disk, so never delivered. */
  readonly unreadable: readonly NamedFile[];
  readonly unreadableFiles: number;
  readonly renamedFiles: number;
}

type Count = {
  [Name in keyof IngestSummary]: IngestSummary[Name] extends number ? Name : never;
}[keyof IngestSummary];
type List = 'rejected' | 'renamed' | 'unreadable';

/** Adds up one run. The view is live: it shows the numbers of the moment. */
export class IngestTally {
  readonly #counts = {
    filesFound: 0,
    delivered: 0,
    deliveredBytes: 0,
    done: 0,
    indexedFiles: 0,
    alreadyIndexedFiles: 0,
    rejectedFiles: 0,
    recordedDigests: 0,
    duplicateFiles: 0,
    markers: 0,
    rewrappedFiles: 0,
    events: 0,
    alreadyIndexedEvents: 0,
    rejectedRecords: 0,
    expiredRecords: 0,
    outstanding: 0,
    unreadableFiles: 0,
    renamedFiles: 0,
  } satisfies Record<Count, number>;
  readonly #lists: Record<List, NamedFile[]> = { rejected: [], renamed: [], unreadable: [] };
  pending: readonly NamedFile[] = [];
  finishedWork = 0;

  add(count: Count, amount = 1): void {
    this.#counts[count] += amount;
  }

  name(list: List, file: NamedFile): void {
    if (this.#lists[list].length < NAMED_LIMIT) this.#lists[list].push(file);
  }

  addIndexed(entry: LedgerEntry, isNew: boolean): void {
    this.add('done');
    if (!isNew) {
      this.add('alreadyIndexedFiles');
      this.add('alreadyIndexedEvents', entry.indexed ?? 0);
      return;
    }
    this.add('indexedFiles');
    this.add('events', entry.indexed ?? 0);
    this.add('rejectedRecords', entry.rejected ?? 0);
    this.add('expiredRecords', entry.expired ?? 0);
  }

  progress(): IngestProgress {
    return { ...this.#counts, pending: this.pending, finishedWork: this.finishedWork };
  }

  summary(end: IngestEnd, unfinished: readonly NamedFile[]): IngestSummary {
    const { rejected, renamed, unreadable } = this.#lists;
    return {
      ...this.#counts,
      rejected: byPath(rejected),
      renamed: byPath(renamed),
      unreadable: byPath(unreadable),
      unfinished: byPath(unfinished),
      pending: this.pending,
      end,
    };
  }
}

/** Files are delivered several at once, in an order that means nothing to who reads about them. */
function byPath(files: readonly NamedFile[]): readonly NamedFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
