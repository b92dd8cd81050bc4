/**
 * Delivery days as CloudTrail writes them into keys: UTC, `YYYY-MM-DD`, so that their order is that of the text.
 */
import { DAY_MS } from '../cloudtrail/utc.ts';

export function deliveryDayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** The first of `days` days that end with that of `time`. */
export function firstOfLastDays(days: number, time: Date): string {
  return deliveryDayOf(new Date(time.getTime() - (days - 1) * DAY_MS));
}

/** From `last` back to `first`, both included. */
export function daysNewestFirst(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let day = last; day >= first; day = firstOfLastDays(2, new Date(day))) days.push(day);
  return days;
}
