/**
 * Brings one log file into the index: reads it as a stream, writes its events, then its ledger item.
 *
 * The ledger item comes last, so that a crash anywhere before it leaves the file not indexed, and indexing again changes
 * nothing that is already there. Memory is bounded by a few megabytes, a record and a few batches, not by the file.
 */
import { createHash } from 'node:crypto';
import { inflateLogFile } from '../../lib/cloudtrail/gunzip.ts';
import type { LogFileKey } from '../../lib/cloudtrail/object-key.ts';
import { parseRecord, RecordRejected } from '../../lib/cloudtrail/record.ts';
import {
  createRecordSplitter,
  type OversizedRecord,
  type SplitRecord,
} from '../../lib/cloudtrail/record-splitter.ts';
import { hourOf } from '../../lib/event-index/counters.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import { expiryOf } from '../../lib/event-index/expiry.ts';
import { type LedgerEntry, RULES_VERSION } from '../../lib/event-index/ledger.ts';
import type { RejectedRecord } from '../../lib/event-index/rejected-records.ts';
import { type BatchWriter, RESERVED_MS } from './batch-writer.ts';
import type { CatalogueMemory } from './catalogue-memory.ts';
import { decideFailure, OutOfTimeError } from './errors.ts';
import { FileProgress } from './file-progress.ts';
import type { Clock, LogFileBody, TrailBucketReader } from './ports.ts';

export interface IndexingLimits {
  readonly maxInflatedBytes: number;
  readonly maxRecordBytes: number;
}

export interface IndexingContext {
  readonly bucket: TrailBucketReader;
  /** Writes to the events table, after the catalogue. */
  readonly events: BatchWriter;
  readonly ledger: Ledger;
  readonly catalogue: CatalogueMemory;
  readonly clock: Clock;
  readonly limits: IndexingLimits;
  readonly shardCount: number;
  readonly retentionDays: number | undefined;
}

export interface Ledger {
  read(deliveryDay: string, key: string): Promise<LedgerEntry | undefined>;
  /**
   * Resolves when the entry is in the table, and before it the records that were refused; `undefined` leaves those
   * alone. `pending` and `rejected` do not replace the `indexed` of another run.
   */
  write(entry: LedgerEntry, options?: LedgerWriteOptions): Promise<void>;
}

export interface LedgerWriteOptions {
  /** Records that were refused, to be listed anew; undefined leaves the list alone. */
  readonly rejected?: readonly RejectedRecord[] | undefined;
  /** ETag of an `indexed` entry that this run has seen and that is about an earlier object: it may be replaced. */
  readonly replaced?: string | undefined;
}

export interface LogFile {
  readonly key: string;
  readonly parsed: LogFileKey;
}

