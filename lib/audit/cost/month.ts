/** A month of a trail: extrapolated from the days that were measured, or assumed where nothing could be. */
import {
  CATALOGUE_ENTRY_BYTES,
  CATALOGUE_PERIODS,
  CATALOGUE_VALUES_A_DAY,
  COMPRESSED_BYTES_A_FILE,
  COUNTER_BYTES_A_DAY,
  ENVIRONMENTS_A_DAY,
  EVENTS_A_FILE,
  EVENTS_A_MONTH,
  INFLATED_BYTES_A_FILE,
  LEDGER_ENTRY_BYTES,
  PEAK_OVER_AVERAGE,
} from './assumptions.ts';
import type { CatalogueDay, TrailMeasurement } from './measure-trail.ts';

export const DAYS_A_MONTH = 365 / 12;
export const HOURS_A_MONTH = 24 * DAYS_A_MONTH;

export interface Month {
  readonly events: number;
  readonly logFiles: number;
  readonly digests: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** What it leaves in the ledger, for ever. */
  readonly ledgerBytes: number;
  readonly catalogueWrites: number;
  /** What it leaves in the catalogue and the counters, for ever. */
  readonly catalogueBytes: number;
  /** Of the busiest hour. */
  readonly peakEventsPerHour: number;
}

/** @param wanted as if so many events came; log files and the busiest hour grow with them, the catalogue does not. */
export function monthOf(measured: TrailMeasurement | undefined, wanted?: number): Month {
  const month = measured === undefined ? assumedMonth() : extrapolate(measured);
  return wanted === undefined ? month : scale(month, wanted / month.events);
}

function extrapolate({ deliveries, busiestHour, catalogueDay = ASSUMED_DAY }: TrailMeasurement): Month {
  const { logFiles, digests, events, compressedBytes, inflatedBytes, ledgerBytes, days } = deliveries;
  const peakEventsPerHour = busiestHour?.events ?? PEAK_OVER_AVERAGE * (events / (24 * days));
  const totals = { events, logFiles, digests, compressedBytes, inflatedBytes, ledgerBytes };
  const month = scale({ ...totals, peakEventsPerHour, ...catalogueOf(catalogueDay) }, DAYS_A_MONTH / days);
  return { ...month, peakEventsPerHour };
}

function assumedMonth(): Month {
  const logFiles = EVENTS_A_MONTH / EVENTS_A_FILE;
  return {
    events: EVENTS_A_MONTH,
    logFiles,
    digests: 0,
    compressedBytes: logFiles * COMPRESSED_BYTES_A_FILE,
    inflatedBytes: logFiles * INFLATED_BYTES_A_FILE,
    ledgerBytes: logFiles * LEDGER_ENTRY_BYTES,
    ...catalogueOf(ASSUMED_DAY),
    peakEventsPerHour: (PEAK_OVER_AVERAGE * EVENTS_A_MONTH) / HOURS_A_MONTH,
  };
}

const ASSUMED_DAY: CatalogueDay = {
  values: CATALOGUE_VALUES_A_DAY,
  bytes: CATALOGUE_VALUES_A_DAY * CATALOGUE_ENTRY_BYTES,
};

function catalogueOf({ values, bytes }: CatalogueDay): Pick<Month, 'catalogueWrites' | 'catalogueBytes'> {
  return {
    catalogueWrites: values * CATALOGUE_PERIODS * ENVIRONMENTS_A_DAY * DAYS_A_MONTH,
    catalogueBytes: (bytes + COUNTER_BYTES_A_DAY) * DAYS_A_MONTH,
  };
}

/** More events bring more log files, but hardly other values: the catalogue stays as it is. */
function scale(month: Month, factor: number): Month {
  return {
    ...month,
    events: month.events * factor,
    logFiles: month.logFiles * factor,
    digests: month.digests * factor,
    compressedBytes: month.compressedBytes * factor,
    inflatedBytes: month.inflatedBytes * factor,
    ledgerBytes: month.ledgerBytes * factor,
    peakEventsPerHour: month.peakEventsPerHour * factor,
  };
}
