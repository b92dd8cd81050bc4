/** An index and a log file in memory, filled from records the way ingestion fills them. */
import { createHash } from 'node:crypto';
import { type ChainOptions, type ChainStart, traceChain } from '../../../lib/audit/chain.ts';
import type { AuditContext } from '../../../lib/audit/ports.ts';
import { parseRecord } from '../../../lib/cloudtrail/record.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { toEventItem } from '../../../lib/event-index/event-item.ts';
import { SETTINGS_KEY } from '../../../lib/event-index/settings.ts';
import type { OptionalIndexName } from '../../../lib/event-index/tables.ts';
import { MemoryIndex } from '../../helpers/memory-table.ts';
import type { Json } from './records.ts';

const LOG_FILE =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/111122223333_CloudTrail_eu-west-1_20260317T2135Z_AbCdEfGhIjKlMnOp.json.gz';

export class ChainWorld {
  readonly index = new MemoryIndex();
  optionalIndexes: readonly OptionalIndexName[] = [];
  /** Whether the trail bucket has the log file. */
  hasLogFile = true;
  private readonly records: string[] = [];
  private readonly shardCount: number;

  constructor(shardCount = 1) {
    this.shardCount = shardCount;
    this.index.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: String(shardCount) } });
  }

  add(record: Json, expiresAt?: number): void {
    const text = JSON.stringify(record);
    const event = parseRecord(Buffer.from(text));
    const recordIndex = this.records.push(text) - 1;
    const recordHash = createHash('sha256').update(text).digest().subarray(0, 16);
    const source = { logFileKey: LOG_FILE, deliveryDay: '2026-03-17', recordIndex, recordHash };
    this.index.events.put(toEventItem(event, source, { shardCount: this.shardCount, expiresAt }));
    for (const entry of catalogueEntriesOf(event)) this.index.logFiles.put(toCatalogueItem(entry));
  }

  trace(start: string | ChainStart, options?: ChainOptions) {
    return traceChain(typeof start === 'string' ? { eventID: start } : start, this.context(), options);
  }

  private context(): AuditContext {
    const { index, optionalIndexes } = this;
    const read = () => this.readLogFile();
    const gate: AuditContext['gate'] = (task) => task();
    return {
      events: index,
      logFiles: index,
      bucket: { read },
      optionalIndexes,
      now: new Date('2026-03-18T00:00:00Z'),
      gate,
    };
  }

  private async *readLogFile() {
    if (!this.hasLogFile) throw new Error('AccessDenied');
    yield Buffer.from(`{"Records":[${this.records.join(',')}]}`);
  }
}
