/**
 * `traildex show`: the full records of events, read from their log files and checked against the index.
 *
 * Only intact records go out as bare lines; what is missing, altered or unreadable is said on stderr and fails the
 * command, so that a pipe never takes a changed record for evidence.
 */
import type { Command } from 'commander';
import { mapInOrder } from '../../audit/in-order.ts';
import { type ShowContext, type ShownRecord, showEvents } from '../../audit/show.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT, UsageError } from '../errors.ts';
import { inBatches } from '../in-batches.ts';
import { orInterrupted, untilInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { addOutputOption, formFor, type OutputForm } from '../output-options.ts';
import { openArray } from '../render/json.ts';
import { type RecordOrigin, toJsonRecord, toReadableRecord, toRecordLine } from '../render/shown-record.ts';
import { atPlace, type Session } from '../session.ts';
import { type UnreadableLine, type WantedEvent, wantedEvents } from '../wanted-events.ts';

interface ShowOptions extends GlobalOptions {
  readonly output?: OutputForm;
}

/** Events that are looked up together, so that a log file is read once for many of them. Bounds what is held. */
const LOOKED_UP_TOGETHER = 100;
const ORIGINS_AT_ONCE = 16;

const EXAMPLES = `Examples:
  traildex show 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55
  traildex show 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55 -o jsonl | jq .
  traildex query --errors --limit 10 -o jsonl | traildex show -
  traildex show - < event-ids.txt > records.jsonl
`;

export function addShowCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('show')
    .description('Shows full records, read from their log files and checked, with where they came from.')
    .argument('<event-id...>', 'ids, or - for ids or query lines on stdin')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', '\njsonl writes records as they were delivered: one of several lines keeps them.');
  addOutputOption(command, ['table', 'json', 'jsonl']);
  command.action((ids: readonly string[], ...rest: [ShowOptions, Command]) =>
    run((session: Session, options: ShowOptions) => runShow(session, ids, options))(...rest),
  );
}

async function runShow(session: Session, ids: readonly string[], options: ShowOptions): Promise<number> {
  if (ids.some((id) => id.trim() === '')) throw new UsageError('An event id is empty.');
  const form = formFor(options.output, session.host);
  // Whoever pipes a query into this may hold the data directory until its output is read.
  const wanted = session.where.local
    ? await orInterrupted(gather(wantedEvents(ids, session.host.stdin)), session.host.interrupt)
    : wantedEvents(ids, session.host.stdin);
  return atPlace(session, 'tables-and-bucket', async (context) => {
    const writer = openRecords(session, form);
    const answers = lookUpAll(wanted, context);
    let faults = 0;
    for await (const { fault, records } of untilInterrupted(answers, session.host.interrupt)) {
      if (fault !== undefined) {
        faults++;
        await session.complain(fault);
      }
      for (const { shown, origin } of records) {
        await writer.write(shown, origin);
        if (shown.kind === 'intact') continue;
        faults++;
        await session.complain(faultOf(shown));
      }
    }
    await writer.end();
    return faults === 0 ? EXIT.done : EXIT.failed;
  });
}

async function gather<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const gathered: Value[] = [];
  for await (const value of values) gathered.push(value);
  return gathered;
}

/** With `-v` the cause of a file that cannot be read is told with its stack. */
function faultOf(shown: Exclude<ShownRecord, { kind: 'intact' }>): Error {
  const cause = shown.kind === 'unreadable' ? shown.cause : undefined;
  return new Error(`Event ${shown.event.eventID}: ${shown.problem} (${shown.logFile})`, { cause });
}

interface LookedUp {
  readonly fault?: string;
  readonly records: readonly { readonly shown: ShownRecord; readonly origin: RecordOrigin }[];
}

/** In the order of what is wanted. */
async function* lookUpAll(wanted: WantedStream, context: ShowContext): AsyncGenerator<LookedUp> {
  for await (const batch of inBatches(wanted, LOOKED_UP_TOGETHER)) {
    const stored = await showEvents(
      batch.flatMap((wanted) => ('eventID' in wanted ? [wanted.eventID] : [])),
      context,
    );
    const origins = await readOrigins([...stored.values()].flat(), context);
    for (const wanted of batch) yield answer(wanted, stored, origins);
  }
}

type WantedStream = AsyncIterable<WantedEvent | UnreadableLine> | Iterable<WantedEvent | UnreadableLine>;

const UNKNOWN_ORIGIN: RecordOrigin = { notAsDelivered: false };

function answer(
  wanted: WantedEvent | UnreadableLine,
  stored: ReadonlyMap<string, readonly ShownRecord[]>,
  origins: ReadonlyMap<string, RecordOrigin>,
): LookedUp {
  if (!('eventID' in wanted)) {
    return {
      fault: `Line ${wanted.lineNumber} of stdin is neither an event id nor a line of query.`,
      records: [],
    };
  }
  const { eventID, recordHash } = wanted;
  const copies = stored.get(eventID) ?? [];
  const meant = copies.filter(({ event }) => recordHash === undefined || event.recordHash === recordHash);
  if (meant.length === 0) {
    const which = copies.length === 0 ? '' : `, record ${recordHash},`;
    return { fault: `Event ${eventID}${which} is not in the index.`, records: [] };
  }
  return {
    records: meant.map((shown) => ({ shown, origin: origins.get(shown.logFile) ?? UNKNOWN_ORIGIN })),
  };
}

/** By log file: one look at the ledger for each. */
async function readOrigins(
  records: readonly ShownRecord[],
  { logFiles }: ShowContext,
): Promise<ReadonlyMap<string, RecordOrigin>> {
  const originOf = async (logFile: string) => {
    const parsed = parseObjectKey(logFile);
    const entry = parsed.kind === 'log-file' ? await logFiles.readEntry(parsed.day, logFile) : undefined;
    return { logFile, notAsDelivered: entry?.notAsDelivered ?? false };
  };
  const origins = new Map<string, RecordOrigin>();
  const keys = new Set(records.map(({ logFile }) => logFile));
  for await (const { logFile, ...origin } of mapInOrder(keys, originOf, ORIGINS_AT_ONCE)) {
    origins.set(logFile, origin);
  }
  return origins;
}

interface RecordWriter {
  write(shown: ShownRecord, origin: RecordOrigin): Promise<void>;
  end(): Promise<void>;
}

function openRecords({ out, color, host }: Session, form: OutputForm): RecordWriter {
  if (form === 'json') {
    const array = openArray(out);
    return { write: (shown, origin) => array.write(toJsonRecord(shown, origin)), end: array.end };
  }
  if (form === 'jsonl') {
    return {
      async write(shown) {
        if (shown.kind === 'intact') await out.write(toRecordLine(shown.bytes, host.isTTY));
      },
      end: async () => {},
    };
  }
  let separator = '';
  return {
    async write(shown, origin) {
      await out.write(separator + toReadableRecord(shown, origin, color));
      separator = '\n';
    },
    end: async () => {},
  };
}
