/**
 * `backfill`: finds the log files in the trail bucket that the ledger does not answer for, and announces them again.
 *
 * Day by day, the newest first, each folder of the bucket is held against the ledger, several at once; what is missing
 * goes to the delivery topic in CloudTrail's words, no faster than is asked for, so that new deliveries are not held up.
 * Nothing is remembered between runs but the ledger: a run that was interrupted is repeated, and one after everything is
 * indexed announces nothing. Decisions: docs/adr/0008-backfill.md.
 */

import { daysNewestFirst, deliveryDayOf } from '../../audit/delivery-days.ts';
import { findEdgeDay } from '../../audit/edge-day.ts';
import type { TrailBucketListing } from '../../audit/ports.ts';
import {
  findRegionFolders,
  hasFolderWithin,
  partWithin,
  type TrailFolders,
} from '../../audit/trail-folders.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { createPacer } from '../pacer.ts';
import { FILES_PER_SECOND, type OperationClock } from '../ports.ts';
import { toBackfillError } from './backfill-error.ts';
import { type BackfillSummary, BackfillTally } from './backfill-progress.ts';
import { type CompareContext, compareFolder } from './compare-folder.ts';
import { type DayFolder, findDayFolders } from './day-folders.ts';

export interface BackfillRequest extends TrailFolders {
  readonly now: Date;
  /** `YYYY-MM-DD`, of delivery. @default the oldest that the bucket has */
  readonly firstDay?: string | undefined;
  /** @default today */
  readonly lastDay?: string | undefined;
  /** Also announces files that were rejected. @default false */
  readonly retryRejected?: boolean;
  /** Also announces files that older rules have indexed. @default false */
  readonly reindex?: boolean;
}

export interface BackfillSettings {
  /** Folders compared at once. */
  readonly concurrency: number;
  /** Files announced a second, at most. */
  readonly filesPerSecond: number;
  /** Age below which a file's own notification may still be under way. */
  readonly freshMs: number;
  /** Time since the last try after which no message for a `pending` file can be in the queue. */
  readonly stalledMs: number;
}

export const DEFAULT_BACKFILL_SETTINGS: BackfillSettings = {
  concurrency: 16,
  filesPerSecond: FILES_PER_SECOND,
  freshMs: HOUR_MS,
  stalledMs: 6 * HOUR_MS,
};

export interface BackfillContext
  extends Pick<
    CompareContext,
    'listing' | 'ledger' | 'topic' | 'waitForRoom' | 'onProgress' | 'onAnnounced'
  > {
  readonly clock: OperationClock;
  /** Stops the run: nothing further is announced. */
  readonly signal?: AbortSignal | undefined;
  readonly settings?: Partial<BackfillSettings>;
}

/** @throws {BackfillError} when the bucket, the ledger or the topic refuses; what was announced before stays so. */
export async function backfill(request: BackfillRequest, context: BackfillContext): Promise<BackfillSummary> {
  const settings = { ...DEFAULT_BACKFILL_SETTINGS, ...context.settings };
  const { regions, days } = await findFolders(request, context.listing);
  const tally = new BackfillTally(days, regions.length);
  const failure = new AbortController();
  const comparing: CompareContext = {
    ...context,
    rules: {
      freshAfter: new Date(request.now.getTime() - settings.freshMs),
      pendingAfter: new Date(request.now.getTime() - settings.stalledMs),
      retryRejected: request.retryRejected ?? false,
      reindex: request.reindex ?? false,
    },
    pace: createPacer(settings.filesPerSecond, context.clock),
    tally,
    signal: AbortSignal.any([failure.signal, ...(context.signal ? [context.signal] : [])]),
  };
  context.onProgress?.(tally.progress());
  const { listing } = context;
  const { signal } = comparing;
  const onAbsent = (day: string) => tally.addFolder(day);
  const folders = findDayFolders({ regions, days }, { listing, signal, onAbsent });
  const workers = Array.from({ length: settings.concurrency }, () =>
    compareInTurn(folders, request.within, comparing).catch((error: unknown) => {
      failure.abort();
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  // Of days without a folder at the end nobody has told yet.
  context.onProgress?.(tally.progress());
  return tally.summary();
}

const LISTING_FAILED = 'The accounts, regions and days in the trail bucket could not be listed';

async function findFolders(request: BackfillRequest, listing: TrailBucketListing) {
  const lastDay = request.lastDay ?? deliveryDayOf(request.now);
  try {
    const regions = await findRegionFolders(listing, request);
    const firstDay = request.firstDay ?? (await findEdgeDay(listing, regions, 'first'))?.day;
    const days = firstDay === undefined ? [] : daysNewestFirst(firstDay, lastDay);
    return { regions, days: days.filter((day) => hasFolderWithin(regions, day, request.within)) };
  } catch (error) {
    throw toBackfillError(error, 'list', LISTING_FAILED);
  }
}

/** `folders` is shared: each worker takes the next one when it is done with its last. */
async function compareInTurn(
  folders: AsyncGenerator<DayFolder>,
  within: string | undefined,
  context: CompareContext,
): Promise<void> {
  while (!context.signal.aborted) {
    const next = await folders.next().catch((error: unknown) => {
      throw toBackfillError(error, 'list', LISTING_FAILED);
    });
    if (next.done || context.signal.aborted) return;
    context.onProgress?.(context.tally.progress());
    const { day, path } = next.value;
    await compareFolder({ day, path: partWithin(path, within) }, context);
  }
}
