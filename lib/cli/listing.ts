/**
 * Writes the events of a query as they come: as rows of their summaries or as full records, and into the evidence.
 *
 * Whoever stops it gets the cursor behind the last event that was written, also where records are brought a batch at a
 * time and more have been read.
 */
import { type QueryAnswer, type QueryRequest, query } from '../audit/query.ts';
import { resolvePointer } from '../audit/show.ts';
import type { Workplace } from '../aws/workplace.ts';
import type { IndexedEvent } from '../event-index/event-item.ts';
import { InterruptedError } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { type FullRecord, readFullRecords } from './full-records.ts';
import { untilInterrupted } from './interrupt.ts';
import type { OutputForm } from './output-options.ts';
import { showReading } from './progress/reading-progress.ts';
import { openRecordFaults } from './record-faults.ts';
import { EVENT_COLUMN_PRIORITY, eventColumns, USUAL_EVENT_COLUMNS } from './render/event-columns.ts';
import { EVENT_FIELDS, type EventField, toEventRow } from './render/event-fields.ts';
import { openRecords } from './render/open-records.ts';
import { openRows } from './render/open-rows.ts';
import type { Session } from './session.ts';

export interface Listing {
  readonly session: Session;
  readonly place: Workplace;
  readonly request: QueryRequest;
  readonly form: OutputForm;
  /** Fields asked for by name. */
  readonly asked: readonly EventField[] | undefined;
  /** Zone of times in tables. */
  readonly zone: string;
  /** Whole records instead of summaries. */
  readonly full: boolean;
  readonly evidence: Evidence | undefined;
}

export interface Listed {
  readonly answer: QueryAnswer;
  readonly events: number;
  /** Records that could not be had as they were indexed. */
  readonly faults: number;
  /** Where to go on; undefined where there is nothing more. */
  readonly cursor: string | undefined;
  /** Set when somebody stopped it. */
  readonly interruption: InterruptedError | undefined;
}

/** Writes the answer to its end, or until somebody stops it. */
export async function listEvents(listing: Listing): Promise<Listed> {
  const { session, place, request, evidence } = listing;
  const progress = showReading(session.host.stderr, session.quiet);
  const answer = query({ ...request, onProgress: progress.update }, place);
  const writer = openWriter(listing);
  const faults = openRecordFaults(session);
  const listed = { events: 0, faults: 0 };
  // Where records are brought, the answer runs ahead of what is written.
  let cursor = bringsRecords(listing) ? () => request.cursor : () => answer.cursor();
  try {
    for await (const one of untilInterrupted(takeEvents(answer, listing), session.host.interrupt)) {
      progress.stop();
      await writer.write(one);
      if (one.full !== undefined) {
        await evidence?.add(one.full);
        if (!(await faults.check(one.full))) listed.faults++;
      }
      listed.events++;
      cursor = one.cursor;
    }
    progress.stop();
    await writer.end();
    return { ...listed, answer, cursor: answer.cursor(), interruption: undefined };
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    const stoppedAt = cursor();
    progress.stop();
    await writer.end();
    return { ...listed, answer, cursor: stoppedAt, interruption: error };
  } finally {
    progress.stop();
  }
}

interface TakenEvent {
  readonly event: IndexedEvent;
  readonly full: FullRecord | undefined;
  /** The cursor behind this event. */
  readonly cursor: () => string | undefined;
}

function bringsRecords({ full, evidence }: Listing): boolean {
  return full || evidence !== undefined;
}

async function* takeEvents(answer: QueryAnswer, listing: Listing): AsyncGenerator<TakenEvent> {
  if (!bringsRecords(listing)) {
    for await (const event of answer.events) yield { event, full: undefined, cursor: () => answer.cursor() };
    return;
  }
  const cursors: (string | undefined)[] = [];
  async function* noted(): AsyncGenerator<IndexedEvent> {
    for await (const event of answer.events) {
      cursors.push(answer.cursor());
      yield event;
    }
  }
  for await (const record of readFullRecords(noted(), listing.place)) {
    const cursor = cursors.shift();
    yield { event: record.shown.event, full: record, cursor: () => cursor };
  }
}

interface Writer {
  write(taken: TakenEvent): Promise<void>;
  end(): Promise<void>;
}

function openWriter(listing: Listing): Writer {
  const { session, form } = listing;
  if (!listing.full || form === 'csv') return openRowWriter(listing);
  const records = openRecords(session, { form, bare: true });
  return {
    async write({ full }) {
      if (full !== undefined) await records.write(full);
    },
    end: records.end,
  };
}

function openRowWriter({ session, place, form, asked, zone }: Listing): Writer {
  const rows = openRows<EventField>(session, {
    form,
    asked,
    all: EVENT_FIELDS,
    usualColumns: USUAL_EVENT_COLUMNS,
    priority: EVENT_COLUMN_PRIORITY,
    columnsOf: (fields) => eventColumns(fields, zone),
    isAlarming: (row) => row.failed === true,
  });
  const wantsLogFile = asked?.includes('logFile') ?? form !== 'table';
  return {
    async write({ event }) {
      const logFile = wantsLogFile ? await resolvePointer(event.logFile, place.logFiles) : undefined;
      await rows.write(toEventRow(event, logFile));
    },
    end: rows.end,
  };
}
