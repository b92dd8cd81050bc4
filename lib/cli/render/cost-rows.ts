/**
 * What an index costs as rows for programs: a figure each, with its unit and what it rests on.
 *
 * `basis` keeps apart what was measured, what was extrapolated from it, and what is an assumption.
 */
import { PEAK_UTILIZATION } from '../../audit/cost/assumptions.ts';
import type { CostReport } from '../../audit/cost/cost.ts';
import { bytesPerEvent, entriesOf, writeUnitsPerEvent } from '../../audit/cost/event-shape.ts';
import type { Way } from '../../audit/cost/index-price.ts';
import {
  basisOf,
  basisOfGrowth,
  basisOfLine,
  basisOfPeak,
  basisOfWay,
  describeDays,
  describeLine,
  describePeak,
  describeSample,
} from './cost-basis.ts';
import type { Row } from './rows.ts';

export const COST_FIELDS = [
  'section',
  'item',
  'option',
  'amount',
  'unit',
  'keptGB',
  'usdPerMonth',
  'usdPerDayQuestion',
  'usdPerMonthQuestion',
  'basis',
  'restsOn',
] as const;

export type CostField = (typeof COST_FIELDS)[number];

/** More digits than these would claim what no estimate knows. */
const SIGNIFICANT_DIGITS = 6;

export function* costRows(report: CostReport): Generator<Row<CostField>> {
  for (const rowsOf of [measuredRows, monthRows, retentionRows, optionalIndexRows, alternativeRows]) {
    for (const row of rowsOf(report)) yield rounded(row);
  }
}

function rounded(row: Row<CostField>): Row<CostField> {
  const members = Object.entries(row).map(([field, value]) => [
    field,
    typeof value !== 'number' || Number.isInteger(value)
      ? value
      : Number(value.toPrecision(SIGNIFICANT_DIGITS)),
  ]);
  return Object.fromEntries(members);
}

export function* measuredRows(report: CostReport): Generator<Row<CostField>> {
  const { measured, shape } = report;
  const row = (item: string, amount: number, unit: string, restsOn: string): Row<CostField> => ({
    section: 'measured',
    item,
    amount,
    unit,
    basis: 'measured',
    restsOn,
  });
  if (measured === undefined) return;
  const { deliveries, busiestHour, catalogueDay } = measured;
  const ledger = `ledger, ${describeDays(deliveries)}`;
  yield row('log files', deliveries.logFiles, 'files', ledger);
  yield row('digests', deliveries.digests, 'files', ledger);
  yield row('events', deliveries.events, 'events', `${ledger}; copies count`);
  yield row('compressed', deliveries.compressedBytes, 'bytes', ledger);
  yield row('inflated', deliveries.inflatedBytes, 'bytes', ledger);
  yield row('ledger entries', deliveries.ledgerBytes, 'bytes', `${ledger}; 100 bytes an entry added`);
  if (busiestHour !== undefined)
    yield row('busiest hour', busiestHour.events, 'events', `counters, ${busiestHour.hour}`);
  if (catalogueDay !== undefined)
    yield row('catalogue values in a day', catalogueDay.values, 'values', 'catalogue of the busiest day');
  if (shape.events === 0) return;
  const sample = describeSample(report);
  const entries = entriesOf(shape, inUse(report));
  yield row('write units per event', writeUnitsPerEvent(entries), 'write units', sample);
  yield row('stored per event', bytesPerEvent(entries), 'bytes', `${sample}, 100 bytes an entry added`);
  yield row('failed calls', shape.indexes['by-error-code'].share, 'share', sample);
  yield row('issued credentials', shape.indexes['by-issued-key'].share, 'share', sample);
}

function inUse({ optionalIndexes }: CostReport) {
  return optionalIndexes.filter(({ isInUse }) => isInUse).map(({ name }) => name);
}

