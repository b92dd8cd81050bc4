/** All questions, in the order of their list, and how one is found by its id. */
import { nearestNames } from '../nearest-names.ts';
import { EVENT_QUESTIONS } from './event-questions.ts';
import { FINDINGS_QUESTIONS } from './findings-questions.ts';
import { type Parameter, type Question, SEVERITIES } from './question.ts';

export const QUESTIONS: readonly Question[] = [...EVENT_QUESTIONS, ...FINDINGS_QUESTIONS];

/** Case does not matter. */
export function questionOf(id: string, questions: readonly Question[] = QUESTIONS): Question | undefined {
  return questions.find((question) => question.id === id.toLowerCase());
}

/** Ids that look like a mistyped one, the nearest first. */
export function nearestQuestions(id: string, questions: readonly Question[] = QUESTIONS): readonly string[] {
  return nearestNames(
    id,
    questions.map((question) => question.id),
  );
}

/** The parameters of all questions, each name once. */
export function parametersOf(questions: readonly Question[] = QUESTIONS): readonly Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const parameter of questions.flatMap(({ parameters }) => parameters)) {
    if (!byName.has(parameter.name)) byName.set(parameter.name, parameter);
  }
  return [...byName.values()];
}

/** The worst first; those of one severity stay in their order. */
export function worstFirst<Asked extends { readonly question: Question }>(
  asked: readonly Asked[],
): readonly Asked[] {
  const rank = ({ question }: Asked) => SEVERITIES.indexOf(question.severity);
  return asked.toSorted((a, b) => rank(a) - rank(b));
}
