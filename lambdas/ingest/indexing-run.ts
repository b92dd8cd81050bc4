/**
 * One try at one log file: reads it as a stream, writes its events, then its ledger item.
 *
 * The ledger item comes last, so that a crash anywhere before it leaves the file not indexed, and indexing again changes
 * nothing that is already there. Memory is bounded by a few megabytes, a record and a few batches, not by the file.
 */
import { createHash, hash } from 'node:crypto';
import { inflateLogFile } from '../../lib/cloudtrail/gunzip.ts';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';
import { parseRecord, RecordRejected } from '../../lib/cloudtrail/record.ts';
import {
  createRecordSplitter,
  type OversizedRecord,
  type SplitRecord,
} from '../../lib/cloudtrail/record-splitter.ts';
import { openEventItems } from '../../lib/event-index/event-item.ts';
import { expiryOf } from '../../lib/event-index/expiry.ts';
import { type LedgerEntry, RULES_VERSION } from '../../lib/event-index/ledger.ts';
import { decideFailure } from './errors.ts';
import { FileProgress } from './file-progress.ts';
import { furtherTry, resumePointIn, withoutTries } from './further-try.ts';
import type { IndexingContext, IndexingLimits, LogFile, LogFileOutcome } from './indexing.ts';
import type { LogFileBody } from './ports.ts';
import { RecordTally } from './record-tally.ts';
import { requireTime } from './time-limit.ts';

const READING = 'S3 was sending the log file';
const WRITING = 'the tables were taking its events';

type Part = SplitRecord | OversizedRecord;

/**
 * Inflated bytes up to which a file is read to its end, checksum included, before its first event is written: a damaged
 * file of usual size leaves nothing in the index. Held in memory, for as many files as are read at once.
 */
const PROVEN_WHOLE_BYTES = 8 * 1024 ** 2;
/** A record costs some hundred bytes beside its own, so that millions of tiny ones are not held. */
const PROVEN_WHOLE_RECORDS = 20_000;

/** Its counts, and how far the writing got. */
export class IndexingRun {
  private readonly file: LogFile;
  private readonly context: IndexingContext;
  private readonly previous: LedgerEntry | undefined;
  private readonly toItem: ReturnType<typeof openEventItems>;
  private readonly progress = new FileProgress();
  private readonly startedAt: Date;
  private readonly tally = new RecordTally();
  /** What the run is waiting for: for the reason, where it is given up. */
  waitingFor = 'S3 was asked for the log file';
  private body: LogFileBody | undefined;
  private resumeFrom = 0;
  private inflatedBytes = 0;

  constructor(file: LogFile, context: IndexingContext, previous: LedgerEntry | undefined) {
    this.file = file;
    this.context = context;
    this.previous = previous;
    const source = { logFileKey: file.key, deliveryDay: file.parsed.day };
    this.toItem = openEventItems(source, context.shardCount);
    this.startedAt = context.clock.now();
  }

  async index(): Promise<LogFileOutcome> {
    const { previous, context, tally } = this;
    const body = await context.bucket.open(this.file.key);
    this.body = body;
    const isIndexed = previous?.status === 'indexed';
    if (isIndexed && isDone(previous, body, context.limits)) {
      body.discard();
      await this.confirm(previous);
      return { kind: 'already-indexed' };
    }
    this.resumeFrom = resumePointIn(previous, body.eTag);
    const sha256 = await this.readRecords(body);
    this.waitingFor = WRITING;
    await this.progress.finish();
    const entry = this.entry('indexed', { sha256, inflatedBytes: this.inflatedBytes, ...tally.counts() });
    const listsRejects = tally.hasRejects || (previous?.rejected ?? 0) > 0;
    await context.ledger.write(entry, { rejected: listsRejects ? tally.rejects : undefined });
    return { kind: 'indexed', entry, eventsPerHour: tally.eventsPerHour, isNew: !isIndexed };
  }

  /** Says so where the ledger tells of a failure since, or where somebody may be waiting to hear that it was looked at again. */
  private async confirm(previous: LedgerEntry): Promise<void> {
    if (previous.attempts === undefined && previous.recordLimitBytes === undefined) return;
    const confirmed =
      previous.recordLimitBytes === undefined ? {} : { confirmedAt: this.context.clock.now().toISOString() };
    const { updatedAt: seenAt } = previous;
    await this.context.ledger.write({ ...withoutTries(previous), ...confirmed }, { seenAt });
  }

  async fail(cause: unknown): Promise<LogFileOutcome> {
    // What still comes of it is not waited for.
    this.body?.discard();
    const { action, reason } = decideFailure(cause);
    return action === 'reject' ? this.reject(reason) : this.postpone(reason, cause);
  }

