/** A report's outcomes sorted by what a reader does with them, and each in a sentence. */
import type { Caveats } from '../../audit/ask/ask.ts';
import type { Outcome, Rows } from '../../audit/ask/report.ts';
import { describeUnsupported } from '../ask-remarks.ts';
import { describeError } from '../errors.ts';
import { describeUnchecked } from '../query-remarks.ts';
import { count, grouped } from './count.ts';

export type Answered = Extract<Outcome, { status: 'answered' }>;
export type LeftOut = Extract<Outcome, { status: 'left-out' }>;

export interface Tally {
  /** Those that found something, or could not decide everything. */
  readonly found: readonly Answered[];
  readonly unanswered: readonly Exclude<Outcome, Answered | LeftOut>[];
  readonly clear: readonly Answered[];
  readonly leftOut: readonly LeftOut[];
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const answered = outcomes.filter((outcome) => outcome.status === 'answered');
  return {
    found: answered.filter((outcome) => !isClear(outcome)),
    clear: answered.filter(isClear),
    unanswered: outcomes.filter(
      (outcome) => outcome.status !== 'answered' && outcome.status !== 'left-out',
    ) as Tally['unanswered'],
    leftOut: outcomes.filter((outcome) => outcome.status === 'left-out'),
  };
}

function isClear({ answer, caveats }: Answered): boolean {
  return answer.rows.length === 0 && caveats.unchecked().events === 0 && !caveats.isIncomplete();
}

/** `3 events`, `50 events or more`. */
export function describeCount({ answer, isCut }: { answer: Rows; isCut: boolean }): string {
  const counted = count(answer.rows.length, answer.kind === 'events' ? 'event' : 'finding');
  return isCut ? `${counted} or more` : counted;
}

/** What the answer has to be read with. */
export function describeCaveats(caveats: Caveats): string[] {
  const unchecked = caveats.unchecked();
  return [
    ...caveats.remarks(),
    ...(caveats.isIncomplete()
      ? ['Rows may be missing: the index has too many names to list them all.']
      : []),
    ...(unchecked.events > 0 ? [describeUnchecked(unchecked)] : []),
  ];
}

/** Why there is no answer. */
export function describeProblem(outcome: Tally['unanswered'][number]): string {
  if (outcome.status === 'too-large') {
    return `No index serves it, and it would read up to ${grouped(outcome.estimate.events)} events: shorten the window, or add --sweep.`;
  }
  return outcome.status === 'not-narrowed'
    ? describeUnsupported(outcome.error)
    : `It failed: ${describeError(outcome.error, false)}`;
}
