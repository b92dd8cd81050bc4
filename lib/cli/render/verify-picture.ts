/**
 * The hours of one account and region as rows of signs, laid out by how long the span is.
 *
 * - up to two days: one row, a sign for each hour, so that many regions can stand below each other
 * - up to four weeks: a row for each day, a sign for each hour
 * - longer: a row for each month, a sign for each day, that of its worst hour
 */

import type { HourReport } from '../../audit/verify/report.ts';
import type { VerifyWindow } from '../../audit/verify/request.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { NO_HOUR, signOf, worstOf } from './verify-states.ts';

export type Layout = 'strip' | 'days' | 'months';

export interface PictureRow {
  /** `2026-03-17` or `2026-03`; empty in a strip. */
  readonly label: string;
  readonly signs: string;
}

const LONGEST_STRIP_HOURS = 48;
const LONGEST_DAYS_HOURS = 28 * 24;

export type PicturedHour = Pick<HourReport, 'hour' | 'state'>;

/** Of a span without an end, that of what is there. */
export function layoutFor({ from, until }: VerifyWindow): Layout {
  const hours = (until.getTime() - from.getTime()) / HOUR_MS;
  if (hours <= LONGEST_STRIP_HOURS) return 'strip';
  return hours <= LONGEST_DAYS_HOURS ? 'days' : 'months';
}

export function drawHours(
  hours: readonly PicturedHour[],
  layout: Layout,
  window: VerifyWindow,
): readonly PictureRow[] {
  switch (layout) {
    case 'strip':
      return [{ label: '', signs: drawStrip(hours, window) }];
    case 'days':
      return drawRows(hours, {
        rowOf: (hour) => hour.slice(0, 10),
        cellOf: (hour) => Number(hour.slice(11)),
      });
    case 'months':
      return drawRows(hours, {
        rowOf: (hour) => hour.slice(0, 7),
        cellOf: (hour) => Number(hour.slice(8, 10)) - 1,
      });
  }
}

/** The line above the rows: where hours, or days, stand. */
export function rulerFor(layout: Layout, window: VerifyWindow): string {
  switch (layout) {
    case 'strip':
      return stripRuler(window);
    case 'days':
      return placeAt([0, 6, 12, 18].map((hour) => [hour, twoDigits(hour)]));
    case 'months':
      return placeAt([1, 5, 10, 15, 20, 25, 30].map((day) => [day - 1, twoDigits(day)]));
  }
}

interface Grid {
  readonly rowOf: (hour: string) => string;
  readonly cellOf: (hour: string) => number;
}

function drawRows(hours: readonly PicturedHour[], { rowOf, cellOf }: Grid): readonly PictureRow[] {
  const rows = new Map<string, Map<number, PicturedHour['state']>>();
  for (const { hour, state } of hours) {
    const cells = rows.get(rowOf(hour)) ?? new Map();
    rows.set(rowOf(hour), cells);
    const before = cells.get(cellOf(hour));
    cells.set(cellOf(hour), worstOf(before === undefined ? [state] : [before, state]) ?? state);
  }
  return [...rows].map(([label, cells]) => {
    const last = Math.max(...cells.keys());
    const signs = Array.from({ length: last + 1 }, (_, cell) => {
      const state = cells.get(cell);
      return state === undefined ? NO_HOUR : signOf(state);
    });
    return { label, signs: signs.join('') };
  });
}

function drawStrip(hours: readonly PicturedHour[], window: VerifyWindow): string {
  const states = new Map(hours.map(({ hour, state }) => [hour, state]));
  return hoursOf(window)
    .map((hour) => {
      const state = states.get(hour);
      return state === undefined ? NO_HOUR : signOf(state);
    })
    .join('')
    .trimEnd();
}

/** The day where one begins, otherwise every sixth hour. */
function stripRuler(window: VerifyWindow): string {
  const marks = hoursOf(window).flatMap((hour, at): [number, string][] => {
    const hourOfDay = Number(hour.slice(11));
    if (hourOfDay === 0) return [[at, hour.slice(5, 10)]];
    return hourOfDay % 6 === 0 ? [[at, hour.slice(11)]] : [];
  });
  return placeAt(marks);
}

function hoursOf({ from, until }: VerifyWindow): readonly string[] {
  const first = Math.floor(from.getTime() / HOUR_MS);
  const end = Math.ceil(until.getTime() / HOUR_MS);
  return Array.from({ length: Math.max(0, end - first) }, (_, at) =>
    new Date((first + at) * HOUR_MS).toISOString().slice(0, 13),
  );
}

/** Texts at their places in a line; one that the text before leaves no room for is left out. */
function placeAt(marks: readonly (readonly [number, string])[]): string {
  let line = '';
  for (const [at, text] of marks) {
    if (line !== '' && at <= line.length) continue;
    line = line.padEnd(at) + text;
  }
  return line;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
