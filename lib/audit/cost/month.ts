/** A month of a trail: extrapolated from the days that were measured, or assumed where nothing could be. */
import {
  CATALOGUE_PERIODS,
  CATALOGUE_VALUES_A_DAY,
  COMPRESSED_BYTES_A_FILE,
  ENVIRONMENTS_A_DAY,
  EVENTS_A_FILE,
  EVENTS_A_MONTH,
  INFLATED_BYTES_A_FILE,
  PEAK_OVER_AVERAGE,
} from './assumptions.ts';
import type { TrailMeasurement } from './measure-trail.ts';

export const DAYS_A_MONTH = 365 / 12;
export const HOURS_A_MONTH = 24 * DAYS_A_MONTH;

export interface Month {
  readonly events: number;
  readonly logFiles: number;
  readonly digests: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  readonly catalogueWrites: number;
  /** Of the busiest hour. */
  readonly peakEventsPerHour: number;
}

/** @param wanted as if so many events came; log files and the busiest hour grow with them, the catalogue does not. */
export function monthOf(measured: TrailMeasurement | undefined, wanted?: number): Month {
  const month = measured === undefined ? assumedMonth() : extrapolate(measured);
  return wanted === undefined ? month : scale(month, wanted / month.events);
}

function extrapolate({ deliveries, busiestHour, catalogueValuesPerDay }: TrailMeasurement): Month {
  const { logFiles, digests, events, compressedBytes, inflatedBytes } = deliveries;
  const totals = { events, logFiles, digests, compressedBytes, inflatedBytes };
  const average = events / (24 * deliveries.days);
  const month = {
    ...totals,
    peakEventsPerHour: busiestHour?.events ?? PEAK_OVER_AVERAGE * average,
    catalogueWrites: catalogueWritesOf(catalogueValuesPerDay),
  };
  return { ...scale(month, DAYS_A_MONTH / deliveries.days), peakEventsPerHour: month.peakEventsPerHour };
}

function assumedMonth(): Month {
  const logFiles = EVENTS_A_MONTH / EVENTS_A_FILE;
  return {
    events: EVENTS_A_MONTH,
    logFiles,
    digests: 0,
    compressedBytes: logFiles * COMPRESSED_BYTES_A_FILE,
    inflatedBytes: logFiles * INFLATED_BYTES_A_FILE,
    catalogueWrites: catalogueWritesOf(CATALOGUE_VALUES_A_DAY),
    peakEventsPerHour: (PEAK_OVER_AVERAGE * EVENTS_A_MONTH) / HOURS_A_MONTH,
  };
}

function catalogueWritesOf(valuesADay: number): number {
  return valuesADay * CATALOGUE_PERIODS * ENVIRONMENTS_A_DAY * DAYS_A_MONTH;
}

function scale(month: Month, factor: number): Month {
  return {
    events: month.events * factor,
    logFiles: month.logFiles * factor,
    digests: month.digests * factor,
    compressedBytes: month.compressedBytes * factor,
    inflatedBytes: month.inflatedBytes * factor,
    peakEventsPerHour: month.peakEventsPerHour * factor,
    catalogueWrites: month.catalogueWrites,
  };
}
