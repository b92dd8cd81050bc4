/** All questions whose answer is events, in the order of the list. */
import type { EventsQuestion } from './question.ts';

export const EVENT_QUESTIONS: readonly EventsQuestion[] = [];
