/**
 * Time in a sample trail: UTC seconds since 1970, five-minute windows, and how busy a window is.
 *
 * CloudTrail delivers about every five minutes, so the day is told window by window; that is also what keeps memory
 * flat however many events are asked for. The load follows office hours of a company in Europe and America on top of
 * machines that never sleep.
 */

export const WINDOW_SECONDS = 300;
const DAY_SECONDS = 86_400;
const WINDOWS_PER_HOUR = 3600 / WINDOW_SECONDS;
export const WINDOWS_PER_DAY = DAY_SECONDS / WINDOW_SECONDS;

/** Relative load of the hours of a day, UTC. */
const HOUR_LOAD: readonly number[] = [
  40, 36, 34, 34, 38, 46, 62, 92, 122, 132, 130, 124, 118, 132, 142, 140, 128, 114, 96, 82, 70, 60, 50, 44,
];
const DAY_LOAD = HOUR_LOAD.reduce((sum, load) => sum + load, 0) * WINDOWS_PER_HOUR;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Midnight of `YYYY-MM-DD`; throws where there is no such day. */
export function parseDay(day: string): number {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  if (
    !/^\d{4}-\d\d-\d\d$/.test(day) ||
    Number.isNaN(milliseconds) ||
    formatTime(milliseconds / 1000).slice(0, 10) !== day
  ) {
    throw new RangeError(`The day of a sample trail has the form YYYY-MM-DD and exists; "${day}" does not.`);
  }
  return milliseconds / 1000;
}

/** `2026-03-17T09:21:44Z` */
export function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** `Mar 17, 2026, 9:21:44 PM`: how STS and IAM write times inside their answers. Spelt out here: locale data differs by machine. */
export function formatSpeltTime(seconds: number): string {
  const iso = formatTime(seconds);
  const hour = Number(iso.slice(11, 13));
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${iso.slice(14, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${month} ${Number(iso.slice(8, 10))}, ${iso.slice(0, 4)}, ${clock}`;
}

/** How many of `total` events have happened when window number `index` closes; `total` when the last one does. */
export function countUntil(index: number, total: number, days: number): number {
  const windows = index + 1;
  const wholeDays = Math.floor(windows / WINDOWS_PER_DAY);
  let load = wholeDays * DAY_LOAD;
  for (let window = 0; window < windows % WINDOWS_PER_DAY; window += 1) {
    load += HOUR_LOAD[Math.floor(window / WINDOWS_PER_HOUR)] ?? 0;
  }
  return Math.floor((total * load) / (DAY_LOAD * days));
}
