/**
 * Brings one file of the user's into the trail bucket and announces it, unless that would change nothing.
 *
 * Not delivered again: what the ledger has as indexed from the same bytes by the present rules while the indexed object
 * is still there, and digests that are recorded. So a run that was broken off is repeated at the price of a look at each
 * file. A file that cannot be read from disk is named and left out; a bucket or topic that refuses ends the run, because
 * it would refuse the next file as well.
 */
import { MAX_INFLATED_BYTES } from '../../cloudtrail/gunzip.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { isCurrentlyIndexed } from '../current-entry.ts';
import type { OutstandingFile } from '../outstanding-files.ts';
import type { LogFileDelivery, LogFileSource } from '../ports.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { IngestTally } from './ingest-progress.ts';
import type { KeyClaims } from './key-claims.ts';
import { type PreparedLogFile, type PrepareOptions, prepareLogFile } from './prepare-log-file.ts';

/** A file was not delivered, and going on would not help. The message names it and says what to do. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code = 'delivery-failed';
}

export interface DeliverContext {
  readonly delivery: LogFileDelivery;
  /** Reads a file whole. */
  readonly readFile: (source: LogFileSource) => Promise<Uint8Array>;
  readonly prepare: PrepareOptions;
  readonly claim: KeyClaims;
  readonly memory: ByteBudget;
  readonly tally: IngestTally;
}

const ANEW = 'Run the same command again: what has been delivered is not delivered twice.';

/**
 * What is now to be waited for; undefined where there is nothing to wait for.
 *
 * @throws {DeliveryError}
 */
export function deliverFile(
  source: LogFileSource,
  context: DeliverContext,
): Promise<OutstandingFile | undefined> {
  return context.memory(source.sizeBytes, async () => {
    const bytes = await readSource(source, context);
    if (bytes === undefined) return undefined;
    const file = await prepareLogFile({ ...source, bytes }, context.prepare);
    if (file === undefined) {
      context.tally.add('markers');
      return undefined;
    }
    return deliverPrepared(source, file, context);
  });
}

async function readSource(source: LogFileSource, context: DeliverContext): Promise<Uint8Array | undefined> {
  const leaveOut = (reason: string) => {
    context.tally.add('unreadableFiles');
    context.tally.name('unreadable', { path: source.path, reason });
    return undefined;
  };
  // No log file is that large even inflated, and files are read whole.
  if (source.sizeBytes > MAX_INFLATED_BYTES)
    return leaveOut('it is larger than 1 GiB, the most that is taken; split it');
  try {
    return await context.readFile(source);
  } catch (error) {
    return leaveOut(messageOf(error));
  }
}

async function deliverPrepared(
  source: LogFileSource,
  file: PreparedLogFile,
  context: DeliverContext,
): Promise<OutstandingFile | undefined> {
  const { tally } = context;
  const claim = await context.claim(file);
  if (claim.kind === 'duplicate') {
    tally.add('duplicateFiles');
    return undefined;
  }
  const { key, previous } = claim;
  if (claim.isAlternative) {
    tally.add('renamedFiles');
    const reason = `${file.key} holds other bytes, so this file is delivered under another key`;
    tally.name('renamed', { path: source.path, key, reason });
  }
  if (previous !== undefined && (await isKnown(source, { file, previous }, context))) {
    if (previous.status === 'indexed') tally.addIndexed(previous, false);
    else {
      tally.add('done');
      tally.add('recordedDigests');
    }
    return undefined;
  }
  const originalName = file.originalName ?? (claim.isAlternative ? source.relativePath : undefined);
  const eTag = await store(source, { ...file, key, originalName }, context);
  tally.add('delivered');
  tally.add('deliveredBytes', file.body.length);
  if (file.notAsDelivered) tally.add('rewrappedFiles');
  const { deliveryDay, isDigest } = file;
  return { path: source.path, key, deliveryDay, isDigest, originalName, eTag, previous };
}

/** Whether the bucket holds what the ledger has as dealt with. A rejected file is always tried again. */
async function isKnown(
  source: LogFileSource,
  { file, previous }: { readonly file: PreparedLogFile; readonly previous: LedgerEntry },
  { delivery }: DeliverContext,
): Promise<boolean> {
  const isIndexed = isCurrentlyIndexed(previous) && previous.sha256 === file.sha256;
  if (!isIndexed && previous.status !== 'recorded') return false;
  const storedETag = await orDeliveryError(
    delivery.storedETag(previous.key),
    (reason) =>
      `${source.path} could not be compared with ${previous.key} in the trail bucket: ${reason}. ` +
      'Check that you may read the bucket (s3:GetObject, s3:ListBucket).',
  );
  return storedETag !== undefined && (!isIndexed || storedETag === previous.eTag);
}

async function store(
  source: LogFileSource,
  file: PreparedLogFile,
  { delivery }: DeliverContext,
): Promise<string> {
  const { key, body, notAsDelivered, originalName } = file;
  const eTag = await orDeliveryError(
    delivery.put({ key, body, notAsDelivered, originalName }),
    (reason) =>
      `${source.path} was not stored in the trail bucket as ${key}: ${reason}. ` +
      'Check that the bucket is there and that you may write to it (s3:PutObject).',
  );
  await orDeliveryError(
    delivery.announce(key),
    (reason) =>
      `${source.path} is in the trail bucket as ${key}, but the delivery topic was not told: ${reason}. ` +
      'Check that the topic is there and that you may publish to it (sns:Publish).',
  );
  return eTag;
}

async function orDeliveryError<Result>(
  work: Promise<Result>,
  describe: (reason: string) => string,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new DeliveryError(`${describe(messageOf(error))} ${ANEW}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.message || error.name).replace(/\.$/, '');
}