export function* monthRows(report: CostReport): Generator<Row<CostField>> {
  const { month, lines, usdPerMonth, perMillionEvents, yearlyGrowthUsd } = report;
  const section = 'month';
  const basis = basisOf(report);
  const restsOn = describeMonth(report);
  yield { section, item: 'events', amount: month.events, unit: 'events', basis, restsOn };
  yield { section, item: 'log files', amount: month.logFiles, unit: 'files', basis, restsOn };
  yield {
    section,
    item: 'busiest hour',
    amount: month.peakEventsPerHour,
    unit: 'events',
    basis: basisOfPeak(report),
    restsOn: describePeak(report),
  };
  for (const line of lines) {
    const { item, amount, unit, usd } = line;
    yield {
      section,
      item,
      option: 'on-demand',
      amount,
      unit,
      usdPerMonth: usd,
      basis: basisOfLine(item, report),
      restsOn: describeLine(item, report),
    };
  }
  yield { section, item: 'all', option: 'on-demand', usdPerMonth, restsOn: 'the lines above' };
  yield {
    section,
    item: 'indexing a million events',
    amount: perMillionEvents.writeUsd,
    unit: 'USD',
    basis: basisOfLine('writing events', report),
  };
  yield {
    section,
    item: 'keeping a million events for a month',
    amount: perMillionEvents.keepUsdPerMonth,
    unit: 'USD',
    basis: basisOf(report),
  };
  yield {
    section,
    item: 'a further year of ledger, catalogue',
    amount: yearlyGrowthUsd,
    unit: 'USD',
    basis: basisOfGrowth(report),
    restsOn: 'added to a month by each year; they never expire',
  };
}

function describeMonth({ measured, isSupposed }: CostReport): string {
  if (isSupposed) return 'asked for';
  if (measured === undefined) return 'a quiet account';
  return `365/12 days as those ${describeDays(measured.deliveries)}`;
}

export function* retentionRows(report: CostReport): Generator<Row<CostField>> {
  for (const { days, keptGB, usdPerMonth } of report.retentions) {
    for (const way of WAYS) {
      yield {
        section: 'retention',
        item: 'all',
        option: way,
        amount: days,
        unit: 'days',
        keptGB,
        usdPerMonth: usdPerMonth[way],
        basis: basisOfWay(way, report),
        restsOn: WAY_RESTS_ON[way],
      };
    }
  }
}

const WAYS = ['on-demand', 'provisioned', 'infrequent-access'] as const satisfies readonly Way[];

const WAY_RESTS_ON: Readonly<Record<Way, string>> = {
  'on-demand': 'table class STANDARD, paid by request',
  provisioned: `table class STANDARD, units for the busiest hour, ${PEAK_UTILIZATION * 100}% used then`,
  'infrequent-access': 'table class STANDARD_INFREQUENT_ACCESS, paid by request',
};

export function* optionalIndexRows(report: CostReport): Generator<Row<CostField>> {
  for (const { name, isInUse, writeUnits, keptGB, usdPerMonth } of report.optionalIndexes) {
    yield {
      section: 'optional-index',
      item: name,
      option: isInUse ? 'in use' : 'not in use',
      amount: writeUnits,
      unit: 'write units',
      keptGB,
      usdPerMonth,
      basis: basisOf(report),
      restsOn: describeSample(report),
    };
  }
}

/** What is paid whatever is asked, and what a question adds. */
export function* alternativeRows(report: CostReport): Generator<Row<CostField>> {
  const basis = basisOf(report);
  const questionsUsd = report.lines.find(({ item }) => item === 'questions')?.usd ?? 0;
  yield {
    section: 'alternative',
    item: 'traildex',
    usdPerMonth: report.usdPerMonth - questionsUsd,
    usdPerDayQuestion: report.usdPerQuestion,
    usdPerMonthQuestion: report.usdPerQuestion,
    basis,
    restsOn: 'a page of 50 events from one index',
  };
  yield {
    section: 'alternative',
    item: 'traildex, all events',
    usdPerMonth: report.usdPerMonth - questionsUsd,
    usdPerDayQuestion: report.usdToReadAll.ofDay,
    usdPerMonthQuestion: report.usdToReadAll.ofMonth,
    basis,
    restsOn: 'every event of the days from one index, as a timeline reads them',
  };
  for (const { name, usdPerMonth, usdPerDayQuestion, usdPerMonthQuestion } of report.alternatives) {
    yield {
      section: 'alternative',
      item: name,
      usdPerMonth,
      usdPerDayQuestion,
      usdPerMonthQuestion,
      basis,
      restsOn: ALTERNATIVE_RESTS_ON[name],
    };
  }
}

const ALTERNATIVE_RESTS_ON = {
  Athena: 'second-hand price; every log file of the days, by partition projection',
  'CloudTrail Lake': 'second-hand price; every inflated byte of the days; no new customers since 2026-05-31',
} as const;
