/** The lines below a log file in a table with -v: what a row has no room for. */
import type { RejectedRecord } from '../../event-index/rejected-records.ts';
import { count, grouped } from './count.ts';
import type { FileField } from './file-fields.ts';
import type { Row } from './rows.ts';

export function fileDetails(row: Row<FileField>): readonly string[] {
  return [
    ...(typeof row.reason === 'string' ? [row.reason] : []),
    ...(row.attempts === undefined ? [] : [describeTries(row)]),
    ...rejectedLines(row),
  ];
}

function describeTries({ attempts, resumeFrom }: Row<FileField>): string {
  const tries = `tried ${count(Number(attempts), 'time')}`;
  return Number(resumeFrom ?? 0) > 0
    ? `${tries}; goes on at record ${grouped(Number(resumeFrom))}`
    : `${tries}; begins anew`;
}

function rejectedLines({ rejected, rejectedRecords }: Row<FileField>): readonly string[] {
  if (!Array.isArray(rejectedRecords)) return [];
  const named = (rejectedRecords as readonly RejectedRecord[]).map(
    ({ index, reason }) => `record ${index}: ${reason}`,
  );
  const unnamed = Number(rejected) - named.length;
  return unnamed > 0 ? [...named, `and ${unnamed} more`] : named;
}
