/** The questions themselves: as a list, and one of them in full. */
import { type Parameter, type Question, SEVERITIES } from '../../audit/ask/question.ts';
import { nextCommandPattern } from '../next-command.ts';
import type { Column } from './columns.ts';
import type { Row } from './rows.ts';
import { toText } from './rows.ts';
import { cutEnd } from './shorten.ts';
import { wrapWords } from './wrap-words.ts';

export const QUESTION_FIELDS = [
  'id',
  'severity',
  'title',
  'parameters',
  'technique',
  'standard',
  'why',
  'falsePositives',
  'next',
] as const;

export type QuestionField = (typeof QUESTION_FIELDS)[number];

export const QUESTION_COLUMNS: readonly QuestionField[] = ['id', 'severity', 'title', 'parameters'];

export function toQuestionRow(question: Question): Row<QuestionField> {
  const { id, severity, title, parameters, technique, standard, why, falsePositives, next } = question;
  return {
    id,
    severity,
    title,
    parameters: parameters.map(toParameterText),
    technique: technique === undefined ? undefined : `${technique.id} ${technique.name}`,
    standard,
    why,
    falsePositives,
    next: `traildex ${next}`,
  };
}

/** As it is typed; one that may be left out, in brackets. */
function toParameterText({ name, usual }: Parameter): string {
  return usual === undefined ? `--${name}` : `[--${name} ${usual}]`;
}

export function questionColumns(fields: readonly QuestionField[]): readonly Column<QuestionField>[] {
  return fields.map((field) => ({
    field,
    header: field === 'parameters' ? 'to be told' : field,
    text: (row: Row<QuestionField>) => toText(row[field]),
    least: field === 'id' || field === 'severity' ? undefined : 10,
    comfortable: 40,
    essential: field !== 'parameters',
    shorten: cutEnd,
    align: 'start' as const,
  }));
}

/**
 * The list for a person, the worst first. Titles are what it is read for: they go on in a second line rather than be cut.
 *
 * @param width of the terminal; undefined where there is none
 */
export function describeQuestions(questions: readonly Question[], width: number | undefined): string[] {
  const idWidth = Math.max(0, ...questions.map(({ id }) => id.length));
  const room = (width ?? Number.POSITIVE_INFINITY) - idWidth - 4;
  const bySeverity = Map.groupBy(questions, ({ severity }) => severity);
  return SEVERITIES.filter((severity) => bySeverity.has(severity)).flatMap((severity) => [
    severity,
    ...(bySeverity.get(severity) ?? []).flatMap(({ id, title, parameters }) => {
      const words = [title, ...parameters.map(toParameterText)].join(' ').split(' ');
      return wrapWords(words, { width: room }).map(
        (line, index) => `  ${(index === 0 ? id : '').padEnd(idWidth)}  ${line}`,
      );
    }),
  ]);
}

/** All about one question, for a person. */
export function describeQuestion(question: Question, program: string): string[] {
  const { id, title, why, severity, technique, standard, parameters, falsePositives, next } = question;
  const named = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`${name}  ${value}`];
  return [
    `${id}: ${title}`,
    '',
    why,
    '',
    ...named('Severity ', severity),
    ...named('Technique', technique === undefined ? undefined : `${technique.id} ${technique.name}`),
    ...named('Standard ', standard),
    ...named('Ask      ', `${program} ask ${id}${parameters.map(toUsage).join('')}`),
    ...named('Next     ', nextCommandPattern({ template: next, program, place: [] })),
    ...(parameters.length > 0 ? ['', 'To be told:', ...parameters.map(describeParameter)] : []),
    ...(falsePositives.length > 0
      ? ['', 'Looks like this and is harmless:', ...falsePositives.map((text) => `  ${text}`)]
      : []),
  ];
}

function toUsage({ name, usual }: Parameter): string {
  return usual === undefined ? ` --${name} …` : ` [--${name} ${usual}]`;
}

function describeParameter({ name, about, usual }: Parameter): string {
  return `  --${name}  ${about}${usual === undefined ? '' : ` (usual: ${usual})`}`;
}
