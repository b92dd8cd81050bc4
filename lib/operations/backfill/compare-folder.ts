/**
 * Holds one folder of the trail bucket against the ledger and announces what is missing, some files in a message.
 *
 * When the run is told to stop, the folder is left as it is and not counted as done; files that wait for their turn are
 * then not announced. The next run finds them.
 */

import type { LedgerReader, TrailBucketListing } from '../../audit/ports.ts';
import type { Pacer } from '../pacer.ts';
import { type DeliveryTopic, FILES_PER_MESSAGE } from '../ports.ts';
import { toBackfillError } from './backfill-error.ts';
import type { AnnouncedFile, BackfillProgress, BackfillTally } from './backfill-progress.ts';
import { isAnnounced, judge, type VerdictRules } from './backfill-verdict.ts';
import type { DayFolder } from './day-folders.ts';
import { joinLedger } from './join-ledger.ts';

export interface CompareContext {
  readonly listing: TrailBucketListing;
  readonly ledger: LedgerReader;
  readonly topic: DeliveryTopic;
  readonly rules: VerdictRules;
  readonly pace: Pacer;
  readonly tally: BackfillTally;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: BackfillProgress) => void) | undefined;
  /** Resolves when more may be announced, or `signal` aborts. @default at once */
  readonly waitForRoom?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Told of each message once it is sent. */
  readonly onAnnounced?: ((files: readonly AnnouncedFile[]) => void | Promise<void>) | undefined;
}

/** @throws {BackfillError} */
export async function compareFolder(folder: DayFolder, context: CompareContext): Promise<void> {
  const { tally, signal } = context;
  for await (const files of missedFiles(folder, context)) {
    await announce(files, context);
    if (signal.aborted) return;
  }
  if (signal.aborted) return;
  tally.addFolder(folder.day);
  context.onProgress?.(tally.progress());
}

/** What is to be announced in one message each. Ends early when the run is told to stop. */
async function* missedFiles(
  { day, path }: DayFolder,
  { listing, ledger, rules, tally, signal }: CompareContext,
): AsyncGenerator<readonly AnnouncedFile[]> {
  let missed: AnnouncedFile[] = [];
  try {
    for await (const { object, entry } of joinLedger(
      listing.listObjects(path),
      ledger.readFolder(day, path),
    )) {
      if (signal.aborted) return;
      tally.addListed();
      const verdict = judge(object, entry, rules);
      const { key, eTag } = object;
      if (isAnnounced(verdict))
        missed.push({ key, deliveryDay: day, reason: verdict, eTag, previous: entry });
      else tally.addSkipped(verdict);
      if (missed.length < FILES_PER_MESSAGE) continue;
      yield missed;
      missed = [];
    }
  } catch (error) {
    throw toBackfillError(error, 'compare', `The folder ${path} could not be compared with the ledger`);
  }
  if (missed.length > 0) yield missed;
}

async function announce(files: readonly AnnouncedFile[], context: CompareContext): Promise<void> {
  const { topic, tally, signal } = context;
  await context.waitForRoom?.(signal);
  await context.pace(files.length, signal);
  if (signal.aborted) return;
  try {
    await topic.announce(files.map(({ key }) => key));
  } catch (error) {
    throw toBackfillError(error, 'announce', 'The delivery topic could not be told of missed log files');
  }
  for (const file of files) tally.addAnnounced(file);
  await context.onAnnounced?.(files);
  context.onProgress?.(tally.progress());
}
