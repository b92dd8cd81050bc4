/** `--around`: a window around an event or a time, ten minutes each way unless it is told (`±1h`, `+-1h`). */
import type { AuditContext } from '../audit/ports.ts';
import { fromEventItem } from '../event-index/event-item.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { UsageError } from './errors.ts';
import { parseTime, type TimeSettings } from './times.ts';

export interface Around {
  /** A UTC time, or the id of an event whose time is looked up. */
  readonly center: { readonly time: string } | { readonly eventID: string };
  readonly marginMs: number;
}

const MARGIN = /(?:±|\+-|\+\/-)\s*(?<number>\d{1,6})(?<unit>[smhd])$/i;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DEFAULT_MARGIN_MS = 600_000;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** @throws UsageError when the time is malformed. */
export function parseAround(text: string, settings: TimeSettings): Around {
  const margin = MARGIN.exec(text);
  const center = (margin === null ? text : text.slice(0, margin.index)).trim();
  if (center === '') throw new UsageError('--around needs the id of an event or a time.');
  const { number, unit } = margin?.groups ?? {};
  const marginMs =
    number === undefined ? DEFAULT_MARGIN_MS : Number(number) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? 0);
  if (!TIME.test(center)) return { center: { eventID: center }, marginMs };
  return { center: { time: parseTime(center, 'since', settings) }, marginMs };
}

/** The last second counts. @throws UsageError when the index does not know the event. */
export async function aroundWindow({ center, marginMs }: Around, place: AuditContext): Promise<TimeWindow> {
  const time = 'time' in center ? center.time : await timeOf(center.eventID, place);
  const at = (ms: number) => new Date(Date.parse(time) + ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return { since: at(-marginMs), until: at(marginMs + 1_000) };
}

async function timeOf(eventID: string, place: AuditContext): Promise<string> {
  const [item] = await place.events.readEvents(toKeyValue('eventID', eventID));
  if (item === undefined) {
    throw new UsageError(
      `--around ${eventID}: the index holds no such event, and it is no time such as 2026-07-19T10:30.`,
    );
  }
  return fromEventItem(item).eventTime;
}
