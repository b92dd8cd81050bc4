/**
 * Write units of a delivered record, counted by the engine that counts index writes as DynamoDB does.
 *
 * A count, no time: the function writes through a front that asks for the units of every write.
 */
import { EVENT_INDEXES } from '../../lib/event-index/tables.ts';
import { count } from '../common/figures.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { regroup } from '../common/regrouped.ts';
import { countDelivered, type Delivered } from './write-units/delivered.ts';
import { type Deliveries, type Delivery, deliver, REPEATED_FILES } from './write-units/deliveries.ts';
import { type Shares, shareOut } from './write-units/shares.ts';

const RECORDS = 50_000;
const RECORDS_OF_QUICK = 3_000;
const RECORDS_EACH = 100;
/** Files after which a row says how much it was until then. */
const STAGES = [50, 200];
/** The item, and its entries in the three indexes that every event is in. */
const UNITS_OF_AN_EVENT = 4;
const LARGEST_SHARE = 0.02;

export const writeUnits: Measure = {
  name: 'write-units',
  title: 'Write units of a delivered record',
  method: `
The bundled function indexes a day of log files of ${RECORDS_EACH} records into the tables of the synthesized template, with
the default indexes. Every record is another; a file holds those of one account, region and day. The engine is dynoxide, which
counts what a table and each index consume as DynamoDB does; a front before it asks for the units of every write and adds them
up.

- *delivered*: a file an invocation, by one function process that starts cold. That is the dearest way: it writes the day's
  catalogue, most of it with the first files, and the counters are added to once an invocation.
- *announced again*: the first ${REPEATED_FILES} files once more, as a queue may do, in one invocation.
- *the same events in other files*: as CloudTrail delivers some events twice. ${REPEATED_FILES} files in one invocation, by
  another cold process.`,
  measure,
};

interface Row {
  readonly name: string;
  readonly known: Delivered;
  readonly shares: Shares;
}

async function measure(bench: Bench): Promise<Findings> {
  const records = bench.events(RECORDS, RECORDS_OF_QUICK);
  const files = [...regroup(bench.corpus.logFiles(records), RECORDS_EACH)];
  if (files.length === 0)
    throw new Error(`No folder of the log files has ${RECORDS_EACH} different records.`);
  const deliveries = await deliver(bench, files);
  const row = (name: string, ...some: readonly Delivery[]) => toRow(name, some, deliveries);
  const { delivered, announcedAgain, inOtherFiles } = deliveries;
  const all = row('delivered: all', ...delivered);
  const copies = row('the same events in other files', inOtherFiles);
  const share = all.shares.besides / all.shares.events;
  return {
    goals: [
      {
        goal: `${UNITS_OF_AN_EVENT} units an event exactly, 1 more if the call failed, 1 more if it issued a credential`,
        measured: String(unitsOfAPlainEvent(all)),
        isMet: [all, copies].every((one) => unitsOfAPlainEvent(one) === UNITS_OF_AN_EVENT),
      },
      {
        goal: `ledger, catalogue and counters at most ${percent(LARGEST_SHARE)} of that, on files of ${RECORDS_EACH} events`,
        measured: percent(share),
        isMet: share <= LARGEST_SHARE,
      },
    ],
    tables: [
      {
        head: [
          '',
          'events',
          'their units',
          'ledger and catalogue',
          'counters',
          'the three, of theirs',
          'units an event',
        ],
        rows: [
          ...STAGES.filter((stage) => stage < files.length).map((stage) =>
            row(`delivered: the first ${stage} files`, ...delivered.slice(0, stage)),
          ),
          all,
          row('announced again', announcedAgain),
          copies,
        ].map(cellsOf),
      },
      {
        head: ['written to', all.name, copies.name],
        rows: [undefined, ...EVENT_INDEXES.map(({ name }) => name)].map((index) => [
          index === undefined ? 'table' : `\`${index}\``,
          ...[all, copies].map(({ shares }) => count(shares.byIndex.get(index) ?? 0)),
        ]),
      },
    ],
    remarks: [
      `Of the ${count(all.known.events)} calls ${count(all.known.failed)} failed and ${count(all.known.issuing)} issued a credential.`,
      'An event that comes again in another file costs as much as the first time: its item names the log file, so the copy ' +
        'changes the item and with it every entry. It takes no more room.',
    ],
  };
}

function toRow(name: string, some: readonly Delivery[], { tables }: Deliveries): Row {
  const files = some.flatMap((one) => one.files);
  const written = some.flatMap((one) => one.written);
  return { name, known: countDelivered(files), shares: shareOut(written, tables) };
}

/** What is left for each event without the entries that only some have. */
function unitsOfAPlainEvent({ shares, known }: Row): number {
  return (shares.events - known.failed - known.issuing) / known.events;
}

function cellsOf({ name, known, shares }: Row): readonly string[] {
  return [
    name,
    count(known.events),
    count(shares.events),
    count(shares.besides - shares.counters),
    count(shares.counters),
    shares.events === 0 ? '' : percent(shares.besides / shares.events),
    ((shares.events + shares.besides) / known.events).toFixed(3),
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
