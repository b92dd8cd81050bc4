/** All questions whose answer is something found out about events, in the order of the list. */
import { DENIED_CALLS } from './findings/denied-calls.ts';
import { FAILING_CALLS } from './findings/failing-calls.ts';
import { FIRST_SEEN_QUESTIONS } from './findings/first-seen-questions.ts';
import { KEY_SPREAD } from './findings/key-spread.ts';
import { RETURNED_PRINCIPALS } from './findings/returned-principals.ts';
import { UNUSED_PRINCIPALS } from './findings/unused-principals.ts';
import type { FindingsQuestion } from './question.ts';

export const FINDINGS_QUESTIONS: readonly FindingsQuestion[] = [
  KEY_SPREAD,
  DENIED_CALLS,
  RETURNED_PRINCIPALS,
  ...FIRST_SEEN_QUESTIONS,
  UNUSED_PRINCIPALS,
  FAILING_CALLS,
];
