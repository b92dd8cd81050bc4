/** A verification as rows, one for each hour of each account and region: fields, and the columns of a table. */
import { FAULT_STATES, type Fault, type HourState, type RegionReport } from '../../audit/verify/report.ts';
import { formatTime } from '../times.ts';
import type { Column } from './columns.ts';
import { grouped } from './count.ts';
import { type FieldValue, type Row, toText } from './rows.ts';
import { cutEnd } from './shorten.ts';
import { wordsOf } from './verify-states.ts';

const COMMON_FIELDS = [
  'accountId',
  'region',
  'hour',
  'state',
  'logFiles',
  'proven',
  'missing',
  'altered',
  'unproven',
  'notIndexed',
  'notCovered',
  'expired',
] as const;

export const HOUR_FIELDS = [...COMMON_FIELDS, 'records', 'faults'] as const;

/** Of coverage that was stored: states and counts only, and when it was looked at. */
export const STORED_FIELDS = [...COMMON_FIELDS, 'verifiedAt'] as const;

export type HourField = (typeof HOUR_FIELDS)[number] | (typeof STORED_FIELDS)[number];

export const USUAL_HOUR_COLUMNS: readonly HourField[] = [
  'accountId',
  'region',
  'hour',
  'state',
  'logFiles',
  'records',
  'verifiedAt',
  'faults',
];

/** The most important first. */
export const HOUR_COLUMN_PRIORITY: readonly HourField[] = [
  'hour',
  'state',
  'region',
  'accountId',
  'faults',
  'logFiles',
  'records',
  'verifiedAt',
];

const TEXTS: ReadonlySet<HourField> = new Set([
  'accountId',
  'region',
  'hour',
  'state',
  'faults',
  'verifiedAt',
]);

export function* hourRows({ hours, faults }: RegionReport): Generator<Row<HourField>> {
  const faultsOf = Map.groupBy(faults, ({ hour }) => hour);
  for (const { accountId, region, hour, state, files, records } of hours) {
    const ofHour = faultsOf.get(hour) ?? [];
    const logFiles = Object.values(files).reduce((sum, number) => sum + number, 0);
    yield {
      accountId,
      region,
      hour,
      state,
      logFiles,
      ...files,
      records,
      ...(ofHour.length > 0 ? { faults: ofHour.map(toFaultObject) } : {}),
    };
  }
}

/** Without what the row says already. */
function toFaultObject({ code, state, key, message, from, until }: Fault): object {
  return { code, state, key, message, from, until };
}

export function hourColumns(fields: readonly HourField[]): readonly Column<HourField>[] {
  return fields.map((field) => ({
    field,
    header: HEADERS[field] ?? field,
    text: (row) => textOf(field, row[field]),
    least: field === 'faults' ? 12 : undefined,
    shorten: cutEnd,
    align: TEXTS.has(field) ? 'start' : 'end',
    ...(field === 'hour' || field === 'state' ? { essential: true } : {}),
  }));
}

export function isFaultyRow({ state }: Row<HourField>): boolean {
  return (FAULT_STATES as readonly unknown[]).includes(state);
}

const HEADERS: Partial<Readonly<Record<HourField, string>>> = {
  accountId: 'account',
  hour: 'hour (UTC)',
  logFiles: 'log files',
  verifiedAt: 'verified (UTC)',
};

function textOf(field: HourField, value: FieldValue): string {
  if (field === 'hour') return toText(value).replace('T', ' ');
  if (field === 'verifiedAt') return formatTime(toText(value).replace(/\.\d+Z$/, 'Z'), 'UTC');
  if (field === 'state') return wordsOf(value as HourState);
  if (field === 'faults') return Array.isArray(value) ? describeCodes(value) : '';
  return typeof value === 'number' ? grouped(value) : toText(value);
}

/** `log-file-hash, 2 log-file-not-found` */
function describeCodes(faults: readonly { readonly code: string }[]): string {
  const codes = Map.groupBy(faults, ({ code }) => code);
  return [...codes]
    .map(([code, { length }]) => (length === 1 ? code : `${grouped(length)} ${code}`))
    .join(', ');
}
