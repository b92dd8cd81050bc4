/** The forms that questions are answered in: those of every listing, and Markdown for a ticket. */
import type { Question } from '../../audit/ask/question.ts';
import type { Host } from '../host.ts';
import { OUTPUT_FORMS, type OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import type { RowShape } from './answer-rows.ts';
import { openMarkdownTable } from './markdown.ts';
import { openRows } from './open-rows.ts';
import type { RowWriter } from './rows.ts';

export type AskForm = OutputForm | 'markdown';

export const ASK_FORMS: readonly AskForm[] = [...OUTPUT_FORMS, 'markdown'];

export function askFormFor(asked: AskForm | undefined, host: Host): AskForm {
  return asked ?? (host.isTTY ? 'table' : 'jsonl');
}

export interface AnswerListing {
  readonly question: Question;
  readonly form: AskForm;
  /** Asked for by name. */
  readonly fields: readonly string[] | undefined;
  readonly shape: RowShape;
}

export function openAnswer(session: Session, { question, form, fields, shape }: AnswerListing): RowWriter {
  if (form !== 'markdown') return openRows(session, { ...shape, form, asked: fields });
  const { out } = session;
  const table = openMarkdownTable(out, fields ?? shape.usualColumns);
  let before = `### ${question.title}\n\n${question.why}\n\n`;
  const head = async () => {
    const heading = before;
    before = '';
    await out.write(heading);
  };
  return {
    async write(row) {
      await head();
      await table.write(row);
    },
    async end() {
      if (before === '') return;
      await head();
      await out.write('Nothing matches.\n');
    },
  };
}
