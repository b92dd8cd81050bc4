import { expect, it } from 'vitest';
import { wrapWords } from '../../../lib/cli/render/wrap-words.ts';

it('breaks between words, and indents what goes on', () => {
  expect(wrapWords('one two three four', { width: 9, indent: '  ' })).toBe('one two\n  three\n  four');
});

it('leaves a word that is too long whole', () => {
  expect(wrapWords('a https://example.com/long b', { width: 8, indent: ' ' })).toBe(
    'a\n https://example.com/long\n b',
  );
  expect(wrapWords('', { width: 8, indent: ' ' })).toBe('');
});
