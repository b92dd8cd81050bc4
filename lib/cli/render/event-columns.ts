/**
 * Events as columns of a table: what comes first, what gives way, and how names are shortened.
 *
 * The event id is never cut, because the next command needs it. Where there is no room for the error code, a `!` before
 * the event name marks a failed call: a refused call must not look like one that was done.
 */
import stringWidth from 'string-width';
import { formatTime } from '../times.ts';
import type { Column } from './columns.ts';
import type { EventField } from './event-fields.ts';
import { toText } from './rows.ts';
import { cutEnd, cutMiddle, cutStart } from './shorten.ts';

/** Columns of a table for which no fields were named, in their order. */
export const USUAL_EVENT_COLUMNS: readonly EventField[] = [
  'eventTime',
  'eventSource',
  'eventName',
  'principal',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'errorCode',
  'eventID',
];

/** The most important first. */
export const EVENT_COLUMN_PRIORITY: readonly EventField[] = [
  'eventID',
  'eventTime',
  'eventName',
  'principal',
  'errorCode',
  'eventSource',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
];

/** @param zone of the times, an IANA name. */
export function eventColumns(fields: readonly EventField[], zone: string): readonly Column<EventField>[] {
  return fields.map((field) => ({ ...plainColumn(field), ...specialColumn(field, zone) }));
}

function plainColumn(field: EventField): Column<EventField> {
  return {
    field,
    header: field,
    text: (row) => toText(row[field]),
    least: 8,
    comfortable: 20,
    shorten: cutEnd,
    align: field === 'recordIndex' ? 'end' : 'start',
  };
}

const whole = { least: undefined, shorten: (text: string) => text };

function specialColumn(field: EventField, zone: string): Partial<Column<EventField>> {
  switch (field) {
    case 'eventID':
      return { ...whole, essential: true };
    case 'eventTime':
      return {
        ...whole,
        essential: true,
        header: zone === 'UTC' ? 'time (UTC)' : 'time',
        text: (row) => formatTime(toText(row.eventTime), zone),
      };
    case 'eventName':
      return {
        essential: true,
        header: 'event',
        least: 12,
        comfortable: 20,
        shorten: cutMiddle,
        text: (row, shown) => (row.failed && !shown.has('errorCode') ? '!' : '') + toText(row.eventName),
      };
    case 'principal':
      return {
        essential: true,
        least: 9,
        comfortable: 20,
        text: (row) => withoutArnPrefix(toText(row.principal)),
        shorten: shortenPrincipal,
      };
    case 'eventSource':
      return { header: 'source', text: (row) => toText(row.eventSource).replace(/\.amazonaws\.com$/, '') };
    case 'errorCode':
      return {
        header: 'error',
        least: 12,
        comfortable: 16,
        text: (row) => (row.failed ? toText(row.errorCode) || 'failed' : ''),
      };
    case 'recipientAccountId':
      return { header: 'account', least: undefined, shorten: cutMiddle };
    case 'awsRegion':
      return { header: 'region', least: undefined, shorten: cutMiddle };
    case 'sourceIPAddress':
      return { header: 'address', least: 15 };
    case 'logFile':
      return { least: 16, shorten: cutStart };
    default:
      return {};
  }
}

function withoutArnPrefix(principal: string): string {
  return principal.replace(/^arn:[^:]*:(?:iam|sts)::\d*:/, '');
}

/** `role/path/Admin` becomes `Admin` before a letter of the name is given up: names differ, their kinds rarely do. */
export function shortenPrincipal(principal: string, width: number): string {
  const name =
    principal
      .replace(/\.amazonaws\.com$/, '')
      .split('/')
      .at(-1) ?? '';
  if (stringWidth(principal) <= width) return principal;
  // Everybody of a company ends alike.
  const [person = '', ...domain] = name.split('@');
  const isPerson = domain.length > 0 && stringWidth(name) > width;
  return isPerson
    ? cutEnd(name, Math.min(width, stringWidth(person) + 2))
    : cutMiddle(name || principal, width);
}
