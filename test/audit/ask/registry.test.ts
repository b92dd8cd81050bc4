import { describe, expect, it } from 'vitest';
import {
  nearestQuestions,
  parametersOf,
  QUESTIONS,
  questionOf,
  worstFirst,
} from '../../../lib/audit/ask/registry.ts';
import { EVENT_FIELDS } from '../../../lib/cli/render/event-fields.ts';
import { eventsQuestion, findingsQuestion } from './questions.ts';

const questions = [
  eventsQuestion({ id: 'root-use', severity: 'low' }),
  findingsQuestion({ id: 'first-seen', severity: 'critical' }),
  eventsQuestion({ id: 'deletions', severity: 'critical' }),
];

describe('the questions', () => {
  it('are found by their ids, whatever the case', () => {
    expect(questionOf('Root-Use', questions)?.id).toBe('root-use');
    expect(questionOf('root', questions)).toBeUndefined();
  });

  it('are guessed from a mistyped id', () => {
    expect(nearestQuestions('deletion', questions)).toEqual(['deletions']);
    expect(nearestQuestions('rot-use', questions)).toEqual(['root-use']);
    expect(nearestQuestions('weather', questions)).toEqual([]);
  });

  it('are sorted by severity, and within one stay as they were', () => {
    const sorted = worstFirst(questions.map((question) => ({ question })));
    expect(sorted.map(({ question }) => question.id)).toEqual(['first-seen', 'deletions', 'root-use']);
  });

  it('have the parameters of all of them, each once', () => {
    const days = (about: string) => ({ name: 'days', about });
    const asked = [
      eventsQuestion({ parameters: [days('one')] }),
      findingsQuestion({ parameters: [days('two')] }),
    ];
    expect(parametersOf(asked)).toEqual([{ name: 'days', about: 'one' }]);
  });
});

describe('every question of the list', () => {
  it('has an id of its own, in small letters', () => {
    const ids = QUESTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('is a question, and says why it is asked', () => {
    expect(QUESTIONS.filter(({ title }) => !title.endsWith('?')).map(({ id }) => id)).toEqual([]);
    expect(QUESTIONS.filter(({ why }) => !/[.)]$/.test(why)).map(({ id }) => id)).toEqual([]);
  });

  it('has a next command about fields that its rows have', () => {
    const wrong = QUESTIONS.flatMap(({ id, kind, next, columns }) => {
      const fields = [...next.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
      const known: readonly string[] = kind === 'findings' ? columns : EVENT_FIELDS;
      return fields.filter((field) => !known.includes(field)).map((field) => `${id}: ${field}`);
    });
    expect(wrong).toEqual([]);
  });
});
