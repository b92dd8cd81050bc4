/** What the units were for: events by index, and what is written beside them. */
import type { Deployment } from '../../../lib/aws/deployment.ts';
import type { WrittenUnits } from './capacity-front.ts';

export interface Shares {
  /** Of the events table and all its indexes. */
  readonly events: number;
  /** The same by index; undefined is the table itself. */
  readonly byIndex: ReadonlyMap<string | undefined, number>;
  /** Of the other table: ledger, catalogue, counters. */
  readonly besides: number;
  /** The only ones that are added to, and not put. */
  readonly counters: number;
}

export function shareOut(
  written: readonly WrittenUnits[],
  { eventsTable, logFilesTable }: Pick<Deployment, 'eventsTable' | 'logFilesTable'>,
): Shares {
  const foreign = written.find(({ table }) => table !== eventsTable && table !== logFilesTable);
  if (foreign !== undefined)
    throw new Error(`Something was written to ${foreign.table}, which is no table of the index.`);
  const events = written.filter(({ table }) => table === eventsTable);
  const besides = written.filter(({ table }) => table === logFilesTable);
  return {
    events: sum(events),
    byIndex: new Map(
      [...Map.groupBy(events, ({ index }) => index)].map(([index, units]) => [index, sum(units)]),
    ),
    besides: sum(besides),
    counters: sum(besides.filter(({ operation }) => operation === 'UpdateItem')),
  };
}

function sum(written: readonly WrittenUnits[]): number {
  return written.reduce((total, { units }) => total + units, 0);
}
