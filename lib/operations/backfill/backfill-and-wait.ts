/**
 * A backfill that waits until the index has dealt with what it announces: for a person, who wants to know what became of
 * it, and for a place where log files are indexed only as long as somebody waits.
 *
 * The announcing never runs far ahead of the index, so that a new delivery waits behind few files. The run ends when
 * nothing is left, when nothing has moved for too long, or when it is told to stop; what is not done then is named.
 */
import { createOutstandingFiles, type OutstandingFile, type OutstandingFiles } from '../outstanding-files.ts';
import type { LedgerLookUp } from '../ports.ts';
import { announceAndWatch, GIVE_UP_AFTER_MS, type WatchSettings } from '../watch-outstanding.ts';
import { type BackfillContext, type BackfillRequest, type BackfillSettings, backfill } from './backfill.ts';
import { type BackfillOutcome, type NamedOutcome, OutcomeTally } from './backfill-outcome.ts';
import {
  type AnnouncedFile,
  type BackfillProgress,
  type BackfillSummary,
  isDigest,
} from './backfill-progress.ts';

export interface WaitingSettings extends BackfillSettings, WatchSettings {
  /** Announced files that the index may be behind before the announcing waits for it. */
  readonly maxOutstanding: number;
}

export const DEFAULT_WAITING_SETTINGS: Omit<WaitingSettings, keyof BackfillSettings> = {
  maxOutstanding: 2_000,
  pollIntervalMs: 1_000,
  giveUpAfterMs: GIVE_UP_AFTER_MS,
};

export interface WaitingProgress extends BackfillProgress, BackfillOutcome {}

export interface WaitingContext
  extends Omit<BackfillContext, 'settings' | 'onProgress' | 'onAnnounced' | 'waitForRoom'> {
  readonly lookUp: LedgerLookUp;
  /** Called whenever a number may have changed, often. */
  readonly onProgress?: ((progress: WaitingProgress) => void) | undefined;
  readonly settings?: Partial<WaitingSettings>;
}

export interface WaitedSummary extends Omit<BackfillSummary, 'end'>, NamedOutcome {
  /** `stalled`: nothing moved for too long. `interrupted`: the signal said stop. */
  readonly end: 'done' | 'stalled' | 'interrupted';
}

/** @throws {BackfillError} as a backfill does; what fails in the look into the ledger is passed on as it is. */
export async function backfillAndWait(
  request: BackfillRequest,
  context: WaitingContext,
): Promise<WaitedSummary> {
  const settings = { ...DEFAULT_WAITING_SETTINGS, ...context.settings };
  const { clock } = context;
  const tally = new OutcomeTally();
  const outstanding = createOutstandingFiles(context.lookUp, tally, settings.maxOutstanding);
  const movement = { at: clock.now(), underWay: 0 };
  let compared: BackfillProgress | undefined;
  const report = () => {
    if (compared !== undefined) context.onProgress?.({ ...compared, ...tally.outcome() });
  };

  const announcing = (stop: AbortController) =>
    backfill(request, {
      ...context,
      signal: stop.signal,
      waitForRoom: outstanding.waitForRoom,
      onAnnounced: (files) => {
        for (const file of files) outstanding.add(toOutstanding(file));
      },
      onProgress: (progress) => {
        compared = progress;
        movement.at = clock.now();
        report();
      },
    });
  const { signal } = context;
  const watch = { outstanding, movement, clock, settings, signal, onLook: report };
  const { announced } = await announceAndWatch(announcing, watch);
  return {
    ...announced,
    ...tally.named(outstanding.nameAll()),
    end: endOf(announced, outstanding, signal),
  };
}

/** A signal that comes when everything is done interrupts nothing. */
function endOf(
  { end }: BackfillSummary,
  { size }: OutstandingFiles,
  signal: AbortSignal | undefined,
): WaitedSummary['end'] {
  if (end === 'done' && size === 0) return 'done';
  return signal?.aborted ? 'interrupted' : 'stalled';
}

function toOutstanding({ key, deliveryDay, eTag, previous }: AnnouncedFile): OutstandingFile {
  return { path: key, key, deliveryDay, isDigest: isDigest(key), originalName: undefined, eTag, previous };
}
