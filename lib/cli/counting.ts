/**
 * What the commands that count events have in common: they read a whole window, show how far they are, say what was
 * left out and what it cost, and explain an answer that is empty.
 */
import { readIndexSpan } from '../audit/index-span.ts';
import { meterReads } from '../audit/meter.ts';
import type { AuditContext } from '../audit/ports.ts';
import type { ReadAllRequest } from '../audit/read-all.ts';
import type { Counted } from '../audit/top.ts';
import { needsRecords } from '../event-index/event-test.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { EXIT } from './errors.ts';
import { describePlan } from './explain.ts';
import { orInterrupted } from './interrupt.ts';
import { showReading } from './progress/reading-progress.ts';
import { describeEmptyAnswer, describeUnchecked } from './query-remarks.ts';
import { describeReading } from './reading-note.ts';
import { selectionIn, type TypedSelection, wholeWindow } from './selection.ts';
import { atPlace, type Session } from './session.ts';

export interface Count<Answer extends Counted> {
  readonly session: Session;
  readonly typed: TypedSelection;
  readonly explain: boolean;
  /** The question of the library. */
  readonly ask: (request: ReadAllRequest, context: AuditContext) => Promise<Answer>;
  readonly write: (answer: Answer) => Promise<void>;
}

/** @returns the exit code */
export async function answerByCounting<Answer extends Counted>(count: Count<Answer>): Promise<number> {
  const { session, typed } = count;
  const needs = needsRecords(typed.filters) ? 'tables-and-bucket' : 'tables';
  return atPlace(session, needs, async (place) => {
    const { context, usage } = meterReads(place);
    const request = await orInterrupted(prepare(session, typed, context), session.host.interrupt);
    const answer = await readWithProgress(count, request, context);
    await count.write(answer);
    if (answer.events === 0) await explainEmptyAnswer({ session, typed, window: request.window, context });
    if (answer.isIncomplete) {
      await session.remark(
        'The index has too many event sources or error codes to list them all: name them (--source) to be sure.',
      );
    }
    if (count.explain) await session.remark(...describePlan(answer.plan, request.filters));
    const isDecided = answer.unchecked.events === 0;
    if (!isDecided) await session.complain(describeUnchecked(answer.unchecked));
    const exactness = isDecided && !answer.isIncomplete ? 'exact' : 'incomplete';
    await session.remark(...describeReading(exactness, usage()));
    return isDecided ? EXIT.done : EXIT.failed;
  });
}

async function prepare(
  session: Session,
  typed: TypedSelection,
  context: AuditContext,
): Promise<ReadAllRequest> {
  const window = await wholeWindow(session, typed, context);
  const { resolved: filters } = await selectionIn(session, typed, window, context);
  return { filters, window, sweepLimit: typed.sweepLimit };
}

async function readWithProgress<Answer extends Counted>(
  { session, ask }: Count<Answer>,
  request: ReadAllRequest,
  context: AuditContext,
): Promise<Answer> {
  const { host, quiet } = session;
  const progress = showReading(host.stderr, quiet);
  try {
    return await orInterrupted(ask({ ...request, onProgress: progress.update }, context), host.interrupt);
  } finally {
    progress.stop();
  }
}

export interface EmptyCount {
  readonly session: Session;
  readonly typed: TypedSelection;
  readonly window: TimeWindow;
  readonly context: Pick<AuditContext, 'logFiles'>;
}

export async function explainEmptyAnswer({ session, typed, window, context }: EmptyCount): Promise<void> {
  if (session.quiet) return;
  const span = await readIndexSpan(window, context.logFiles);
  await session.remark(...describeEmptyAnswer({ window, typed: typed.filters, span }));
}
