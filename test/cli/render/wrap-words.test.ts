import { expect, it } from 'vitest';
import { wrapWords } from '../../../lib/cli/render/wrap-words.ts';

it('breaks between words, and indents what goes on', () => {
  expect(wrapWords(['one', 'two', 'three', 'four'], { width: 9, indent: '  ' })).toEqual([
    'one two',
    '  three',
    '  four',
  ]);
});

it('indents the first line as told, within the width', () => {
  expect(wrapWords(['one', 'two'], { width: 9, first: '  ', indent: '  ' })).toEqual(['  one two']);
  expect(wrapWords(['one', 'two'], { width: 8, first: '  ', indent: '  ' })).toEqual(['  one', '  two']);
});

it('leaves a word that is too long whole', () => {
  expect(wrapWords(['a', 'https://example.com/long', 'b'], { width: 8, indent: ' ' })).toEqual([
    'a',
    ' https://example.com/long',
    ' b',
  ]);
});

it('counts what a terminal shows, not characters', () => {
  expect(wrapWords(['日本', '語'], { width: 7 })).toEqual(['日本 語']);
  expect(wrapWords(['日本', '語'], { width: 6 })).toEqual(['日本', '語']);
});

it('makes no line of no words', () => {
  expect(wrapWords([], { width: 8 })).toEqual([]);
});
