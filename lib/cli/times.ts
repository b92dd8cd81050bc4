/**
 * Reads the times people type and writes the times they read.
 *
 * `--since` is inclusive, `--until` exclusive; a date means its beginning for the one and its end for the other. Events
 * have whole seconds, so a fraction is rounded up for both: exactly the events from (before) that instant remain. A
 * local time that clocks pass twice is the first of both for `--since` and the second for `--until`, so that nothing of
 * the hour is missed; one that they skip counts on from before the gap. No clock here: `now` is passed.
 */
import type { Command } from 'commander';
import { DateTime, type DateTimeUnit, IANAZone } from 'luxon';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { UsageError } from './errors.ts';
import { didYouMean } from './nearest.ts';

export interface TimeSettings {
  readonly now: Date;
  /** IANA name of the zone that times without one are in. */
  readonly zone: string;
}

type Edge = 'since' | 'until';

const DURATION = /^(\d{1,6})([mhdwy])$/i;
const UNIT_OF: Readonly<Record<string, DateTimeUnit>> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  y: 'year',
};
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME =
  /^(?<date>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d(?::\d\d)?)(?:[.,](?<fraction>\d+))?(?<offset>z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/i;
const FORMS =
  'Use 15m, 24h, 7d, 12w or 1y (ago), 2026-07-19, 2026-07-19T10:30, 2026-07-19T10:30:00Z, today or yesterday.';

/** @throws UsageError when there is no such zone. `localZone` is what `local` stands for. */
export function parseZone(text: string, localZone: string): string {
  const name = text.toLowerCase();
  if (name === 'local') return localZone;
  if (name === 'utc' || name === 'z') return 'UTC';
  if (IANAZone.isValidZone(text)) return text;
  const hint = didYouMean(text, Intl.supportedValuesOf('timeZone'));
  throw new UsageError(
    `--tz ${text} is no time zone.${hint} Use UTC, local or a name such as Europe/Berlin.`,
  );
}

/** @throws UsageError when a time is malformed or the window would be empty. */
export function parseWindow(
  typed: { since?: string | undefined; until?: string | undefined },
  settings: TimeSettings,
): TimeWindow {
  const since = typed.since === undefined ? undefined : parseTime(typed.since, 'since', settings);
  const until = typed.until === undefined ? undefined : parseTime(typed.until, 'until', settings);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(
      `--since ${typed.since} (${since}) is not before --until ${typed.until} (${until}).`,
    );
  }
  return { since, until };
}

/** UTC text of whole seconds, `YYYY-MM-DDTHH:mm:ssZ`. @throws UsageError */
export function parseTime(text: string, edge: Edge, settings: TimeSettings): string {
  const time = instantOf(text.trim(), edge, settings);
  if (time === undefined) throw new UsageError(`--${edge} ${text} is not a time. ${FORMS}`);
  if (!time.isValid) throw new UsageError(`--${edge} ${text}: there is no such time. ${FORMS}`);
  const utc = roundUp(time).toUTC();
  if (utc.year < 1 || utc.year > 9999)
    throw new UsageError(`--${edge} ${text} lies outside the years 1 to 9999.`);
  return utc.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** The time of an event as a table shows it: bare in UTC, elsewhere with its offset (clocks go back). */
export function formatTime(utcTime: string, zone: string): string {
  if (zone === 'UTC') return utcTime.replace('T', ' ').replace(/Z$/, '');
  const time = DateTime.fromISO(utcTime, { zone });
  return time.isValid ? time.toFormat('yyyy-MM-dd HH:mm:ssZ') : utcTime;
}

function instantOf(text: string, edge: Edge, { now, zone }: TimeSettings): DateTime | undefined {
  const present = DateTime.fromJSDate(now, { zone });
  const duration = DURATION.exec(text);
  if (duration)
    return present.minus({ [UNIT_OF[duration[2]?.toLowerCase() ?? ''] ?? 'day']: Number(duration[1]) });
  const day = text.toLowerCase();
  if (day === 'today') return edgeOfDay(present, edge);
  if (day === 'yesterday') return edgeOfDay(present.minus({ days: 1 }), edge);
  if (DATE.test(text)) return edgeOfDay(DateTime.fromISO(text, { zone }), edge);
  const parts = DATE_TIME.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const offset = parts.offset?.toUpperCase() ?? '';
  const time = DateTime.fromISO(`${parts.date}T${parts.time}${offset}`, { zone });
  const exact = offset === '' ? chooseOffset(time, edge) : time;
  // Any fraction only matters for being one: rounding up is all that follows.
  return /[1-9]/.test(parts.fraction ?? '') ? exact.plus({ milliseconds: 1 }) : exact;
}

function edgeOfDay(time: DateTime, edge: Edge): DateTime {
  return edge === 'since' ? time.startOf('day') : time.plus({ days: 1 }).startOf('day');
}

function chooseOffset(time: DateTime, edge: Edge): DateTime {
  const both = time.getPossibleOffsets().toSorted((a, b) => a.toMillis() - b.toMillis());
  return (edge === 'since' ? both.at(0) : both.at(-1)) ?? time;
}

function roundUp(time: DateTime): DateTime {
  const whole = time.startOf('second');
  return whole.toMillis() === time.toMillis() ? whole : whole.plus({ seconds: 1 });
}

export interface TimeOptions {
  readonly since?: string;
  readonly until?: string;
}

/** The flags of a time window; their texts are parsed when the zone is known. */
export function addTimeOptions(command: Command): Command {
  return command
    .optionsGroup('When (15m, 24h, 7d, 12w, 1y ago, a date, ISO 8601, yesterday):')
    .option('--since <time>', 'from this time on')
    .option('--until <time>', 'before this time; a date means its end');
}
