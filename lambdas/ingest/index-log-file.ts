/**
 * Brings one log file into the index, or leaves in the ledger why not, before the invocation's time is over.
 */
import type { IndexingContext, LogFile, LogFileOutcome } from './indexing.ts';
import { IndexingRun } from './indexing-run.ts';
import { endingAt, requireTime } from './time-limit.ts';

/** @throws what keeps the ledger from saying what became of the file; the file has to be tried again. */
export async function indexLogFile(file: LogFile, context: IndexingContext): Promise<LogFileOutcome> {
  const { ledger, clock } = context;
  // Not begun for want of time is nothing to remember: a message of many files would only write that of each.
  requireTime(clock);
  const reading = ledger.read(file.parsed.day, file.key);
  const previous = await endingAt(clock.filesEnd, reading, () => outOfTimeWhile('the ledger was asked'));
  const run = new IndexingRun(file, context, previous);
  try {
    return await endingAt(clock.filesEnd, run.index(), () => outOfTimeWhile(run.waitingFor));
  } catch (error) {
    return await endingAt(clock.ledgerEnd, run.fail(error), () => outOfTimeWhile('the ledger was told'));
  }
}

function outOfTimeWhile(waitingFor: string): string {
  return `The invocation ran out of time while ${waitingFor}.`;
}
