/** Reads the catalogue: the values of a dimension that were seen in a time window. */
import {
  ALL_TIME,
  type CatalogueDimension,
  catalogueSection,
  catalogueValue,
  OVERFLOW,
  type Period,
  type ValueDimension,
} from '../event-index/catalogue.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import type { LogFilesReader } from './ports.ts';

export interface CatalogueReading {
  readonly values: readonly string[];
  /** True when the catalogue stopped counting in one of the periods: there are more values than these. */
  readonly incomplete: boolean;
}

/** Windows of at most so many days are read day by day, longer ones year by year. */
const DAYS_READ_SINGLY = 14;

export async function readPeriod(
  reader: LogFilesReader,
  dimension: CatalogueDimension,
  period: Period,
): Promise<CatalogueReading> {
  const values: string[] = [];
  let incomplete = false;
  let start: Parameters<LogFilesReader['readSection']>[0]['start'];
  do {
    const page = await reader.readSection({ section: catalogueSection(dimension, period), start });
    for (const item of page.items) {
      const value = catalogueValue(item);
      if (value === OVERFLOW) incomplete = true;
      else values.push(value);
    }
    start = page.next;
  } while (start !== undefined);
  return { values, incomplete };
}

/** Years that hold events of the window, ascending. */
export async function yearsIn(reader: LogFilesReader, window: TimeWindow): Promise<readonly string[]> {
  const { values } = await readPeriod(reader, 'year', ALL_TIME);
  return values.filter((year) => touches(year, window));
}

/** Days of a year that hold events of the window, ascending. */
export async function daysIn(
  reader: LogFilesReader,
  year: string,
  window: TimeWindow,
): Promise<readonly string[]> {
  const { values } = await readPeriod(reader, 'day', year);
  return values.filter((day) => touches(day, window));
}

/** Days that hold events of the window, ascending. */
export async function allDaysIn(reader: LogFilesReader, window: TimeWindow): Promise<readonly string[]> {
  return daysOfYears(reader, await yearsIn(reader, window), window);
}

async function daysOfYears(
  reader: LogFilesReader,
  years: readonly string[],
  window: TimeWindow,
): Promise<readonly string[]> {
  return (await Promise.all(years.map((year) => daysIn(reader, year, window)))).flat();
}

/** First and last day that hold events of the window; undefined where none does. Years between are not read. */
export async function edgeDaysIn(
  reader: LogFilesReader,
  window: TimeWindow,
): Promise<readonly [first: string, last: string] | undefined> {
  const years = await yearsIn(reader, window);
  const [first, last] = await Promise.all(
    [years[0], years.at(-1)].map(async (year) => (year === undefined ? [] : daysIn(reader, year, window))),
  );
  const [firstDay, lastDay] = [first?.[0], last?.at(-1)];
  return firstDay === undefined || lastDay === undefined ? undefined : [firstDay, lastDay];
}

/** Every value of a dimension seen in the window, sorted. Days at its edges count whole. */
export async function valuesIn(
  reader: LogFilesReader,
  dimension: ValueDimension,
  window: TimeWindow,
): Promise<CatalogueReading> {
  const readings = await Promise.all(
    (await periodsOf(reader, window)).map((period) => readPeriod(reader, dimension, period)),
  );
  return {
    values: [...new Set(readings.flatMap(({ values }) => values))].sort(),
    incomplete: readings.some(({ incomplete }) => incomplete),
  };
}

async function periodsOf(reader: LogFilesReader, window: TimeWindow): Promise<readonly Period[]> {
  const years = await yearsIn(reader, window);
  if (window.since === undefined && window.until === undefined) return years;
  const days = await daysOfYears(reader, years, window);
  return days.length <= DAYS_READ_SINGLY ? days : years;
}

/** A time whose beginning a period is, for the rest of its first moment. */
const FIRST_MOMENT = '0000-01-01T00:00:00Z';

/** Whether a day or year overlaps the window. All compare as text: times begin with their year and day. */
export function touches(period: Period, { since, until }: TimeWindow): boolean {
  const afterSince = since === undefined || period >= since.slice(0, period.length);
  const beforeUntil = until === undefined || period + FIRST_MOMENT.slice(period.length) < until;
  return afterSince && beforeUntil;
}