export type LogFileOutcome =
  | { readonly kind: 'already-indexed' }
  | {
      readonly kind: 'indexed';
      readonly entry: LedgerEntry;
      readonly eventsPerHour: ReadonlyMap<string, number>;
      /** False where the index held the file before, of earlier rules or an earlier object. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'rejected'; readonly entry: LedgerEntry }
  /** To be tried again; the ledger says `pending` and why, unless an earlier success stands there. */
  | { readonly kind: 'retry'; readonly reason: string; readonly cause: unknown };

type Part = SplitRecord | OversizedRecord;

/**
 * Inflated bytes up to which a file is read to its end, checksum included, before its first event is written: a damaged
 * file of usual size leaves nothing in the index. Held in memory, for as many files as are read at once.
 */
const PROVEN_WHOLE_BYTES = 8 * 1024 ** 2;

/** Distinct hours of one file that are counted for the estimates. */
const COUNTED_HOURS = 1_000;

/** Refused records that are remembered by position and reason; beyond it they are only counted. */
const REMEMBERED_REJECTS = 20_000;

export async function indexLogFile(file: LogFile, context: IndexingContext): Promise<LogFileOutcome> {
  const previous = await context.ledger.read(file.parsed.day, file.key);
  const run = new IndexingRun(file, context, previous);
  try {
    return await run.index();
  } catch (error) {
    return run.fail(error);
  }
}

/** One try at one file: its counts, and how far the writing got. */
class IndexingRun {
  private readonly file: LogFile;
  private readonly context: IndexingContext;
  private readonly previous: LedgerEntry | undefined;
  private readonly progress: FileProgress;
  private readonly startedAt: Date;
  private readonly rejects: RejectedRecord[] = [];
  private readonly eventsPerHour = new Map<string, number>();
  private body: LogFileBody | undefined;
  private resumeFrom = 0;
  private inflatedBytes = 0;
  private records = 0;
  private indexed = 0;
  private rejected = 0;
  private expired = 0;
  private earliest: string | undefined;
  private latest: string | undefined;

  constructor(file: LogFile, context: IndexingContext, previous: LedgerEntry | undefined) {
    this.file = file;
    this.context = context;
    this.previous = previous;
    this.startedAt = context.clock.now();
    this.progress = new FileProgress(context.events);
  }

  async index(): Promise<LogFileOutcome> {
    const { bucket, ledger } = this.context;
    this.requireTime();
    this.body = await bucket.open(this.file.key);
    const { previous, body } = this;
    const sameObject = previous?.eTag === body.eTag && previous.rulesVersion === RULES_VERSION;
    if (sameObject && previous.status === 'indexed') {
      body.discard();
      return { kind: 'already-indexed' };
    }
    if (sameObject && previous.status === 'pending') this.resumeFrom = previous.resumeFrom ?? 0;
    const sha256 = await this.readRecords(body);
    await this.progress.finish();
    const entry = this.entry('indexed', { sha256, ...this.counts() });
    const hasRejects = this.rejected > 0 || (this.previous?.rejected ?? 0) > 0;
    await ledger.write(entry, { rejected: hasRejects ? this.rejects : undefined });
    const isNew = previous?.status !== 'indexed';
    return { kind: 'indexed', entry, eventsPerHour: this.eventsPerHour, isNew };
  }

  async fail(cause: unknown): Promise<LogFileOutcome> {
    const settled = await this.progress.settle();
    const decision = decideFailure(cause);
    if (decision.action === 'reject') {
      // Of a file too large to be proven whole beforehand, what was read is in the index already, and counted.
      const entry = this.entry('rejected', { reason: decision.reason, ...this.counts() });
      const { previous } = this;
      const isOfEarlierObject = previous?.status === 'indexed' && previous.eTag !== entry.eTag;
      await this.context.ledger.write(entry, {
        rejected: this.rejected > 0 ? this.rejects : undefined,
        replaced: isOfEarlierObject ? previous.eTag : undefined,
      });
      return { kind: 'rejected', entry };
    }
    const outcome = { kind: 'retry', reason: decision.reason, cause } as const;
    // Not begun for want of time is nothing to remember, and an older success stays true of what the index holds.
    const isBegun = this.body !== undefined || !(cause instanceof OutOfTimeError);
    if (!isBegun || this.previous?.status === 'indexed') return outcome;
    const { previous } = this;
    await this.context.ledger.write(
      this.entry('pending', {
        reason: decision.reason,
        attempts: (previous?.attempts ?? 0) + 1,
        // An object that could not be opened leaves the progress of earlier tries as it was.
        ...(this.body === undefined
          ? {
              eTag: previous?.eTag,
              sizeBytes: previous?.sizeBytes,
              resumeFrom: previous?.resumeFrom,
              // Progress is progress by the rules of its time.
              rulesVersion: previous?.rulesVersion ?? RULES_VERSION,
            }
          : { resumeFrom: Math.max(settled, this.resumeFrom) }),
      }),
    );
    return outcome;
  }

  private async readRecords(body: LogFileBody): Promise<string> {
    const { limits } = this.context;
    const hash = createHash('sha256');
    const splitter = createRecordSplitter({
      maxRecordBytes: limits.maxRecordBytes,
      acceptBareArray: this.file.parsed.folder === 'CloudTrail-Aggregated',
    });
    let held: Part[] = [];
    for await (const chunk of inflateLogFile(body.chunks, limits)) {
      hash.update(chunk);
      this.inflatedBytes += chunk.byteLength;
      for (const part of splitter.push(chunk)) held.push(part);
      if (this.inflatedBytes <= PROVEN_WHOLE_BYTES) continue;
      await this.takeAll(held);
      held = [];
    }
    splitter.end();
    await this.takeAll(held);
    return hash.digest('hex');
  }

  private async takeAll(parts: readonly Part[]): Promise<void> {
    for (const part of parts) {
      this.requireTime();
      await this.take(part);
    }
  }

  private counts(): Partial<LedgerEntry> {
    return {
      inflatedBytes: this.inflatedBytes,
      records: this.records,
      indexed: this.indexed,
      rejected: this.rejected,
      expired: this.expired,
      earliestEventTime: this.earliest,
      latestEventTime: this.latest,
    };
  }

  private requireTime(): void {
    if (this.context.clock.remainingMs() >= RESERVED_MS) return;
    throw new OutOfTimeError('The invocation ran out of time before this log file was indexed.');
  }

  private async take(item: Part): Promise<void> {
    this.records++;
    if (item.kind === 'oversized') {
      this.reject(item.index, `the record is ${item.sizeBytes} bytes long, more than the limit`);
      return;
    }
    try {
      const event = parseRecord(item.bytes);
      this.noteTime(event.eventTime);
      const expiresAt = expiryOf(event.eventTime, this.context.retentionDays);
      if (expiresAt !== undefined && expiresAt * 1000 <= this.startedAt.getTime()) {
        this.expired++;
        return;
      }
      this.indexed++;
      this.countHour(hourOf(event.eventTime));
      if (item.index < this.resumeFrom) return;
      this.context.catalogue.note(event);
      const source = {
        logFileKey: this.file.key,
        deliveryDay: this.file.parsed.day,
        recordIndex: item.index,
        recordHash: createHash('sha256').update(item.bytes).digest().subarray(0, 16),
      };
      const options = { shardCount: this.context.shardCount, expiresAt };
      await this.progress.add(toEventItem(event, source, options), item.index);
    } catch (error) {
      if (!(error instanceof RecordRejected)) throw error;
      this.reject(item.index, error.message);
    }
  }

  private countHour(hour: string): void {
    const events = this.eventsPerHour.get(hour);
    if (events === undefined && this.eventsPerHour.size >= COUNTED_HOURS) return;
    this.eventsPerHour.set(hour, (events ?? 0) + 1);
  }

  private reject(index: number, reason: string): void {
    this.rejected++;
    if (this.rejects.length < REMEMBERED_REJECTS) this.rejects.push({ index, reason });
  }

  private noteTime(eventTime: string): void {
    if (this.earliest === undefined || eventTime < this.earliest) this.earliest = eventTime;
    if (this.latest === undefined || eventTime > this.latest) this.latest = eventTime;
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
