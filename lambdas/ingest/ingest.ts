/**
 * One queue message: which objects it announces, what becomes of each, and whether the message is done.
 *
 * Every object is dealt with whatever happens to its neighbours; the message fails afterwards if any of them must be
 * tried again. What is already indexed costs the second try one read of the ledger.
 */
import pLimit from 'p-limit';
import { NotificationError, parseNotification } from '../../lib/cloudtrail/delivery-notification.ts';
import { excerpt } from '../../lib/cloudtrail/excerpt.ts';
import type { DigestKey, LogFileKey } from '../../lib/cloudtrail/object-key.ts';
import { RULES_VERSION } from '../../lib/event-index/ledger.ts';
import { readInScope, type TrailScope } from '../../lib/event-index/trail-scope.ts';
import { decideFailure } from './errors.ts';
import { indexLogFile } from './index-log-file.ts';
import type { IndexingContext, LogFileOutcome } from './indexing.ts';
import { FILE_REJECTED_MESSAGE } from './metric-names.ts';
import type { Log } from './ports.ts';
import type { Tally } from './tally.ts';
import { endingAt } from './time-limit.ts';

export interface IngestContext extends IndexingContext, TrailScope {
  readonly maxKeysPerNotification: number;
  readonly log: Log;
  readonly tally: Tally;
  /** Objects that this invocation has begun, by bucket and key. */
  readonly underWay: Map<string, Promise<void>>;
  /** Bounds how many log files are read at once, over all messages of an invocation. */
  readonly gate: <Result>(task: () => Promise<Result>) => Promise<Result>;
}

/** Queued at once for the gate, so that a message of thousands lets those of other messages in between. */
const OBJECTS_OF_A_MESSAGE = 8;

/** Log lines of an invocation, or of a message: a flood of messages is counted, and need not be read line by line. */
const LOGGED_FOREIGN = 100;
const LOGGED_IGNORED = 10;

/** Some objects of a message must be tried again: the queue keeps the message. */
export class MessageUnfinishedError extends Error {
  override readonly name = 'MessageUnfinishedError';
  readonly code = 'message-unfinished';
}

/** Resolves when the message may be deleted; rejects when the queue must deliver it again. */
export async function ingestMessage(body: string, context: IngestContext): Promise<void> {
  const { objects, ignored } = readMessage(body, context);
  context.tally.ignored += ignored.length;
  for (const { kind } of ignored.slice(0, LOGGED_IGNORED))
    context.log.info('Message without log files', { kind });
  const inTurn = pLimit(OBJECTS_OF_A_MESSAGE);
  const results = await Promise.allSettled(
    objects.map(({ bucket, key }) => inTurn(() => ingestOnce(bucket, key, context))),
  );
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (failures.length === 0) return;
  throw new MessageUnfinishedError(
    `${failures.length} of ${objects.length} announced objects must be tried again.`,
    {
      cause: failures[0],
    },
  );
}

/** What cannot be read names no file: it goes the way of the others to the dead-letter queue. */
function readMessage(body: string, { maxKeysPerNotification, tally }: IngestContext) {
  try {
    return parseNotification(body, { maxKeys: maxKeysPerNotification });
  } catch (error) {
    if (error instanceof NotificationError) tally.unreadableMessages++;
    throw error;
  }
}

/** Objects that several messages of an invocation announce are read once, and all of them get the same answer. */
function ingestOnce(bucket: string, key: string, context: IngestContext): Promise<void> {
  // A slash may stand in either: only together are they one object.
  const identity = JSON.stringify([bucket, key]);
  const running = context.underWay.get(identity) ?? context.gate(() => ingestObject(bucket, key, context));
  context.underWay.set(identity, running);
  return running;
}

async function ingestObject(bucket: string, key: string, context: IngestContext): Promise<void> {
  const object = readInScope(bucket, key, context);
  switch (object.kind) {
    case 'out-of-scope':
      // Acknowledged: a message about somebody else's object would only come back for ever.
      if (++context.tally.foreign > LOGGED_FOREIGN) return;
      context.log.warn(`Refused: ${object.reason}.`, { bucket: excerpt(bucket), key: excerpt(key, 200) });
      return;
    case 'folder-marker':
      context.tally.ignored++;
      return;
    case 'digest':
      return recordDigest(key, object, context);
    case 'log-file':
      return ingestLogFile(key, object, context);
  }
}

async function recordDigest(key: string, parsed: DigestKey, context: IngestContext): Promise<void> {
  const { clock, ledger } = context;
  const writing = ledger.write({
    key,
    deliveryDay: parsed.day,
    status: 'recorded',
    updatedAt: clock.now().toISOString(),
    rulesVersion: RULES_VERSION,
  });
  await endingAt(clock.ledgerEnd, writing);
  context.tally.digests++;
}

async function ingestLogFile(key: string, parsed: LogFileKey, context: IngestContext): Promise<void> {
  const outcome = await indexLogFile({ key, parsed }, context).catch(
    // The ledger could not be asked or told.
    (cause: unknown): LogFileOutcome => ({ kind: 'retry', reason: decideFailure(cause).reason, cause }),
  );
  switch (outcome.kind) {
    case 'already-indexed':
      context.tally.alreadyIndexed++;
      return;
    case 'indexed':
      context.tally.addIndexed({ ...outcome, deliveredAt: parsed.deliveredAt }, context.clock.now());
      if (outcome.entry.rejected) {
        context.log.warn('Log file indexed, some of its records refused', {
          key,
          rejected: outcome.entry.rejected,
        });
      }
      return;
    case 'rejected':
      context.tally.addRejected(outcome.entry);
      context.log.warn(FILE_REJECTED_MESSAGE, { key, reason: outcome.entry.reason });
      return;
    case 'retry':
      context.tally.retriedFiles++;
      context.log.warn('Log file to be tried again', { key, reason: outcome.reason });
      throw outcome.cause;
  }
}
