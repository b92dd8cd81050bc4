/** The most frequent values as rows of a listing and as columns of a table. */
import type { Dimension } from '../../audit/dimensions.ts';
import type { TopAnswer } from '../../audit/top.ts';
import type { ValueCount } from '../../audit/value-counts.ts';
import { formatTime } from '../times.ts';
import type { Column } from './columns.ts';
import { grouped } from './count.ts';
import { type Row, toText } from './rows.ts';
import { cutEnd } from './shorten.ts';
import { shortenValue, type ValueKind, valueText } from './value-text.ts';

export const TOP_FIELDS = [
  'value',
  'valueKind',
  'events',
  'share',
  'failed',
  'firstSeen',
  'lastSeen',
] as const;

export type TopField = (typeof TOP_FIELDS)[number];

export const USUAL_TOP_COLUMNS: readonly TopField[] = [
  'value',
  'events',
  'share',
  'failed',
  'firstSeen',
  'lastSeen',
];

/** The most important first. */
export const TOP_COLUMN_PRIORITY: readonly TopField[] = [
  'value',
  'events',
  'share',
  'failed',
  'lastSeen',
  'firstSeen',
];

export function toTopRow({ value, ...counted }: ValueCount, { events }: TopAnswer): Row<TopField> {
  return {
    value: 'text' in value ? value.text : undefined,
    valueKind: value.kind,
    ...counted,
    share: Number((counted.events / events).toPrecision(SHARE_DIGITS)),
  };
}

const SHARE_DIGITS = 6;

export interface TopColumnOptions {
  readonly dimension: Dimension;
  /** IANA name, for times. */
  readonly zone: string;
}

export function topColumns(
  fields: readonly TopField[],
  options: TopColumnOptions,
): readonly Column<TopField>[] {
  return fields.map((field) => ({
    field,
    header: field,
    text: (row) => toText(row[field]),
    least: undefined,
    shorten: cutEnd,
    align: 'start',
    ...specialColumn(field, options),
  }));
}

function specialColumn(field: TopField, { dimension, zone }: TopColumnOptions): Partial<Column<TopField>> {
  const time = zone === 'UTC' ? ' (UTC)' : '';
  switch (field) {
    case 'value':
      return {
        header: dimension,
        text: (row) => valueText(row.valueKind as ValueKind, row.value as string | undefined),
        essential: true,
        least: 20,
        comfortable: 40,
        shorten: shortenValue,
      };
    case 'events':
      return { align: 'end', essential: true, text: (row) => grouped(Number(row.events)) };
    case 'failed':
      return { align: 'end', text: (row) => grouped(Number(row.failed)) };
    case 'share':
      return { align: 'end', text: (row) => percent(Number(row.share)) };
    case 'firstSeen':
    case 'lastSeen':
      return {
        header: (field === 'firstSeen' ? 'first seen' : 'last seen') + time,
        text: (row) => formatTime(toText(row[field]), zone),
      };
    default:
      return {};
  }
}

export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%';
  if (share < 1 && share > 0.999) return '>99.9%';
  return `${(share * 100).toFixed(1)}%`;
}
