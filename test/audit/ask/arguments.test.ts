import { describe, expect, it } from 'vitest';
import { ArgumentError, completeArguments, missingParameters } from '../../../lib/audit/ask/arguments.ts';
import { eventsQuestion } from './questions.ts';

const question = eventsQuestion({
  id: 'old-keys',
  parameters: [
    { name: 'key', about: 'the id of the key' },
    {
      name: 'days',
      about: 'how old',
      usual: '90',
      complaint: (value) => (value === '0' ? 'Zero days are none.' : undefined),
    },
  ],
});

describe('arguments of a question', () => {
  it('are as given, or as usual', () => {
    expect(completeArguments(question, { key: 'AKIA1', days: undefined })).toEqual({
      key: 'AKIA1',
      days: '90',
    });
    expect(completeArguments(question, { key: 'AKIA1', days: '7' })).toEqual({ key: 'AKIA1', days: '7' });
  });

  it.each([
    [{}, 'old-keys has to be told --key: the id of the key.'],
    [{ key: 'AKIA1', days: '0' }, 'Zero days are none.'],
    [{ key: 'AKIA1', weeks: '1' }, 'old-keys has no parameter --weeks: it has --key, --days.'],
  ])('%j is refused', (given, message) => {
    expect(() => completeArguments(question, given)).toThrow(new ArgumentError(message));
  });

  it('of a question without parameters are none', () => {
    expect(completeArguments(eventsQuestion(), {})).toEqual({});
    expect(() => completeArguments(eventsQuestion(), { key: 'A' })).toThrow(
      'deleted-buckets has no parameter --key: it has none.',
    );
  });

  it('are missing where nothing is usual and nothing was given', () => {
    expect(missingParameters(question, {}).map(({ name }) => name)).toEqual(['key']);
    expect(missingParameters(question, { key: 'A' })).toEqual([]);
  });
});
