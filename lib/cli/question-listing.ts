/** `traildex ask` without a question: the list of them; with `--about`, one of them in full. */
import type { Question } from '../audit/ask/question.ts';
import { renderQuestion } from '../audit/ask/reference.ts';
import { parseFields } from './output-options.ts';
import { programName } from './place-flags.ts';
import { type AskForm, askFormFor } from './render/ask-forms.ts';
import { openMarkdownTable } from './render/markdown.ts';
import { openRows } from './render/open-rows.ts';
import {
  describeQuestion,
  describeQuestions,
  QUESTION_COLUMNS,
  QUESTION_FIELDS,
  type QuestionField,
  questionColumns,
  toQuestionRow,
} from './render/question-list.ts';
import type { RowWriter } from './render/rows.ts';
import type { Session } from './session.ts';

export interface ListingOptions {
  readonly output?: AskForm;
  readonly fields?: string;
}

const HINT = 'traildex ask QUESTION asks one, with --about it tells all about it; --all asks all.';

export async function listQuestions(
  session: Session,
  questions: readonly Question[],
  options: ListingOptions,
): Promise<void> {
  if (askFormFor(options.output, session.host) === 'table' && options.fields === undefined) {
    const lines = describeQuestions(questions, session.host.columns);
    await session.out.write(`${lines.join('\n')}\n`);
    await session.remark(HINT);
    return;
  }
  const writer = openList(session, options);
  for (const question of questions) await writer.write(toQuestionRow(question));
  await writer.end();
  await session.remark(HINT);
}

export async function tellAbout(
  session: Session,
  question: Question,
  options: ListingOptions,
): Promise<void> {
  const form = askFormFor(options.output, session.host);
  if (form === 'markdown') return session.out.write(`${renderQuestion(question)}\n`);
  if (form === 'table' && options.fields === undefined) {
    const lines = describeQuestion(question, programName(session.host.env));
    return session.out.write(`${lines.join('\n')}\n`);
  }
  const writer = openList(session, options);
  await writer.write(toQuestionRow(question));
  await writer.end();
}

function openList(session: Session, options: ListingOptions): RowWriter<QuestionField> {
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, QUESTION_FIELDS);
  const form = askFormFor(options.output, session.host);
  if (form === 'markdown') return openMarkdownTable(session.out, asked ?? QUESTION_COLUMNS);
  return openRows<QuestionField>(session, {
    form,
    asked,
    all: QUESTION_FIELDS,
    usualColumns: QUESTION_COLUMNS,
    priority: QUESTION_COLUMNS,
    columnsOf: questionColumns,
    isAlarming: () => false,
  });
}
