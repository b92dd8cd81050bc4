/**
 * The rows of a question's answer: which fields they have, which of them a table shows, and how. Events are written as
 * `query` writes them; findings have the columns that their question names.
 */
import type { Finding, Question } from '../../audit/ask/question.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';
import { formatTime } from '../times.ts';
import type { Column } from './columns.ts';
import { EVENT_COLUMN_PRIORITY, eventColumns } from './event-columns.ts';
import { EVENT_FIELDS, type EventField, toEventRow } from './event-fields.ts';
import type { Listing } from './open-rows.ts';
import { type Row, toText } from './rows.ts';
import { cutMiddle } from './shorten.ts';

export type RowShape = Pick<
  Listing<string>,
  'all' | 'usualColumns' | 'priority' | 'columnsOf' | 'isAlarming'
>;

/** @param first the first finding: its numbers stand at the right. */
export function rowShapeOf(question: Question, zone: string, first: Row = {}): RowShape {
  if (question.kind === 'events') {
    const usual = EVENT_FIELDS.filter((field) => question.columns.includes(field));
    const usualColumns = question.columns.filter((field) => (usual as readonly string[]).includes(field));
    return {
      all: EVENT_FIELDS,
      usualColumns,
      priority: byPriority(usualColumns),
      columnsOf: (fields) => eventColumns(fields as readonly EventField[], zone) as readonly Column[],
      isAlarming: (row) => row.failed === true,
    };
  }
  return {
    all: question.columns,
    usualColumns: question.columns,
    priority: [...new Set([...question.columns.slice(0, 1), ...neededNext(question), ...question.columns])],
    columnsOf: (fields) =>
      fields
        .map((field) => findingColumn(field, zone, first))
        .map((column) => (column.field === question.columns[0] ? { ...column, ...SUBJECT } : column)),
    isAlarming: () => false,
  };
}

/** The id of the event is what every next command needs. */
function neededNext({ columns }: Question): readonly string[] {
  return columns.filter((field) => field === 'eventID');
}

export function toRow(row: IndexedEvent | Finding, logFile?: string): Row {
  return isEvent(row) ? toEventRow(row, logFile) : row;
}

function isEvent(row: IndexedEvent | Finding): row is IndexedEvent {
  return 'recordHash' in row;
}

function byPriority(columns: readonly string[]): readonly string[] {
  return [...new Set([...EVENT_COLUMN_PRIORITY.filter((field) => columns.includes(field)), ...columns])];
}

/** Columns of events that are the same in a finding. */
const AS_EVENTS: readonly string[] = [
  'principal',
  'eventName',
  'eventSource',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'eventID',
] satisfies readonly EventField[];

/** What the rows are about comes first, and must be told apart: other columns give way to it. */
const SUBJECT = { least: 26, comfortable: 32, essential: true } as const;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function findingColumn(field: string, zone: string, first: Row): Column {
  const [asEvent] = AS_EVENTS.includes(field) ? eventColumns([field as EventField], zone) : [];
  if (asEvent !== undefined) return asEvent as Column;
  const text = (row: Row) => {
    const value = toText(row[field]);
    return TIME.test(value) ? formatTime(value, zone) : value;
  };
  const isWhole = typeof first[field] === 'number' || TIME.test(toText(first[field]));
  return {
    field,
    header: field,
    text,
    least: isWhole ? undefined : 8,
    comfortable: 20,
    shorten: cutMiddle,
    align: typeof first[field] === 'number' ? 'end' : 'start',
  };
}
