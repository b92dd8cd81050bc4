/** All questions whose answer is something found out about events, in the order of the list. */
import type { FindingsQuestion } from './question.ts';

export const FINDINGS_QUESTIONS: readonly FindingsQuestion[] = [];
