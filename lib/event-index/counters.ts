/**
 * Events per hour, added up once per invocation: for estimates before a sweep, never for answers.
 *
 * They count deliveries. CloudTrail delivers many events twice and a redelivered message is counted again, so exact
 * counts come from the index.
 */
import type { AttributeValue, Item } from './attribute-value.ts';

const EVENT_COUNTS = 'event-counts';

/** `eventTime` cut to its hour, `2023-07-19T21`. */
export function hourOf(eventTime: string): string {
  return eventTime.slice(0, 13);
}

/** A section is a day, an entry its hour. */
export function counterKey(hour: string): Item {
  return { section: { S: `${EVENT_COUNTS}#${hour.slice(0, 10)}` }, entry: { S: hour.slice(11) } };
}

/** The attribute that holds the number of events. */
export const COUNT_ATTRIBUTE = 'events';

export function countValue(count: number): AttributeValue {
  return { N: String(count) };
}
