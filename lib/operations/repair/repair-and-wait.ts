/**
 * `verify --repair`: has the ingest function index what a verification found missing in the index, and waits for it.
 *
 * What it says in the end is what the ledger says; whether the faults are gone only another verification tells. Nothing
 * is remembered between runs: a repair that was interrupted is repeated, and what is mended by then is left alone.
 */
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { type NamedOutcome, OutcomeTally } from '../backfill/backfill-outcome.ts';
import { isCurrentlyIndexed } from '../current-entry.ts';
import { createOutstandingFiles } from '../outstanding-files.ts';
import { createPacer } from '../pacer.ts';
import { FILES_PER_SECOND, type LedgerLookUp, type OperationClock } from '../ports.ts';
import { announceAndWatch, GIVE_UP_AFTER_MS, type WatchSettings } from '../watch-outstanding.ts';
import { type AnnouncePorts, announceFiles } from './announce-files.ts';
import type { FileToMend } from './files-to-mend.ts';

export interface RepairSettings extends WatchSettings {
  /** Files announced a second, at most. */
  readonly filesPerSecond: number;
  /** Announced files that the index may be behind before the announcing waits for it. */
  readonly maxOutstanding: number;
}

const DEFAULT_REPAIR_SETTINGS: RepairSettings = {
  filesPerSecond: FILES_PER_SECOND,
  maxOutstanding: 2_000,
  pollIntervalMs: 1_000,
  giveUpAfterMs: GIVE_UP_AFTER_MS,
};

export interface RepairProgress {
  readonly files: number;
  readonly announced: number;
  /** Announced files that the index has dealt with. */
  readonly done: number;
}

export interface RepairContext extends AnnouncePorts {
  readonly clock: OperationClock;
  /** Stops the run: nothing further is announced. */
  readonly signal?: AbortSignal | undefined;
  readonly settings?: Partial<RepairSettings>;
  /** Called whenever a number may have changed, often. */
  readonly onProgress?: ((progress: RepairProgress) => void) | undefined;
}

export interface RepairSummary extends NamedOutcome {
  /** `stalled`: nothing moved for too long. `interrupted`: the signal said stop. */
  readonly end: 'done' | 'stalled' | 'interrupted';
  readonly files: number;
  readonly announced: number;
  /** Gone from the bucket since they were verified. */
  readonly gone: number;
  /** In the index by now, without this run. */
  readonly indexedSince: number;
}

/** @throws {RepairError} what was announced before stays so. */
export async function repairAndWait(
  files: readonly FileToMend[],
  context: RepairContext,
): Promise<RepairSummary> {
  const { clock, signal } = context;
  const settings = { ...DEFAULT_REPAIR_SETTINGS, ...context.settings };
  const marked = new Map<string, LedgerEntry>();
  const tally = new OutcomeTally();
  const outstanding = createOutstandingFiles(
    withoutStale(context.lookUp, marked),
    tally,
    settings.maxOutstanding,
  );
  const movement = { at: clock.now(), underWay: 0 };
  const counts = { announced: 0, gone: 0, indexedSince: 0 };
  const report = () => {
    const { announced } = counts;
    context.onProgress?.({ files: files.length, announced, done: tally.outcome().done });
  };
  report();
  const announcing = ({ signal: stopped }: AbortController) =>
    announceFiles(files, {
      ...context,
      pace: createPacer(settings.filesPerSecond, clock),
      signal: stopped,
      waitForRoom: outstanding.waitForRoom,
      onMarked: (entry) => marked.set(entry.key, entry),
      onSkipped: (reason) => counts[reason === 'gone' ? 'gone' : 'indexedSince']++,
      onAnnounced(some) {
        for (const file of some) outstanding.add(file);
        counts.announced += some.length;
        movement.at = clock.now();
        report();
      },
    });
  await announceAndWatch(announcing, { outstanding, movement, clock, settings, signal, onLook: report });
  const handled = counts.announced + counts.gone + counts.indexedSince;
  const isDone = handled === files.length && outstanding.size === 0;
  const end = isDone ? 'done' : signal?.aborted ? 'interrupted' : 'stalled';
  return { ...tally.named(outstanding.nameAll()), ...counts, files: files.length, end };
}

/**
 * Reads of the ledger are eventually consistent: one may still show the entry as it was before it was marked, which
 * would pass for a file that has been indexed anew.
 */
function withoutStale(lookUp: LedgerLookUp, marked: ReadonlyMap<string, LedgerEntry>): LedgerLookUp {
  return {
    async readEntries(files) {
      const entries = await lookUp.readEntries(files);
      return entries.filter(
        (entry) => !isCurrentlyIndexed(entry) || entry.updatedAt !== marked.get(entry.key)?.updatedAt,
      );
    },
  };
}
