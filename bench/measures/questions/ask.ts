/** The question, asked of an index; and of a competitor in turns with it. */
import { meterReads } from '../../../lib/audit/meter.ts';
import { query } from '../../../lib/audit/query.ts';
import { type Runs, runInTurns, type Turns } from '../../common/in-turns.ts';
import type { Competitor, FileQuestion } from './competitor.ts';
import type { BenchIndex } from './open-index.ts';

export interface AskedIndex {
  /** The ids of the newest events, the newest first. */
  ask(): Promise<readonly string[]>;
  /** Since the last time this was asked. */
  reads(): { readonly requests: number; readonly readUnits: number };
}

export function prepareQuestion({ place }: BenchIndex, eventName: string, limit: number): AskedIndex {
  const { context, usage } = meterReads(place);
  let before = usage();
  return {
    async ask() {
      const request = {
        filters: { eventName: [eventName] },
        window: {},
        order: 'newest-first',
        limit,
      } as const;
      const ids: string[] = [];
      for await (const { eventID } of query(request, context).events) ids.push(eventID);
      return ids;
    },
    reads() {
      const { requests, readUnits } = usage();
      const since = { requests: requests - before.requests, readUnits: readUnits - before.readUnits };
      before = usage();
      return since;
    },
  };
}

export interface Compared {
  readonly index: Runs;
  readonly competitor: Runs;
}

/** @throws where the two do not name the same events in the same order. */
export async function compare(
  index: AskedIndex,
  competitor: Competitor,
  question: FileQuestion,
  turns: Turns,
): Promise<Compared> {
  const expected = await index.ask();
  const found = await competitor.ask(question);
  if (found.join() !== expected.join()) {
    throw new Error(
      `${competitor.name} gave another answer: ${found.length} events from ${found[0]}, not ${expected.length} from ${expected[0]}.`,
    );
  }
  return runInTurns({ index: index.ask, competitor: () => competitor.ask(question) }, turns);
}
