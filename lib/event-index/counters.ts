/**
 * Events per hour, added up once per invocation: for estimates before a sweep, never for answers.
 *
 * They count deliveries. CloudTrail delivers many events twice and a redelivered message is counted again, so exact
 * counts come from the index.
 */
import type { AttributeValue, Item } from './attribute-value.ts';
import { numberIn, textIn } from './item-reading.ts';

const EVENT_COUNTS = 'event-counts';

/** `eventTime` cut to its hour, `2023-07-19T21`. */
export function hourOf(eventTime: string): string {
  return eventTime.slice(0, 13);
}

/** Where the hours of a day are counted. */
export function counterSection(day: string): string {
  return `${EVENT_COUNTS}#${day}`;
}

/** A section is a day, an entry its hour. */
export function counterKey(hour: string): Item {
  return { section: { S: counterSection(hour.slice(0, 10)) }, entry: { S: hour.slice(11) } };
}

/** The attribute that holds the number of events. */
export const COUNT_ATTRIBUTE = 'events';

/** An hour's counter: `hour` is `00` to `23`. */
export function countIn(item: Item): { readonly hour: string; readonly events: number } {
  return { hour: textIn(item, 'entry') ?? '', events: numberIn(item, COUNT_ATTRIBUTE) ?? 0 };
}

export function countValue(count: number): AttributeValue {
  return { N: String(count) };
}
