/**
 * What the index made of the files that a backfill has announced. Added up one by one, as the ledger tells of them.
 */
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { NAMED_LIMIT, type NamedFile } from '../named-file.ts';
import type { OutstandingTally } from '../outstanding-files.ts';

export interface BackfillOutcome {
  /** Announced files that the index has dealt with: indexed + rejected + recorded. */
  readonly done: number;
  readonly indexedFiles: number;
  readonly rejectedFiles: number;
  readonly recordedDigests: number;
  /** Records that are in the index because of this run. */
  readonly events: number;
  readonly rejectedRecords: number;
  readonly expiredRecords: number;
  /** Announced files that the index has not dealt with yet. */
  readonly outstanding: number;
}

export interface NamedOutcome extends BackfillOutcome {
  /** Both lists are bounded, and in the order of their keys; the numbers above are not bounded. */
  readonly rejected: readonly NamedFile[];
  /** Announced, and not dealt with when the run ended. */
  readonly unfinished: readonly NamedFile[];
}

export class OutcomeTally implements OutstandingTally {
  readonly #counts = {
    done: 0,
    indexedFiles: 0,
    rejectedFiles: 0,
    recordedDigests: 0,
    events: 0,
    rejectedRecords: 0,
    expiredRecords: 0,
    outstanding: 0,
  } satisfies BackfillOutcome;
  readonly #rejected: NamedFile[] = [];
  pending: readonly NamedFile[] = [];

  add(count: keyof BackfillOutcome, amount = 1): void {
    this.#counts[count] += amount;
  }

  name(_list: 'rejected', file: NamedFile): void {
    if (this.#rejected.length < NAMED_LIMIT) this.#rejected.push(file);
  }

  /** Of what was indexed before nothing is announced, so the entry is always new. */
  addIndexed({ indexed = 0, rejected = 0, expired = 0 }: LedgerEntry): void {
    this.add('done');
    this.add('indexedFiles');
    this.add('events', indexed);
    this.add('rejectedRecords', rejected);
    this.add('expiredRecords', expired);
  }

  outcome(): BackfillOutcome {
    return { ...this.#counts };
  }

  named(unfinished: readonly NamedFile[]): NamedOutcome {
    return { ...this.#counts, rejected: byKey(this.#rejected), unfinished: byKey(unfinished) };
  }
}

function byKey(files: readonly NamedFile[]): readonly NamedFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
