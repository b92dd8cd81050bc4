/** Times as the index writes them, and how far they are from one another. */
import { DAY_MS } from '../../../cloudtrail/utc.ts';

/** `YYYY-MM-DDTHH:mm:ssZ` */
export function toTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function daysBefore(time: string, days: number): string {
  return toTime(new Date(Date.parse(time) - days * DAY_MS));
}

export function wholeDaysBetween(earlier: string, later: string): number {
  return Math.floor((Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}

export function dayOf(time: string): string {
  return time.slice(0, 'YYYY-MM-DD'.length);
}

/** The moment at which the day of `time` begins. */
export function dayStart(time: string): string {
  return `${dayOf(time)}T00:00:00Z`;
}

/** The first moment of the day after that of `time`. */
export function nextDayStart(time: string): string {
  return daysBefore(dayStart(time), -1);
}
