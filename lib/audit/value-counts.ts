/**
 * Counts the values of a dimension. What it holds grows with the number of different values, not with that of events:
 * an exact count of any order needs them all.
 */
import type { IndexedEvent } from '../event-index/event-item.ts';
import { type Dimension, type DimensionValue, valuesOf } from './dimensions.ts';

export interface ValueCount {
  readonly value: DimensionValue;
  readonly events: number;
  /** How many of them failed. */
  readonly failed: number;
  /** UTC times of the first and the last of them. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

type Tally = { -readonly [Name in keyof ValueCount]: ValueCount[Name] };

export class ValueCounts {
  private readonly dimension: Dimension;
  private readonly tallies = new Map<string, Tally>();

  constructor(dimension: Dimension) {
    this.dimension = dimension;
  }

  /** @returns what each of the event's values is counted under */
  add(event: IndexedEvent): readonly string[] {
    return valuesOf(event, this.dimension).map((value) => {
      const key = countedUnder(value);
      const tally = this.tallies.get(key);
      if (tally === undefined) this.tallies.set(key, firstOf(event, value));
      else include(tally, event, value);
      return key;
    });
  }

  /** The most frequent first. */
  ordered(): readonly ValueCount[] {
    return [...this.tallies.values()].sort(compareCounts);
  }
}

/** Values that the index cannot tell apart are counted together. No text is mistaken for one that is missing. */
export function countedUnder(value: DimensionValue): string {
  return 'text' in value ? `=${value.text}` : value.kind;
}

function firstOf({ eventTime, failed }: IndexedEvent, value: DimensionValue): Tally {
  return { value, events: 1, failed: failed ? 1 : 0, firstSeen: eventTime, lastSeen: eventTime };
}

function include(tally: Tally, { eventTime, failed }: IndexedEvent, value: DimensionValue): void {
  if (value.kind === 'beginning') tally.value = value;
  tally.events++;
  if (failed) tally.failed++;
  if (eventTime < tally.firstSeen) tally.firstSeen = eventTime;
  if (eventTime > tally.lastSeen) tally.lastSeen = eventTime;
}

/** Equally frequent ones by their text, so that an answer is the same every time; those without a text last. */
function compareCounts(a: ValueCount, b: ValueCount): number {
  if (a.events !== b.events) return b.events - a.events;
  const [under, underOther] = [countedUnder(a.value), countedUnder(b.value)];
  return under < underOther ? -1 : 1;
}