  private async reject(reason: string): Promise<LogFileOutcome> {
    const { previous, context, tally } = this;
    try {
      // Of a file too large to be proven whole beforehand, what was read goes into the index, and is counted.
      await this.progress.finish();
    } catch (error) {
      return this.postpone(decideFailure(error).reason, error);
    }
    const entry = this.entry('rejected', { reason, ...tally.counts() });
    const isOfEarlierObject = previous?.status === 'indexed' && previous.eTag !== entry.eTag;
    await context.ledger.write(entry, {
      rejected: tally.hasRejects ? tally.rejects : undefined,
      seenAt: isOfEarlierObject ? previous.updatedAt : undefined,
    });
    return { kind: 'rejected', entry };
  }

  private async postpone(reason: string, cause: unknown): Promise<LogFileOutcome> {
    const { previous, body } = this;
    const resumeFrom = Math.max(this.progress.resumePoint, this.resumeFrom);
    const tried = { reason, reached: body === undefined ? undefined : { eTag: body.eTag, resumeFrom } };
    await this.context.ledger.write(furtherTry(this.entry('pending', {}), previous, tried), {
      seenAt: previous?.updatedAt,
    });
    return { kind: 'retry', reason, cause };
  }

  private async readRecords(body: LogFileBody): Promise<string> {
    const { limits } = this.context;
    const sha256 = createHash('sha256');
    const splitter = createRecordSplitter({
      maxRecordBytes: limits.maxRecordBytes,
      acceptBareArray: this.file.parsed.folder === 'CloudTrail-Aggregated',
    });
    let held: Part[] = [];
    this.waitingFor = READING;
    for await (const chunk of inflateLogFile(body.chunks, limits)) {
      sha256.update(chunk);
      this.inflatedBytes += chunk.byteLength;
      for (const part of splitter.push(chunk)) {
        held.push(part);
        // A small file is one chunk, and one chunk may hold a million records.
        if (held.length <= PROVEN_WHOLE_RECORDS) continue;
        requireFewRecords(splitter.recordCount, limits);
        await this.takeAll(held);
        held = [];
      }
      requireFewRecords(splitter.recordCount, limits);
      if (this.inflatedBytes > PROVEN_WHOLE_BYTES) {
        await this.takeAll(held);
        held = [];
      }
      this.waitingFor = READING;
    }
    splitter.end();
    await this.takeAll(held);
    return sha256.digest('hex');
  }

  private async takeAll(parts: readonly Part[]): Promise<void> {
    this.waitingFor = WRITING;
    for (const part of parts) {
      requireTime(this.context.clock);
      const waiting = this.take(part);
      if (waiting !== undefined) await waiting;
    }
  }

  /** Undefined where the next may be taken at once. */
  private take(item: Part): Promise<void> | undefined {
    const { tally, context } = this;
    tally.addRecord();
    if (item.kind === 'oversized') {
      const { maxRecordBytes: limitBytes } = context.limits;
      tally.addOversized(item.index, { sizeBytes: item.sizeBytes, limitBytes });
      return undefined;
    }
    try {
      const event = parseRecord(item.bytes);
      const expiresAt = expiryOf(event.eventTime, context.retentionDays);
      if (expiresAt !== undefined && expiresAt * 1000 <= this.startedAt.getTime()) {
        tally.addExpired(event.eventTime);
        return undefined;
      }
      tally.addIndexed(event.eventTime);
      if (item.index < this.resumeFrom) return undefined;
      const recordHash = hash('sha256', item.bytes, 'buffer').subarray(0, 16);
      const eventItem = this.toItem(event, { recordIndex: item.index, recordHash, expiresAt });
      const writing = context.events.put(eventItem, event);
      return this.progress.add(writing, item.index);
    } catch (error) {
      if (!(error instanceof RecordRejected)) throw error;
      tally.addRejected(item.index, error.message);
      return undefined;
    }
  }

  private entry(status: LedgerEntry['status'], rest: Partial<LedgerEntry>): LedgerEntry {
    return {
      key: this.file.key,
      deliveryDay: this.file.parsed.day,
      status,
      updatedAt: this.context.clock.now().toISOString(),
      rulesVersion: RULES_VERSION,
      eTag: this.body?.eTag,
      sizeBytes: this.body?.sizeBytes,
      notAsDelivered: this.body?.notAsDelivered,
      originalName: this.body?.originalName,
      ...rest,
    };
  }
}

/** Nothing would come of reading it again: unless a larger limit lets in now what was refused for its size. */
function isDone(
  { eTag, rulesVersion, recordLimitBytes }: LedgerEntry,
  body: LogFileBody,
  { maxRecordBytes }: IndexingLimits,
) {
  const isSame = eTag === body.eTag && rulesVersion === RULES_VERSION;
  return isSame && (recordLimitBytes === undefined || maxRecordBytes <= recordLimitBytes);
}

/** @throws LogFileError: a small object of millions of zeros would take invocation after invocation. */
function requireFewRecords(records: number, { maxRecords }: IndexingLimits): void {
  if (records > maxRecords)
    throw new LogFileError('too-many-records', `The log file has more than ${maxRecords} records.`);
}
