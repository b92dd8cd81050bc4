/**
 * Where in a window to look at events, so that a busy hour is looked at as often as it has a share of the events.
 *
 * The counters cut the window into parts with equally many events; each part begins at one of the times.
 */
import type { HourCount } from '../sweep-estimate.ts';

const SECONDS_AN_HOUR = 3_600;

/** Times `YYYY-MM-DDTHH:mm:ssZ`, ascending and different; none where nothing was counted. */
export function sampleTimes(hours: readonly HourCount[], count: number): readonly string[] {
  const total = hours.reduce((sum, { events }) => sum + events, 0);
  if (total === 0) return [];
  const times = Array.from({ length: count }, (_, part) => timeAt((part * total) / count, hours));
  return [...new Set(times)];
}

/** The time by which so many events had come, as if an hour's events came evenly. */
function timeAt(position: number, hours: readonly HourCount[]): string {
  let before = 0;
  for (const { hour, events } of hours) {
    if (position < before + events) {
      const seconds = Math.floor(((position - before) / events) * SECONDS_AN_HOUR);
      return `${hour}:${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}Z`;
    }
    before += events;
  }
  return `${hours.at(-1)?.hour ?? ''}:59:59Z`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
