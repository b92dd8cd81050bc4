/**
 * Everything that `traildex cost` measures: deliveries from the ledger, the busiest hour from the counters, the shape of
 * an event from a sample, and the values that a day brings into the catalogue.
 */
import { itemSizeBytes, STORAGE_OVERHEAD_BYTES } from '../../event-index/attribute-value.ts';
import { toCatalogueItem, type ValueDimension } from '../../event-index/catalogue.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import { readPeriod } from '../catalogue.ts';
import type { AuditContext } from '../ports.ts';
import { type HourCount, readCounters } from '../sweep-estimate.ts';
import { ASSUMED_SHAPE } from './assumptions.ts';
import { type Deliveries, dayAfter, totalDeliveries } from './deliveries.ts';
import { type EventShape, shapeOf } from './event-shape.ts';
import { sampleEvents } from './sample-events.ts';

export interface TrailMeasurement {
  readonly deliveries: Deliveries;
  /**
   * Most of the events are of other days than those of their delivery: the sample is of all times, and the busiest hour
   * and a day's values are not known. Those of other days tell nothing of these deliveries.
   */
  readonly isOfOtherDays: boolean;
  readonly shape: EventShape;
  /** Of the days measured; undefined where they tell of none. */
  readonly busiestHour: HourCount | undefined;
  /** Of the busiest hour's day. */
  readonly catalogueDay: CatalogueDay | undefined;
}

export interface CatalogueDay {
  readonly values: number;
  /** Of their entries, with what DynamoDB adds. */
  readonly bytes: number;
}

export interface MeasureRequest {
  readonly window: TimeWindow;
  /** Told how many log files the ledger has told of so far. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** With fewer, the delivery days tell nothing of the events: log files that CloudTrail did not name, and collections. */
const LEAST_SHARE_OF_DAYS = 0.5;

const DIMENSIONS = [
  'source',
  'name',
  'principal',
  'account',
  'region',
  'error',
  'user',
  'source-identity',
] as const satisfies readonly ValueDimension[];

/** Undefined where the window has no events to measure. */
export async function measureTrail(
  { window, onProgress }: MeasureRequest,
  context: AuditContext,
): Promise<TrailMeasurement | undefined> {
  const { logFiles } = context;
  const deliveries = await totalDeliveries({ window, onProgress }, logFiles);
  if (deliveries === undefined || deliveries.events === 0) return undefined;
  // What is delivered on a day happened on it, or shortly before.
  const days: TimeWindow = { since: deliveries.firstDay, until: dayAfter(deliveries.lastDay) };
  const hoursOfDays = await readCounters(days, context);
  const isOfOtherDays = countOf(hoursOfDays) < deliveries.events * LEAST_SHARE_OF_DAYS;
  const sampled = isOfOtherDays ? {} : days;
  const hours = isOfOtherDays ? await readCounters({}, context) : hoursOfDays;
  const items = await sampleEvents({ window: sampled, hours }, context);
  const busiestHour = isOfOtherDays ? undefined : busiestOf(hoursOfDays);
  return {
    deliveries,
    isOfOtherDays,
    // Everything may have expired since.
    shape: items.length === 0 ? ASSUMED_SHAPE : shapeOf(items),
    busiestHour,
    catalogueDay: busiestHour && (await measureCatalogue(busiestHour.hour.slice(0, 10), context)),
  };
}

function countOf(hours: readonly HourCount[]): number {
  return hours.reduce((sum, { events }) => sum + events, 0);
}

function busiestOf(hours: readonly HourCount[]): HourCount | undefined {
  return hours.reduce<HourCount | undefined>(
    (busiest, hour) => (hour.events > (busiest?.events ?? 0) ? hour : busiest),
    undefined,
  );
}

async function measureCatalogue(day: string, { logFiles }: AuditContext): Promise<CatalogueDay> {
  const sizes = await Promise.all(
    DIMENSIONS.map(async (dimension) => {
      const { values } = await readPeriod(logFiles, dimension, day);
      return values.map((value) => itemSizeBytes(toCatalogueItem({ dimension, period: day, value })));
    }),
  );
  const all = sizes.flat();
  const bytes = all.reduce((sum, size) => sum + size + STORAGE_OVERHEAD_BYTES, 0);
  return { values: all.length, bytes };
}
