/**
 * What an index costs its owner: measured where the index can tell, extrapolated to a month, priced with what else could
 * be chosen: another retention, another table class, provisioned capacity, an optional index, another service.
 */
import type { TimeWindow } from '../../event-index/query-plan.ts';
import { OPTIONAL_EVENT_INDEXES, type OptionalIndexName } from '../../event-index/tables.ts';
import type { AuditContext } from '../ports.ts';
import { type Alternative, priceAlternatives } from './alternatives.ts';
import { ASSUMED_SHAPE, RETENTION_DAYS } from './assumptions.ts';
import { bytesPerEvent, type EventShape, entriesOf, writeUnitsPerEvent } from './event-shape.ts';
import {
  eventsGB,
  type IndexChoice,
  type Line,
  priceIndex,
  questionUsd,
  readAllUsd,
  totalOf,
  type Way,
  yearlyGrowthUsd,
} from './index-price.ts';
import { measureTrail, type TrailMeasurement } from './measure-trail.ts';
import { DAYS_A_MONTH, type Month, monthOf } from './month.ts';
import { BYTES_A_GB, usdFor } from './prices.ts';

export interface CostRequest {
  /** Delivery days to measure. @default the newest 30 */
  readonly window: TimeWindow;
  /** @default what the items say, else a year */
  readonly retentionDays?: number | undefined;
  /** In a month. */
  readonly questions: number;
  /** As if so many events came in a month. */
  readonly eventsPerMonth?: number | undefined;
  readonly onProgress?: ((files: number) => void) | undefined;
}

export interface CostReport {
  /** Undefined where the index has nothing to measure: all of the report is assumed then. */
  readonly measured: TrailMeasurement | undefined;
  readonly shape: EventShape;
  readonly month: Month;
  /** The events of the month are wanted, not extrapolated. */
  readonly isSupposed: boolean;
  readonly retention: { readonly days: number; readonly from: 'asked' | 'items' | 'assumed' };
  readonly questions: number;
  /** On demand, with the indexes that the table has. */
  readonly lines: readonly Line[];
  readonly usdPerMonth: number;
  readonly perMillionEvents: { readonly writeUsd: number; readonly keepUsdPerMonth: number };
  readonly usdPerQuestion: number;
  /** A question that reads every event, as a timeline does. */
  readonly usdToReadAll: { readonly ofDay: number; readonly ofMonth: number };
  /** What each year adds to a month: ledger, catalogue and counters never expire. */
  readonly yearlyGrowthUsd: number;
  readonly retentions: readonly RetentionPrice[];
  readonly optionalIndexes: readonly OptionalIndexPrice[];
  readonly alternatives: readonly Alternative[];
}

export interface RetentionPrice {
  readonly days: number;
  /** By both tables, and by the indexes. */
  readonly keptGB: number;
  readonly usdPerMonth: Readonly<Record<Way, number>>;
}

export interface OptionalIndexPrice {
  readonly name: OptionalIndexName;
  /** The table has it: it is in the sums already. */
  readonly isInUse: boolean;
  readonly writeUnits: number;
  readonly keptGB: number;
  readonly usdPerMonth: number;
}

const COMPARED_RETENTIONS = [30, 90, 365] as const;
const MILLION = 1_000_000;

export async function estimateCost(request: CostRequest, context: AuditContext): Promise<CostReport> {
  const measured = await measureTrail(request, context);
  return reportCost({ ...request, measured, optionalIndexes: context.optionalIndexes });
}

export interface MeasuredCost extends Omit<CostRequest, 'window' | 'onProgress'> {
  readonly measured: TrailMeasurement | undefined;
  readonly optionalIndexes: readonly OptionalIndexName[];
}

export function reportCost(request: MeasuredCost): CostReport {
  const { measured, optionalIndexes, questions, eventsPerMonth } = request;
  const shape = measured?.shape ?? ASSUMED_SHAPE;
  const month = monthOf(measured, eventsPerMonth);
  const retention = retentionOf(request.retentionDays, shape);
  const choice: IndexChoice = {
    way: 'on-demand',
    retentionDays: retention.days,
    optionalIndexes,
    questions,
  };
  const lines = priceIndex(month, shape, choice);
  const entries = entriesOf(shape, optionalIndexes);
  const days = [...new Set([...COMPARED_RETENTIONS, retention.days])].sort((a, b) => a - b);
  return {
    measured,
    shape,
    month,
    isSupposed: eventsPerMonth !== undefined,
    retention,
    questions,
    lines,
    usdPerMonth: totalOf(lines),
    perMillionEvents: {
      writeUsd: usdFor('write unit', MILLION * writeUnitsPerEvent(entries)),
      keepUsdPerMonth: usdFor('index GB', (MILLION * bytesPerEvent(entries)) / BYTES_A_GB),
    },
    usdPerQuestion: questionUsd(shape),
    usdToReadAll: {
      ofDay: readAllUsd(month.events / DAYS_A_MONTH, shape),
      ofMonth: readAllUsd(month.events, shape),
    },
    yearlyGrowthUsd: yearlyGrowthUsd(month),
    retentions: days.map((retentionDays) => priceRetention(month, shape, { ...choice, retentionDays })),
    optionalIndexes: OPTIONAL_EVENT_INDEXES.map(({ name }) => priceOptionalIndex(name, month, shape, choice)),
    alternatives: priceAlternatives(month, retention.days),
  };
}

function retentionOf(asked: number | undefined, shape: EventShape): CostReport['retention'] {
  if (asked !== undefined) return { days: asked, from: 'asked' };
  if (shape.retentionDays !== undefined) return { days: shape.retentionDays, from: 'items' };
  return { days: RETENTION_DAYS, from: 'assumed' };
}

function priceRetention(month: Month, shape: EventShape, choice: IndexChoice): RetentionPrice {
  const linesFor = (way: Way) => priceIndex(month, shape, { ...choice, way });
  const usdFor = (way: Way) => totalOf(linesFor(way));
  return {
    days: choice.retentionDays,
    keptGB: keptGB(linesFor(choice.way)),
    usdPerMonth: {
      'on-demand': usdFor('on-demand'),
      provisioned: usdFor('provisioned'),
      'infrequent-access': usdFor('infrequent-access'),
    },
  };
}

function keptGB(lines: readonly Line[]): number {
  const kept = lines.filter(({ item }) => item === 'keeping events' || item === 'keeping ledger, catalogue');
  return kept.reduce((sum, { amount }) => sum + amount, 0);
}

function priceOptionalIndex(
  name: OptionalIndexName,
  month: Month,
  shape: EventShape,
  { retentionDays, optionalIndexes }: IndexChoice,
): OptionalIndexPrice {
  const { share, bytesPerEvent } = shape.indexes[name];
  const writeUnits = month.events * share;
  const keptGB = eventsGB(month, retentionDays, bytesPerEvent);
  return {
    name,
    isInUse: optionalIndexes.includes(name),
    writeUnits,
    keptGB,
    usdPerMonth: usdFor('write unit', writeUnits) + usdFor('index GB', keptGB),
  };
}
