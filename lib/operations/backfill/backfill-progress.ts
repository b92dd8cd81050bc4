/** What a run of `backfill` has done so far, and what it has to say in the end. */
import { DIGEST_FOLDER } from '../../cloudtrail/object-key.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { ANNOUNCED, type AnnounceReason, SKIPPED, type SkipReason } from './backfill-verdict.ts';

/** A file that was announced. */
export interface AnnouncedFile {
  readonly key: string;
  readonly deliveryDay: string;
  readonly reason: AnnounceReason;
  /** Of the object that the listing has seen. */
  readonly eTag: string;
  /** What the ledger said of it before. */
  readonly previous: LedgerEntry | undefined;
}

export interface BackfillProgress {
  /** Folders of a day in a region of an account, and those that are wholly compared with the ledger. */
  readonly folders: number;
  readonly foldersDone: number;
  /** Objects that were compared: announced + skipped, and the few of a message under way. */
  readonly listed: number;
  readonly announcedLogFiles: number;
  readonly announcedDigests: number;
  /** Both of these, by what was wrong. */
  readonly announced: Readonly<Record<AnnounceReason, number>>;
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

export interface BackfillSummary extends BackfillProgress {
  /** `interrupted`: the signal said stop. The next run finds what this one has not announced. */
  readonly end: 'done' | 'interrupted';
  /** The newest delivery day that is not wholly compared; undefined after a run that is done. */
  readonly newestUnfinishedDay: string | undefined;
}

/** Adds up one run over some days, each in the same number of folders. */
export class BackfillTally {
  #foldersDone = 0;
  #listed = 0;
  #announcedDigests = 0;
  readonly #announced = zeros(ANNOUNCED);
  readonly #skipped = zeros(SKIPPED);
  readonly #foldersLeft: Map<string, number>;
  readonly #folders: number;

  constructor(days: readonly string[], foldersPerDay: number) {
    this.#foldersLeft = new Map(days.map((day) => [day, foldersPerDay]));
    this.#folders = days.length * foldersPerDay;
  }

  addListed(): void {
    this.#listed++;
  }

  addSkipped(reason: SkipReason): void {
    this.#skipped[reason]++;
  }

  addAnnounced({ key, reason }: AnnouncedFile): void {
    this.#announced[reason]++;
    if (isDigest(key)) this.#announcedDigests++;
  }

  addFolder(day: string): void {
    this.#foldersDone++;
    this.#foldersLeft.set(day, (this.#foldersLeft.get(day) ?? 0) - 1);
  }

  progress(): BackfillProgress {
    const announced = sum(this.#announced);
    return {
      folders: this.#folders,
      foldersDone: this.#foldersDone,
      listed: this.#listed,
      announcedLogFiles: announced - this.#announcedDigests,
      announcedDigests: this.#announcedDigests,
      announced: { ...this.#announced },
      skipped: { ...this.#skipped },
    };
  }

  summary(): BackfillSummary {
    const [newestUnfinishedDay] = [...this.#foldersLeft]
      .filter(([, left]) => left > 0)
      .map(([day]) => day)
      .sort()
      .reverse();
    const end = newestUnfinishedDay === undefined ? 'done' : 'interrupted';
    return { ...this.progress(), end, newestUnfinishedDay };
  }
}

/** Of a key that the grammar of keys takes. */
export function isDigest(key: string): boolean {
  return key.includes(`/${DIGEST_FOLDER}/`);
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
