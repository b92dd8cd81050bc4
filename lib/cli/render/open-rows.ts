/** Opens the writer for the form that was asked for, the same way for every listing. */
import type { OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import type { Column } from './columns.ts';
import { openCsv } from './csv.ts';
import { openJsonArray, openJsonLines } from './json.ts';
import type { Row, RowWriter } from './rows.ts';
import { openTable } from './table.ts';

export interface Listing<Field extends string> {
  readonly form: OutputForm;
  /** Fields asked for by name, in their order. */
  readonly asked: readonly Field[] | undefined;
  /** Fields of the machine forms when none were asked for. */
  readonly all: readonly Field[];
  readonly usualColumns: readonly Field[];
  readonly priority: readonly Field[];
  readonly columnsOf: (fields: readonly Field[]) => readonly Column<Field>[];
  readonly isAlarming: (row: Row<Field>) => boolean;
  readonly details?: (row: Row<Field>) => readonly string[];
}

export function openRows<Field extends string>(session: Session, listing: Listing<Field>): RowWriter<Field> {
  const { out, host } = session;
  const { form, asked } = listing;
  const fields = asked ?? listing.all;
  if (form === 'csv') return openCsv(out, { fields, onTerminal: host.isTTY });
  if (form === 'jsonl') return openJsonLines(out, { fields, everyField: asked !== undefined });
  if (form === 'json') return openJsonArray(out, { fields, everyField: asked !== undefined });
  return openTableFor(session, listing);
}

function openTableFor<Field extends string>(session: Session, listing: Listing<Field>): RowWriter<Field> {
  const { host, out, color } = session;
  const { asked, isAlarming, details } = listing;
  const table = openTable(out, {
    columns: listing.columnsOf(asked ?? listing.usualColumns),
    priority: asked ?? listing.priority,
    byName: asked !== undefined,
    width: host.columns ?? Number.POSITIVE_INFINITY,
    color,
    isAlarming,
    ...(details === undefined ? {} : { details }),
  });
  return {
    write: table.write,
    async end() {
      await table.end();
      const leftOut = asked === undefined ? [] : table.leftOut();
      if (leftOut.length > 0) {
        await session.remark(
          `No room for ${leftOut.join(', ')}: widen the terminal, or use -o jsonl or -o csv.`,
        );
      }
    },
  };
}
