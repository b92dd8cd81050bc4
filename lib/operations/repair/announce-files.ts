/**
 * Announces the files of a repair to the delivery topic, a few in a message and never far ahead of the index.
 *
 * The ledger is asked once more before: what has been indexed since the verification needs no message, and what stands
 * as indexed is marked as outdated first, as the entry that was read and no other. A file that is gone by now is counted,
 * not announced: the next verification says that it is missing.
 */
import { batchesOf } from '../../batches.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { isCurrentlyIndexed, isHeldUp } from '../current-entry.ts';
import type { OutstandingFile } from '../outstanding-files.ts';
import type { Pacer } from '../pacer.ts';
import { type DeliveryTopic, FILES_PER_MESSAGE, type LedgerLookUp, type LogFileDelivery } from '../ports.ts';
import { readEntries } from '../read-entries.ts';
import type { FileToMend } from './files-to-mend.ts';
import { toRepairError } from './repair-error.ts';

export interface LedgerMarks {
  /** Has the file indexed anew when it is next announced. False where the entry is of another object by now. */
  markOutdated(deliveryDay: string, key: string, eTag: string): Promise<boolean>;
}

export interface AnnouncePorts {
  readonly topic: DeliveryTopic;
  readonly lookUp: LedgerLookUp;
  readonly marks: LedgerMarks;
  readonly objects: Pick<LogFileDelivery, 'storedETag'>;
}

export interface AnnounceContext extends AnnouncePorts {
  readonly pace: Pacer;
  readonly signal: AbortSignal;
  /** Resolves when more may be announced, or `signal` aborts. */
  readonly waitForRoom: (signal: AbortSignal) => Promise<void>;
  readonly onMarked: (entry: LedgerEntry) => void;
  readonly onAnnounced: (files: readonly OutstandingFile[]) => void;
  /** Told of those for which there is nothing to do. */
  readonly onSkipped: (reason: 'gone' | 'indexed-since') => void;
}

/** @throws {RepairError} */
export async function announceFiles(files: readonly FileToMend[], context: AnnounceContext): Promise<void> {
  const { topic, pace, signal } = context;
  for (const batch of batchesOf(files, FILES_PER_MESSAGE)) {
    if (signal.aborted) return;
    await context.waitForRoom(signal);
    const found = await findStored(batch, context);
    const some = await markThoseIndexed(found, context);
    if (some.length === 0) continue;
    await pace(some.length, signal);
    // What is marked is announced even then: nobody else would.
    try {
      await topic.announce(some.map(({ key }) => key));
    } catch (error) {
      throw toRepairError(error, 'announce', 'The delivery topic could not be told of the log files');
    }
    context.onAnnounced(some);
  }
}

interface StoredFile extends OutstandingFile {
  readonly isIndexed: boolean;
}

async function findStored(
  files: readonly FileToMend[],
  { objects, lookUp, onSkipped }: AnnounceContext,
): Promise<readonly StoredFile[]> {
  try {
    const [eTags, entries] = await Promise.all([
      Promise.all(files.map(({ key }) => objects.storedETag(key))),
      readEntries(lookUp, files),
    ]);
    return files.flatMap(({ key, deliveryDay, isIndexed }, index) => {
      const eTag = eTags[index];
      if (eTag !== undefined) {
        const previous = entries.find((entry) => entry.key === key);
        const file = { path: key, key, deliveryDay, isDigest: false, originalName: undefined };
        return { ...file, eTag, previous, isIndexed };
      }
      onSkipped('gone');
      return [];
    });
  } catch (error) {
    throw toRepairError(error, 'look', 'The log files and their ledger entries could not be looked at');
  }
}

/** Those that are to be announced. */
async function markThoseIndexed(
  files: readonly StoredFile[],
  { marks, onMarked, onSkipped }: AnnounceContext,
): Promise<readonly StoredFile[]> {
  const some: StoredFile[] = [];
  for (const file of files) {
    const { key, deliveryDay, eTag, previous, isIndexed } = file;
    const isDone = previous !== undefined && isCurrentlyIndexed(previous) && !isHeldUp(previous);
    if (isDone && isIndexed && previous.eTag !== undefined) {
      try {
        if (await marks.markOutdated(deliveryDay, key, previous.eTag)) onMarked(previous);
      } catch (error) {
        throw toRepairError(error, 'mark', `The ledger entry of ${key} could not be marked as outdated`);
      }
    } else if (isDone && previous.eTag === eTag) {
      onSkipped('indexed-since');
      continue;
    }
    some.push(file);
  }
  return some;
}
