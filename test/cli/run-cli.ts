/** Runs the command line in this process: streams that are kept, a fixed clock, an index and log files in memory. */
import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Workplace } from '../../lib/aws/workplace.ts';
import type { Host, PlaceRequest } from '../../lib/cli/host.ts';
import { run } from '../../lib/cli/main.ts';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { catalogueEntriesOf, deliveryEntriesOf, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import { type LedgerEntry, toLedgerItem } from '../../lib/event-index/ledger.ts';
import { type RejectedRecord, toRejectedRecordsItems } from '../../lib/event-index/rejected-records.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

export const NOW = new Date('2026-07-20T12:00:00Z');
export const LOG_FILE =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/19/111122223333_CloudTrail_eu-west-1_20260719T2135Z_AbCdEfGhIjKlMnOp.json.gz';

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Places that were opened. */
  readonly places: readonly PlaceRequest[];
}

/** An index, a bucket, and what a run of the command line over them gives. */
export class World {
  readonly index = new MemoryIndex();
  /** Inflated log files by key. */
  readonly files = new Map<string, string | Uint8Array>();
  closed = 0;

  store(
    eventID: string,
    event: Partial<TrailEvent> & { eventTime: string },
    record = `{"eventID":"${eventID}"}`,
  ): void {
    const full: TrailEvent = {
      eventID,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      principal: 'arn:aws:iam::111122223333:user/mary',
      credentialKind: 'iam-user',
      identityType: 'IAMUser',
      recipientAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      failed: event.errorCode !== undefined,
      resources: [],
      ...event,
    };
    const recordIndex = this.recordsOf(LOG_FILE).push(record) - 1;
    const recordHash = createHash('sha256').update(record).digest().subarray(0, 16);
    const source = { logFileKey: LOG_FILE, deliveryDay: '2026-07-19', recordIndex, recordHash };
    this.index.events.put(toEventItem(full, source, { shardCount: 1 }));
    for (const entry of catalogueEntriesOf(full)) this.index.logFiles.put(toCatalogueItem(entry));
    this.files.set(LOG_FILE, `{"Records":[${this.recordsOf(LOG_FILE).join(',')}]}`);
  }

  record(entry: Partial<LedgerEntry> & { key: string }, rejected: readonly RejectedRecord[] = []): void {
    const full: LedgerEntry = {
      deliveryDay: '2026-07-19',
      status: 'indexed',
      updatedAt: '2026-07-19T21:36:30.000Z',
      rulesVersion: 1,
      ...entry,
    };
    this.index.logFiles.put(toLedgerItem(full));
    if (rejected.length > 0) {
      for (const item of toRejectedRecordsItems(full, rejected)) this.index.logFiles.put(item);
    }
    for (const delivery of deliveryEntriesOf(full.deliveryDay))
      this.index.logFiles.put(toCatalogueItem(delivery));
  }

  private readonly records = new Map<string, string[]>();

  private recordsOf(key: string): string[] {
    const records = this.records.get(key) ?? [];
    this.records.set(key, records);
    return records;
  }

  /** A terminal of 80 columns with `terminal`, otherwise pipes. */
  async run(
    argv: readonly string[],
    overrides: Partial<Host> & { terminal?: boolean } = {},
  ): Promise<Answer> {
    const { terminal = false, ...host } = overrides;
    const stdout = new KeptText();
    const stderr = new KeptText();
    const places: PlaceRequest[] = [];
    const exitCode = await run(argv, {
      stdout,
      stderr,
      stdin: Readable.from([]),
      env: terminal ? { NO_COLOR: '1' } : {},
      isTTY: terminal,
      columns: terminal ? 80 : undefined,
      now: NOW,
      timeZone: 'Europe/Berlin',
      interrupt: new AbortController().signal,
      openWorkplace: async (request) => {
        places.push(request);
        return this.place();
      },
      ...host,
    });
    return { exitCode, stdout: stdout.text, stderr: stderr.text, places };
  }

  /** Reads only: whoever delivers log files needs more than this. */
  place(): Workplace {
    const { files } = this;
    const refuse = () => Promise.reject(new Error('This place takes no log files.'));
    const refuseAll = () => {
      throw new Error('This place takes no log files.');
    };
    return {
      deployment: {
        eventsTable: 'Events',
        logFilesTable: 'LogFiles',
        trailBucket: 'trail',
        deliveryTopic: 'topic',
        optionalIndexes: [],
        retention: {},
      },
      delivery: { put: refuse, storedETag: refuse, announce: refuse },
      digestDelivery: { putDigest: refuse },
      ledger: { readEntries: refuse },
      listing: { listFolders: refuse, listObjects: refuseAll },
      ledgerFolders: { readFolder: refuseAll },
      topic: { announce: refuse },
      coverage: { readDay: refuseAll },
      ledgerMarks: { markOutdated: refuse },
      keyArchive: { read: refuse, put: refuse },
      verifyStores: refuseAll,
      events: this.index,
      logFiles: this.index,
      optionalIndexes: [],
      now: NOW,
      gate: (task) => task(),
      bucket: {
        async *read(key) {
          const content = files.get(key);
          if (content === undefined) throw missing(key);
          yield Buffer.from(content);
        },
      },
      storedObjects: {
        async *readStored(key) {
          const content = files.get(key);
          if (content === undefined) throw missing(key);
          yield gzipSync(content);
        },
      },
      close: async () => {
        this.closed++;
      },
    };
  }
}

/** As the SDK throws it. */
function missing(key: string): Error {
  return Object.assign(new Error(`The specified key does not exist: ${key}`), { name: 'NoSuchKey' });
}

export class KeptText extends Writable {
  private readonly chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}
