/** The fields of a log file in the ledger's listing, and its columns in a table. */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { RejectedRecord } from '../../event-index/rejected-records.ts';
import type { Column } from './columns.ts';
import { grouped } from './count.ts';
import { type Row, toText } from './rows.ts';
import { cutEnd, cutStart } from './shorten.ts';

export const FILE_FIELDS = [
  'key',
  'deliveryDay',
  'status',
  'reason',
  'records',
  'indexed',
  'rejected',
  'expired',
  'rejectedRecords',
  'earliestEventTime',
  'latestEventTime',
  'sizeBytes',
  'inflatedBytes',
  'sha256',
  'eTag',
  'updatedAt',
  'lagSeconds',
  'attempts',
  'resumeFrom',
  'rulesVersion',
  'notAsDelivered',
  'originalName',
] as const satisfies readonly (keyof LedgerEntry | 'rejectedRecords' | 'lagSeconds')[];

export type FileField = (typeof FILE_FIELDS)[number];

export function toFileRow(entry: LedgerEntry, rejectedRecords: readonly RejectedRecord[]): Row<FileField> {
  return {
    ...entry,
    lagSeconds: lagOf(entry),
    ...(rejectedRecords.length > 0 ? { rejectedRecords } : {}),
  };
}

/**
 * Seconds from the delivery that the file's name tells, to the minute, to the ledger's last word on it: when the index had
 * it, or it was rejected. What is pending has no such moment yet.
 */
function lagOf({ key, status, updatedAt }: LedgerEntry): number | undefined {
  if (status === 'pending') return undefined;
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file' || parsed.deliveredAt === undefined) return undefined;
  const seconds = (Date.parse(updatedAt) - Date.parse(parsed.deliveredAt.replace('Z', ':00Z'))) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : undefined;
}

/** In the order of the table. `reason` also tells which files are not as delivered. */
export const USUAL_FILE_COLUMNS: readonly FileField[] = [
  'deliveryDay',
  'status',
  'records',
  'rejected',
  'sizeBytes',
  'lagSeconds',
  'attempts',
  'reason',
  'key',
];

/** The most important first. */
export const FILE_COLUMN_PRIORITY: readonly FileField[] = [
  'status',
  'records',
  'rejected',
  'reason',
  'key',
  'attempts',
  'deliveryDay',
  'sizeBytes',
  'lagSeconds',
];

const ESSENTIAL: ReadonlySet<FileField> = new Set([
  'status',
  'records',
  'rejected',
  'key',
  'reason',
  'attempts',
]);

const NUMBERS: ReadonlySet<FileField> = new Set([
  'records',
  'indexed',
  'rejected',
  'expired',
  'sizeBytes',
  'inflatedBytes',
  'lagSeconds',
  'attempts',
  'resumeFrom',
  'rulesVersion',
]);

/** A key that was made up tells a person nothing: the file goes by the name it came with. */
export function fileColumns(fields: readonly FileField[]): readonly Column<FileField>[] {
  return fileColumnsByName(fields).map((column) =>
    column.field === 'key' ? { ...column, text: (row) => toText(row.originalName ?? row.key) } : column,
  );
}

/** For fields that were asked for: a key is the key. */
export function fileColumnsByName(fields: readonly FileField[]): readonly Column<FileField>[] {
  return fields.map((field) => ({
    field,
    header: field,
    text: (row) => toText(row[field]),
    least: NUMBERS.has(field) || field === 'deliveryDay' || field === 'status' ? undefined : 8,
    shorten: cutEnd,
    align: NUMBERS.has(field) ? 'end' : 'start',
    ...(ESSENTIAL.has(field) ? { essential: true } : {}),
    ...specialColumn(field),
  }));
}

function specialColumn(field: FileField): Partial<Column<FileField>> {
  switch (field) {
    case 'key':
      return { header: 'log file', least: 32, comfortable: 48, shorten: shortenKey };
    case 'sizeBytes':
      return { header: 'size', text: (row) => toSize(row.sizeBytes) };
    case 'lagSeconds':
      return { header: 'lag', text: (row) => toLag(row.lagSeconds) };
    case 'attempts':
      return { header: 'tries' };
    case 'rejected':
      return { text: (row) => (row.rejected ? toText(row.rejected) : '') };
    case 'reason':
      return {
        least: 20,
        comfortable: 40,
        text: (row) => reasonText(row) || (row.notAsDelivered ? 'not as delivered' : ''),
      };
    default:
      return {};
  }
}

/** Of a large file that takes several tries, also how far they got. */
function reasonText({ reason, resumeFrom }: Row<FileField>): string {
  return Number(resumeFrom ?? 0) > 0
    ? `${toText(reason)} Goes on at record ${grouped(Number(resumeFrom))}.`
    : toText(reason);
}

/** The file name says more than its folders, time and unique string more than its beginning, its ending nothing. */
export function shortenKey(key: string, width: number): string {
  const name = key.split('/').at(-1) ?? '';
  if (key.length <= width) return key;
  return cutStart(name.replace(/\.json\.gz$/, '') || key, width);
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'];

function toSize(bytes: unknown): string {
  if (typeof bytes !== 'number') return '';
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < SIZES.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${SIZES[unit]}`;
}

const LAGS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'm', seconds: 60 },
];

function toLag(seconds: unknown): string {
  if (typeof seconds !== 'number') return '';
  const { unit, seconds: length } = LAGS.find((lag) => seconds >= lag.seconds) ?? { unit: 's', seconds: 1 };
  return `${Math.floor(seconds / length)}${unit}`;
}
