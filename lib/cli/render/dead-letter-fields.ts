/**
 * The fields of a dead letter in a listing: a row for each log file that it announces, with the ledger's last word on it.
 *
 * What is no log file of the trail, or no notification at all, has a row as well, with a status of its own that says so.
 */
import type { LetterFile } from '../../operations/redrive/redrive.ts';
import type { Column } from './columns.ts';
import { shortenKey } from './file-fields.ts';
import { type FieldValue, type Row, toText } from './rows.ts';
import { cutEnd } from './shorten.ts';

export const DEAD_LETTER_FIELDS = [
  'letter',
  'sentAt',
  'receives',
  'bucket',
  'key',
  'status',
  'reason',
  'attempts',
  'resumeFrom',
  'updatedAt',
] as const;

export type DeadLetterField = (typeof DEAD_LETTER_FIELDS)[number];

/** In the order of the table. */
export const USUAL_DEAD_LETTER_COLUMNS: readonly DeadLetterField[] = [
  'sentAt',
  'receives',
  'status',
  'attempts',
  'reason',
  'key',
];

/** The most important first. */
export const DEAD_LETTER_COLUMN_PRIORITY: readonly DeadLetterField[] = [
  'status',
  'reason',
  'key',
  'sentAt',
  'attempts',
  'receives',
];

/** What the ledger says, or why it says nothing. */
export function statusOf({ announced, entry }: LetterFile): string {
  if (announced.kind === 'file') return entry?.status ?? 'unknown';
  return announced.kind;
}

const NOT_IN_LEDGER = 'The ledger has no entry for it.';
const UNHEARD = 'The function has not said anything about it yet.';

export function toDeadLetterRow(file: LetterFile): Row<DeadLetterField> {
  const { letter, announced, entry, isUnheard } = file;
  return {
    letter: letter.id,
    sentAt: letter.sentAt?.toISOString(),
    receives: letter.receives,
    bucket: announced.kind === 'foreign' ? announced.bucket : undefined,
    key: 'key' in announced ? announced.key : undefined,
    status: statusOf(file),
    reason: reasonOf(file),
    attempts: entry?.attempts,
    resumeFrom: entry?.resumeFrom,
    updatedAt: isUnheard ? undefined : entry?.updatedAt,
  };
}

function reasonOf({ announced, entry, isUnheard }: LetterFile): string | undefined {
  if (announced.kind !== 'file') return announced.reason;
  if (isUnheard) return entry?.reason === undefined ? UNHEARD : `${UNHEARD} Before: ${entry.reason}`;
  return entry === undefined ? NOT_IN_LEDGER : entry.reason;
}

const NUMBERS: ReadonlySet<DeadLetterField> = new Set(['receives', 'attempts', 'resumeFrom']);
const ESSENTIAL: ReadonlySet<DeadLetterField> = new Set(['status', 'reason', 'key']);

export function deadLetterColumns(fields: readonly DeadLetterField[]): readonly Column<DeadLetterField>[] {
  return fields.map((field) => ({
    field,
    header: field,
    text: (row) => toText(row[field]),
    least: NUMBERS.has(field) || field === 'status' ? undefined : 8,
    shorten: cutEnd,
    align: NUMBERS.has(field) ? 'end' : 'start',
    ...(ESSENTIAL.has(field) ? { essential: true } : {}),
    ...specialColumn(field),
  }));
}

function specialColumn(field: DeadLetterField): Partial<Column<DeadLetterField>> {
  switch (field) {
    case 'sentAt':
      return { header: 'since (UTC)', least: undefined, text: (row) => toMinute(row.sentAt) };
    case 'receives':
      return { header: 'received' };
    case 'attempts':
      return { header: 'tries' };
    case 'reason':
      return { least: 20, comfortable: 60 };
    case 'key':
      return { header: 'log file', least: 32, comfortable: 48, shorten: shortenKey };
    default:
      return {};
  }
}

function toMinute(time: FieldValue): string {
  return toText(time).replace('T', ' ').slice(0, 'YYYY-MM-DD HH:mm'.length);
}
