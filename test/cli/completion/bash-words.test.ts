import { describe, expect, it } from 'vitest';
import { joinBashWords, withoutKept } from '../../../lib/cli/completion/bash-words.ts';

describe('words that bash has cut', () => {
  it.each([
    [['query', '--k'], ['query', '--k'], ''],
    [['query', ''], ['query', ''], ''],
    [['query', '--output', '=', 'js'], ['query', '--output=js'], '--output='],
    [['query', '--output', '='], ['query', '--output='], '--output='],
    [['--around', '10', ':', '30', 'x'], ['--around', '10:30', 'x'], ''],
    [
      ['--principal', 'arn', ':', 'aws', ':', 'iam', '::', '1'],
      ['--principal', 'arn:aws:iam::1'],
      'arn:aws:iam::',
    ],
    [['=', 'x'], ['=x'], '='],
    [[], [], ''],
  ])('%j are %j', (pieces, words, kept) => {
    expect(joinBashWords(pieces)).toEqual({ words, kept });
  });

  it('get answers without what bash keeps', () => {
    const whole = { kind: 'words' as const, candidates: [{ value: '--output=json', about: 'x' }] };
    expect(withoutKept(whole, '--output=')).toEqual({
      kind: 'words',
      candidates: [{ value: 'json', about: 'x' }],
    });
    expect(withoutKept({ kind: 'files' }, '--output=')).toEqual({ kind: 'files' });
  });
});
