/** Announces digests in few notifications, and waits until the ledger has them. */
import { batchesOf } from '../../batches.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { createOutstandingFiles, type OutstandingTally } from '../outstanding-files.ts';
import type { DeliveryTopic, LedgerLookUp, OperationClock } from '../ports.ts';
import { readEntries } from '../read-entries.ts';
import { announceAndWatch, type WatchSettings } from '../watch-outstanding.ts';

export interface DigestToRecord {
  readonly key: string;
  readonly deliveryDay: string;
}

export interface RecordContext {
  readonly ledger: LedgerLookUp;
  readonly topic: DeliveryTopic;
  readonly clock: OperationClock;
  readonly settings: RecordSettings;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  readonly onRecorded?: ((recorded: number) => void) | undefined;
}

export interface RecordSettings extends WatchSettings {
  readonly keysPerNotification: number;
}

/** Those of the digests that the ledger does not have. */
export async function findUnrecorded(
  ledger: LedgerLookUp,
  digests: readonly DigestToRecord[],
): Promise<readonly DigestToRecord[]> {
  const entries = await readEntries(ledger, digests);
  const recorded = new Set(entries.filter(isRecorded).map(({ key }) => key));
  return digests.filter(({ key }) => !recorded.has(key));
}

function isRecorded({ status }: LedgerEntry): boolean {
  return status === 'recorded';
}

/** @returns how many of the digests the ledger does not have yet: the waiting was ended, or in vain. */
export async function recordDigests(
  digests: readonly DigestToRecord[],
  { ledger, topic, clock, settings, signal, onRecorded }: RecordContext,
): Promise<number> {
  const outstanding = createOutstandingFiles(ledger, noTally(), Number.POSITIVE_INFINITY);
  for (const digest of digests) outstanding.add(toOutstanding(digest));
  const announcing = (stop: AbortController) =>
    announceAll(digests, topic, settings.keysPerNotification, stop.signal);
  await announceAndWatch(announcing, {
    outstanding,
    movement: { at: clock.now(), underWay: 0 },
    clock,
    settings,
    signal,
    onLook: () => onRecorded?.(digests.length - outstanding.size),
  });
  return outstanding.size;
}

async function announceAll(
  digests: readonly DigestToRecord[],
  topic: DeliveryTopic,
  atOnce: number,
  signal: AbortSignal,
): Promise<void> {
  for (const some of batchesOf(digests, atOnce)) {
    if (signal.aborted) return;
    await topic.announce(some.map(({ key }) => key));
  }
}

/** Only their number matters. */
function noTally(): OutstandingTally {
  return { pending: [], add: () => {}, name: () => {}, addIndexed: () => {} };
}

function toOutstanding({ key, deliveryDay }: DigestToRecord) {
  return {
    path: key,
    key,
    deliveryDay,
    isDigest: true,
    originalName: undefined,
    eTag: '',
    previous: undefined,
  };
}
