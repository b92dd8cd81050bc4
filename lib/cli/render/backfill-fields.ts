/** What a backfill would announce, as rows: the fields of machine forms, and the columns of a table. */
import type { AnnouncedFile } from '../../operations/backfill/backfill-progress.ts';
import type { Column } from './columns.ts';
import { type Row, toText } from './rows.ts';
import { cutEnd, cutStart } from './shorten.ts';

export const BACKFILL_FIELDS = [
  'reason',
  'deliveryDay',
  'key',
  'status',
  'updatedAt',
  'ledgerReason',
] as const;

export type BackfillField = (typeof BACKFILL_FIELDS)[number];

/** The first three are the table. */
export const BACKFILL_COLUMNS = BACKFILL_FIELDS.slice(0, 3);

/** The ledger's own words are there where it knows the file. */
export function toBackfillRow({ key, deliveryDay, reason, previous }: AnnouncedFile): Row<BackfillField> {
  return {
    reason,
    deliveryDay,
    key,
    status: previous?.status,
    updatedAt: previous?.updatedAt,
    ledgerReason: previous?.reason,
  };
}

export function backfillColumns(fields: readonly BackfillField[]): readonly Column<BackfillField>[] {
  return fields.map((field) => ({
    field,
    header: field === 'key' ? 'log file' : field,
    text: (row) => toText(row[field]),
    least: field === 'key' ? 32 : undefined,
    // The end of a key tells files apart.
    shorten: field === 'key' ? cutStart : cutEnd,
    align: 'start',
    essential: true,
  }));
}
