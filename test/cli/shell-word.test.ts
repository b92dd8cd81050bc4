import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../lib/cli/shell-word.ts';

describe('a word for a shell', () => {
  it.each([
    ['s3.amazonaws.com', 's3.amazonaws.com'],
    ['arn:aws:iam::111122223333:role/Admin', 'arn:aws:iam::111122223333:role/Admin'],
    ['Delete*', "'Delete*'"],
    ['$(id)', "'$(id)'"],
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['~', "'~'"],
  ])('%j', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it.skipIf(process.platform === 'win32')('is what the shell reads, whatever it holds', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 300, seed: 7 });
    const script = texts.map((text) => `printf '%s\\0' ${shellWord(text)}`).join('\n');
    expect(execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1)).toEqual(texts);
  });
});
