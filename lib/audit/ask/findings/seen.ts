/**
 * What the catalogue says was seen in a window, and what was not. It counts whole days: values of a day that a window
 * cuts through are for the caller to decide, by a look at their events.
 */
import type { Period, ValueDimension } from '../../../event-index/catalogue.ts';
import type { TimeWindow } from '../../../event-index/query-plan.ts';
import {
  allDaysIn,
  type CatalogueReading,
  daysIn,
  edgeDaysIn,
  readPeriod,
  touches,
  yearsIn,
} from '../../catalogue.ts';
import type { AuditContext } from '../../ports.ts';

type CatalogueContext = Pick<AuditContext, 'logFiles' | 'gate'>;

/** Sections read side by side, before it is decided whether more of them have to be read. */
const SECTIONS_AT_ONCE = 16;

/** All values of the window's days, sorted. */
export async function seenIn(
  dimension: ValueDimension,
  window: TimeWindow,
  context: CatalogueContext,
): Promise<CatalogueReading> {
  const readings = await readPeriods(dimension, await periodsIn(window, context), context);
  return {
    values: [...new Set(readings.flatMap(({ values }) => values))].sort(),
    incomplete: readings.some(({ incomplete }) => incomplete),
  };
}

/**
 * Those of `values` that no day of the window has. Reads backwards from the window's end, and no further than something
 * is left: most names of a day are also those of the day before.
 */
export async function notSeenIn(
  dimension: ValueDimension,
  values: readonly string[],
  window: TimeWindow,
  context: CatalogueContext,
): Promise<CatalogueReading> {
  const left = new Set(values);
  const periods = await periodsIn(window, context);
  let incomplete = false;
  for (let start = 0; start < periods.length && left.size > 0; start += SECTIONS_AT_ONCE) {
    const batch = periods.slice(start, start + SECTIONS_AT_ONCE);
    for (const reading of await readPeriods(dimension, batch, context)) {
      incomplete ||= reading.incomplete;
      for (const value of reading.values) left.delete(value);
    }
  }
  return { values: [...left], incomplete };
}

/** For each day of the window, ascending, those of `values` that no day of the window before it has. */
export async function firstDaysOf(
  dimension: ValueDimension,
  values: readonly string[],
  window: TimeWindow,
  context: CatalogueContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const left = new Set(values);
  const firstDays = new Map<string, string[]>();
  const days = await allDaysIn(context.logFiles, window);
  for (let start = 0; start < days.length && left.size > 0; start += SECTIONS_AT_ONCE) {
    const batch = days.slice(start, start + SECTIONS_AT_ONCE);
    const readings = await readPeriods(dimension, batch, context);
    for (const [index, day] of batch.entries()) {
      const newThen = (readings[index]?.values ?? []).filter((value) => left.delete(value));
      if (newThen.length > 0) firstDays.set(day, newThen);
    }
  }
  return firstDays;
}

/** First and last day that the index has events of; undefined where it has none. */
export function indexedDays({ logFiles }: CatalogueContext): ReturnType<typeof edgeDaysIn> {
  return edgeDaysIn(logFiles, {});
}

/** Sections that together have the window's days, newest first: one for a year that lies in the window with all its days. */
async function periodsIn(window: TimeWindow, { logFiles }: CatalogueContext): Promise<readonly Period[]> {
  const years = (await yearsIn(logFiles, window)).toReversed();
  const periods = years.map(async (year) => {
    const days = await daysIn(logFiles, year, {});
    const inside = days.filter((day) => touches(day, window));
    return inside.length === days.length ? [year] : inside.toReversed();
  });
  return (await Promise.all(periods)).flat();
}

function readPeriods(
  dimension: ValueDimension,
  periods: readonly Period[],
  { logFiles, gate }: CatalogueContext,
): Promise<readonly CatalogueReading[]> {
  return Promise.all(periods.map((period) => gate(() => readPeriod(logFiles, dimension, period))));
}
