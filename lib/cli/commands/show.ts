/**
 * `traildex show`: the full records of events, read from their log files and checked against the index.
 *
 * What is missing, altered or unreadable is said on stderr and fails the command.
 */
import type { Command } from 'commander';
import { showEvents } from '../../audit/show.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT, UsageError } from '../errors.ts';
import { addEvidenceOption, type Evidence, keepEvidence } from '../evidence.ts';
import { BROUGHT_TOGETHER, type FullRecord, type RecordPlace, readOrigins } from '../full-records.ts';
import { inBatches } from '../in-batches.ts';
import { orInterrupted, untilInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { addOutputOption } from '../output-options.ts';
import { openRecordFaults } from '../record-faults.ts';
import { openRecords } from '../render/open-records.ts';
import { atPlace, type Session } from '../session.ts';
import { type UnreadableLine, type WantedEvent, wantedEvents } from '../wanted-events.ts';

interface ShowOptions extends GlobalOptions {
  readonly output?: 'table' | 'json' | 'jsonl';
  readonly evidence?: string;
}

const EXAMPLES = `Examples:
  traildex show 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55
  traildex show 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55 -o jsonl | jq .
  traildex query --errors --limit 10 -o jsonl | traildex show -
  traildex show - < event-ids.txt > records.jsonl
  traildex query --user alice --since 7d | traildex show - --evidence case-7
`;

export function addShowCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('show')
    .description('Shows full records, read from their log files and checked, with where they came from.')
    .argument('<event-id...>', 'ids, or - for ids or query lines on stdin')
    .addHelpText('before', EXAMPLES)
    .addHelpText(
      'after',
      '\njsonl writes records as they were delivered, each on one line: line breaks\nwithin become blanks.',
    );
  addEvidenceOption(addOutputOption(command, ['table', 'json', 'jsonl']));
  command.action((ids: readonly string[], ...rest: [ShowOptions, Command]) =>
    run((session: Session, options: ShowOptions) => runShow(session, ids, options))(...rest),
  );
}

async function runShow(session: Session, ids: readonly string[], options: ShowOptions): Promise<number> {
  if (ids.some((id) => id.trim() === '')) throw new UsageError('An event id is empty.');
  return keepEvidence(session, options.evidence, async (evidence) => {
    // Whoever pipes a query into this may hold the data directory until its output is read.
    const wanted = session.where.local
      ? await orInterrupted(gather(wantedEvents(ids, session.host.stdin)), session.host.interrupt)
      : wantedEvents(ids, session.host.stdin);
    return atPlace(session, 'tables-and-bucket', async (place) => {
      const faults = await writeAll(session, options, { answers: lookUpAll(wanted, place), evidence });
      const uncopied = (await evidence?.seal(place)) ?? 0;
      return faults + uncopied === 0 ? EXIT.done : EXIT.failed;
    });
  });
}

interface Writing {
  readonly answers: AsyncGenerator<LookedUp>;
  readonly evidence: Evidence | undefined;
}

/** @returns how many of what was wanted could not be shown as it was indexed. */
async function writeAll(
  session: Session,
  options: ShowOptions,
  { answers, evidence }: Writing,
): Promise<number> {
  const form = options.output ?? (session.host.isTTY ? 'table' : 'jsonl');
  const writer = openRecords(session, { form });
  const checker = openRecordFaults(session);
  let [asked, faults] = [0, 0];
  for await (const { fault, records } of untilInterrupted(answers, session.host.interrupt)) {
    asked++;
    if (fault !== undefined) {
      faults++;
      await evidence?.note(fault);
      await session.complain(fault);
    }
    for (const full of records) {
      await writer.write(full);
      await evidence?.add(full);
      if (!(await checker.check(full))) faults++;
    }
  }
  await writer.end();
  if (asked === 0) await session.remark('Nothing to show: no event id came in.');
  return faults;
}

async function gather<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const gathered: Value[] = [];
  for await (const value of values) gathered.push(value);
  return gathered;
}

interface LookedUp {
  readonly fault?: string;
  readonly records: readonly FullRecord[];
}

type WantedStream = AsyncIterable<WantedEvent | UnreadableLine> | Iterable<WantedEvent | UnreadableLine>;

/** In the order of what is wanted. */
async function* lookUpAll(wanted: WantedStream, place: RecordPlace): AsyncGenerator<LookedUp> {
  for await (const batch of inBatches(wanted, BROUGHT_TOGETHER)) {
    const ids = batch.flatMap((wanted) => ('eventID' in wanted ? [wanted.eventID] : []));
    const stored = await showEvents(ids, place, { wholeFiles: true });
    const originOf = await readOrigins([...stored.values()].flat(), place);
    const copiesOf = (eventID: string) =>
      (stored.get(eventID) ?? []).map((shown) => ({ shown, origin: originOf(shown) }));
    for (const wanted of batch) yield answer(wanted, copiesOf);
  }
}

function answer(
  wanted: WantedEvent | UnreadableLine,
  copiesOf: (eventID: string) => readonly FullRecord[],
): LookedUp {
  if (!('eventID' in wanted)) {
    return {
      fault: `Line ${wanted.lineNumber} of stdin is neither an event id nor a line of query.`,
      records: [],
    };
  }
  const { eventID, recordHash } = wanted;
  const copies = copiesOf(eventID);
  const meant = copies.filter(
    ({ shown }) => recordHash === undefined || shown.event.recordHash === recordHash,
  );
  if (meant.length > 0) return { records: meant };
  const which = copies.length === 0 ? '' : `, record ${recordHash},`;
  return { fault: `Event ${eventID}${which} is not in the index.`, records: [] };
}
