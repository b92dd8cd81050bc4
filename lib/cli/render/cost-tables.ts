/** What an index costs, for people: a small table for each thing that somebody may want to compare. */
import type { CostReport } from '../../audit/cost/cost.ts';
import { toAmount, toUsd } from './amounts.ts';
import type { Column } from './columns.ts';
import { describeDays, describeRetention } from './cost-basis.ts';
import { alternativeRows, type CostField, measuredRows, monthRows } from './cost-rows.ts';
import { count, grouped } from './count.ts';
import { type Row, toText } from './rows.ts';
import { cutEnd } from './shorten.ts';
import { percent } from './top-rows.ts';

export interface CostTable {
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export function costTables(report: CostReport): readonly CostTable[] {
  return [
    ...(report.measured === undefined ? [] : [measuredTable(report)]),
    monthTable(report),
    retentionTable(report),
    optionalIndexTable(report),
    alternativeTable(report),
  ];
}

/** Below this an explanation explains nothing. */
const LEAST_EXPLANATION = 40;

function measuredTable(report: CostReport): CostTable {
  const { deliveries } = report.measured ?? {};
  return {
    heading: `Measured${deliveries === undefined ? '' : `: ${describeDays(deliveries)}`}`,
    columns: [
      label('item', ''),
      number('amount', 'amount', measuredAmount),
      label('unit', ''),
      text('restsOn', 'from', (row) => toText(row.restsOn).replace(/^ledger, [^;]*/, 'ledger')),
    ],
    rows: [...measuredRows(report)].filter(({ amount }) => amount !== 0),
  };
}

function measuredAmount(row: Row): string {
  return row.unit === 'share' ? percent(Number(row.amount)) : toAmount(Number(row.amount));
}

function monthTable(report: CostReport): CostTable {
  const { month } = report;
  const rows = [...monthRows(report)].filter(({ usdPerMonth }) => usdPerMonth !== undefined);
  return {
    heading: `A month of ${grouped(Math.round(month.events))} events, kept ${describeRetention(report)}`,
    columns: [
      label('item', ''),
      number('amount', 'amount', (row) => (row.amount === undefined ? '' : toAmount(Number(row.amount)))),
      label('unit', ''),
      usd('usdPerMonth', 'USD'),
      label('basis', 'basis'),
      { ...text('restsOn', 'rests on'), least: LEAST_EXPLANATION },
    ],
    rows,
  };
}

function retentionTable({ retentions, retention }: CostReport): CostTable {
  return {
    heading: 'All of it in USD a month, by retention and by way to pay',
    columns: [
      label('days', 'kept'),
      number('keptGB', 'GB', (row) => toAmount(Number(row.keptGB))),
      usd('on-demand', 'on demand'),
      usd('provisioned', 'provisioned'),
      usd('infrequent-access', 'infrequent access'),
      label('current', ''),
    ],
    rows: retentions.map(({ days, keptGB, usdPerMonth }) => ({
      days: count(days, 'day'),
      keptGB,
      ...usdPerMonth,
      current: days === retention.days ? 'as above' : undefined,
    })),
  };
}

function optionalIndexTable({ optionalIndexes, retention }: CostReport): CostTable {
  return {
    heading: `Optional indexes, each for ${count(retention.days, 'day')}`,
    columns: [
      label('name', 'index'),
      number('writeUnits', 'write units', (row) => toAmount(Number(row.writeUnits))),
      number('keptGB', 'GB', (row) => toAmount(Number(row.keptGB))),
      usd('usdPerMonth', 'USD a month'),
      label('inUse', ''),
    ],
    rows: optionalIndexes.map(({ isInUse, ...rest }) => ({
      ...rest,
      inUse: isInUse ? 'in use: counted above' : 'would add',
    })),
  };
}

function alternativeTable(report: CostReport): CostTable {
  const { questions } = report;
  const total = (row: Row) => Number(row.usdPerMonth) + questions * Number(row.usdPerDayQuestion);
  return {
    heading: 'Elsewhere, in USD: fixed a month, for each question, and both together',
    columns: [
      label('item', ''),
      usd('usdPerMonth', 'fixed'),
      usd('usdPerDayQuestion', 'about a day'),
      usd('usdPerMonthQuestion', 'about a month'),
      usd('total', `with ${grouped(questions)} about a day`),
    ],
    rows: [...alternativeRows(report)].map((row: Row<CostField>) => ({ ...row, total: total(row) })),
  };
}

function label(field: string, header: string): Column {
  return { ...text(field, header), least: undefined, essential: true };
}

function text(field: string, header: string, cell = (row: Row) => toText(row[field])): Column {
  return { field, header, text: cell, least: 12, comfortable: 24, shorten: cutEnd, align: 'start' };
}

function number(field: string, header: string, cell: (row: Row) => string): Column {
  return { ...label(field, header), text: cell, align: 'end' };
}

function usd(field: string, header: string): Column {
  return number(field, header, (row) => toUsd(Number(row[field])));
}
