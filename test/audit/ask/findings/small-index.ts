/** An index in memory for questions about it: events are told by what matters, and findings come back as plain rows. */
import type { Arguments, Finding, FindingsQuestion } from '../../../../lib/audit/ask/question.ts';
import type { AuditContext, SectionRequest } from '../../../../lib/audit/ports.ts';
import type { TrailEvent } from '../../../../lib/cloudtrail/event.ts';
import {
  catalogueEntriesOf,
  OVERFLOW,
  toCatalogueItem,
  type ValueDimension,
} from '../../../../lib/event-index/catalogue.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../../../../lib/event-index/counters.ts';
import { toEventItem } from '../../../../lib/event-index/event-item.ts';
import type { EventFilters } from '../../../../lib/event-index/filters.ts';
import type { TimeWindow } from '../../../../lib/event-index/query-plan.ts';
import { SETTINGS_KEY } from '../../../../lib/event-index/settings.ts';
import { MemoryIndex } from '../../../helpers/memory-table.ts';

export const MARY = 'arn:aws:iam::111122223333:user/mary';
export const ADMIN = 'arn:aws:iam::111122223333:role/Admin';

const NOW = new Date('2026-06-01T12:00:00Z');

export interface Stored extends Partial<TrailEvent> {
  readonly eventTime: string;
}

export interface Asked {
  readonly window?: TimeWindow;
  readonly args?: Arguments;
  readonly filters?: EventFilters;
  readonly sweepLimit?: number;
}

export interface Answer {
  readonly rows: readonly Finding[];
  readonly remarks: readonly string[];
  readonly incomplete: boolean;
}

export class SmallIndex extends MemoryIndex {
  /** Sections of the LogFiles table that were read, pages counted once. */
  readonly sectionsRead = new Set<string>();
  private readonly shards: number;

  constructor(shards = 1) {
    super();
    this.shards = shards;
    this.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: String(shards) } });
  }

  store(eventID: string, event: Stored, expiresAt?: number): void {
    const full: TrailEvent = {
      eventID,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      principal: MARY,
      credentialKind: 'iam-user',
      recipientAccountId: '111122223333',
      awsRegion: 'us-east-1',
      failed: event.errorCode !== undefined,
      resources: [],
      ...event,
    };
    const recordHash = Buffer.alloc(16, eventID);
    const source = { logFileKey: 'k', deliveryDay: '2026-03-17', recordIndex: 0, recordHash };
    this.events.put(toEventItem(full, source, { shardCount: this.shards, expiresAt }));
    for (const entry of catalogueEntriesOf(full)) this.logFiles.put(toCatalogueItem(entry));
  }

  /** A section of the catalogue that took no more values. */
  overflow(dimension: ValueDimension, period: string): void {
    this.logFiles.put(toCatalogueItem({ dimension, period, value: OVERFLOW }));
  }

  /** What the counters say of an hour, `2026-03-17T13`: sweeps are estimated from it. */
  countDelivered(hour: string, events: number): void {
    this.logFiles.put({ ...counterKey(hour), [COUNT_ATTRIBUTE]: countValue(events) });
  }

  override async readSection(request: SectionRequest) {
    this.sectionsRead.add(request.section);
    return super.readSection(request);
  }

  async ask(question: FindingsQuestion, asked: Asked = {}): Promise<Answer> {
    const rows: Finding[] = [];
    const remarks: string[] = [];
    let incomplete = false;
    const request = {
      args: asked.args ?? {},
      window: asked.window ?? {},
      filters: asked.filters ?? {},
      sweepLimit: asked.sweepLimit,
      onRemark: (remark: string) => remarks.push(remark),
      onIncomplete: () => {
        incomplete = true;
      },
    };
    for await (const row of question.find(request, this.context())) rows.push(row);
    return { rows, remarks, incomplete };
  }

  private context(): AuditContext {
    return {
      events: this,
      logFiles: this,
      bucket: {
        read: () => {
          throw new Error('No record is needed here.');
        },
      },
      optionalIndexes: [],
      now: NOW,
      gate: (task) => task(),
    };
  }
}
