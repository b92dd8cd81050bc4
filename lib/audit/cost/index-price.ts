/**
 * What a deployment costs in a month, line by line: writing, keeping, being asked, and what runs beside the index.
 *
 * Reckoned for the time when as much expires as comes in. Ledger, catalogue and counters never expire: they are reckoned
 * for as many days as the events are kept, and what each further year adds is said beside it. Every record is priced as a new event, because nothing in the
 * index counts copies: where CloudTrail delivers events twice, what is kept is less.
 */
import type { OptionalIndexName } from '../../event-index/tables.ts';
import { EVENTS_A_QUESTION, PEAK_UTILIZATION, READ_UNITS_A_FILE, WRITE_UNITS_A_FILE } from './assumptions.ts';
import {
  bytesPerEvent,
  type EntryShape,
  type EventShape,
  entriesOf,
  writeUnitsPerEvent,
} from './event-shape.ts';
import { DAYS_A_MONTH, HOURS_A_MONTH, type Month } from './month.ts';
import { pipelineLines } from './pipeline-price.ts';
import { BYTES_A_GB, type PriceName, usdFor } from './prices.ts';

export type Way = 'on-demand' | 'provisioned' | 'infrequent-access';

export interface IndexChoice {
  readonly way: Way;
  readonly retentionDays: number;
  readonly optionalIndexes: readonly OptionalIndexName[];
  /** In a month, each giving one page. */
  readonly questions: number;
}

export type LineItem =
  | 'writing events'
  | 'ledger, catalogue, counters'
  | 'keeping events'
  | 'keeping ledger, catalogue'
  | 'point-in-time recovery'
  | 'delivery to the function'
  | 'the function, its logs'
  | 'alarms, metrics, dashboard'
  | 'questions';

export interface Line {
  readonly item: LineItem;
  readonly amount: number;
  readonly unit:
    | 'write units'
    | 'provisioned write units'
    | 'GB'
    | 'files'
    | 'invocations'
    | 'alarm metrics'
    | 'read units';
  readonly usd: number;
}

const DAYS_A_YEAR = 365;
const SECONDS_AN_HOUR = 3_600;
/** Half a unit for every 4 KiB begun, as reads need not see the very last write. */
const BYTES_A_HALF_READ_UNIT = 4_096;

type UnitPrices = Readonly<Record<'write' | 'read' | 'stored', PriceName>>;

const STANDARD: UnitPrices = { write: 'write unit', read: 'read unit', stored: 'index GB' };
const INFREQUENT: UnitPrices = {
  write: 'infrequent write unit',
  read: 'infrequent read unit',
  stored: 'infrequent index GB',
};

export function priceIndex(month: Month, shape: EventShape, choice: IndexChoice): readonly Line[] {
  const entries = entriesOf(shape, choice.optionalIndexes);
  const prices = choice.way === 'infrequent-access' ? INFREQUENT : STANDARD;
  const files = month.logFiles + month.digests;
  const keptGB = eventsGB(month, choice.retentionDays, bytesPerEvent(entries));
  const ledgerGB = ledgerTableGB(month, choice.retentionDays);
  // Of both tables; indexes are made anew when a table is restored, and not paid for.
  const recoveryGB = eventsGB(month, choice.retentionDays, shape.table.bytesPerEvent) + ledgerGB;
  const ledgerWrites = files * WRITE_UNITS_A_FILE + month.catalogueWrites;
  return [
    choice.way === 'provisioned' ? provisionedLine(month, entries) : writingLine(month, entries, prices),
    {
      item: 'ledger, catalogue, counters',
      amount: ledgerWrites,
      unit: 'write units',
      usd: usdFor('write unit', ledgerWrites) + usdFor('read unit', files * READ_UNITS_A_FILE),
    },
    { item: 'keeping events', amount: keptGB, unit: 'GB', usd: usdFor(prices.stored, keptGB) },
    { item: 'keeping ledger, catalogue', amount: ledgerGB, unit: 'GB', usd: usdFor('index GB', ledgerGB) },
    {
      item: 'point-in-time recovery',
      amount: recoveryGB,
      unit: 'GB',
      usd: usdFor('recovery GB', recoveryGB),
    },
    ...pipelineLines(files),
    questionsLine(shape, choice, prices),
  ];
}

/** What so many days leave in the table of ledger, catalogue and counters. */
function ledgerTableGB({ ledgerBytes, catalogueBytes }: Month, days: number): number {
  return ((ledgerBytes + catalogueBytes) * days) / DAYS_A_MONTH / BYTES_A_GB;
}

/** By so much a month grows dearer with each year that the index is old, because that table never expires. */
export function yearlyGrowthUsd(month: Month): number {
  const grownGB = ledgerTableGB(month, DAYS_A_YEAR);
  return usdFor('index GB', grownGB) + usdFor('recovery GB', grownGB);
}

/** What the events of so many days take, once as much expires as comes in. */
export function eventsGB(month: Month, days: number, bytesPerEvent: number): number {
  return (month.events * days * bytesPerEvent) / DAYS_A_MONTH / BYTES_A_GB;
}

export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

function writingLine(month: Month, entries: readonly EntryShape[], prices: UnitPrices): Line {
  const amount = month.events * writeUnitsPerEvent(entries);
  return { item: 'writing events', amount, unit: 'write units', usd: usdFor(prices.write, amount) };
}

/**
 * The table and each index have units of their own, one at least, enough for the busiest hour all month long. Auto
 * scaling goes below it in other hours. Reads take the least that can be provisioned.
 */
function provisionedLine(month: Month, entries: readonly EntryShape[]): Line {
  const events = month.peakEventsPerHour / SECONDS_AN_HOUR / PEAK_UTILIZATION;
  const units = entries.map(({ share }) => Math.max(1, Math.ceil(events * share)));
  const amount = units.reduce((sum, each) => sum + each, 0);
  return {
    item: 'writing events',
    amount,
    unit: 'provisioned write units',
    usd:
      usdFor('provisioned write unit', amount * HOURS_A_MONTH) +
      usdFor('provisioned read unit', entries.length * HOURS_A_MONTH),
  };
}

function questionsLine(shape: EventShape, { way, questions }: IndexChoice, prices: UnitPrices): Line {
  const amount = questions * readUnitsOf(shape);
  // What is provisioned for reads is paid already.
  return {
    item: 'questions',
    amount,
    unit: 'read units',
    usd: way === 'provisioned' ? 0 : usdFor(prices.read, amount),
  };
}

/** A page of events from one index. */
export function readUnitsOf({ itemBytes }: EventShape): number {
  return Math.ceil((EVENTS_A_QUESTION * itemBytes) / BYTES_A_HALF_READ_UNIT) / 2;
}

/** Without a limit: every event of the days, from one index. */
export function readAllUsd(events: number, { itemBytes }: EventShape): number {
  return usdFor('read unit', (events * itemBytes) / (2 * BYTES_A_HALF_READ_UNIT));
}

export function questionUsd(shape: EventShape): number {
  return usdFor('read unit', readUnitsOf(shape));
}
