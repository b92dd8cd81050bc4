import { describe, expect, it } from 'vitest';
import { SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { describeError, exitCodeOf, InterruptedError, UsageError } from '../../lib/cli/errors.ts';
import { CursorError } from '../../lib/event-index/cursor.ts';

const SWEEP = new SweepTooLargeError({ events: 1_000_000, readUnits: 63_110, seconds: 50, usd: 0.00788875 });

describe('exitCodeOf', () => {
  it.each([
    [new UsageError('x'), 2],
    [new CursorError('x'), 2],
    [SWEEP, 2],
    [new InterruptedError('x'), 1],
    [new Error('x'), 1],
    ['x', 1],
  ])('of %s is %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe('describeError', () => {
  it('says of a sweep what it would take, and what to do instead', () => {
    expect(describeError(SWEEP, false)).toBe(
      'No index serves this question: it would read up to 1,000,000 events, which takes about 50 s and ' +
        '63,110 read units (0.0079 USD). Narrow it (--since, --source, --name, --principal), or add --sweep.',
    );
  });

  it('says what to do about credentials', () => {
    const denied = Object.assign(new Error('Not authorized.'), { name: 'AccessDeniedException' });
    expect(describeError(denied, false)).toBe(
      'Not authorized. The credentials in use lack this permission; check --profile.',
    );
  });

  it('gives the name of an error that says nothing, and text as it is', () => {
    expect(describeError(Object.assign(new Error(''), { name: 'TimeoutError' }), false)).toBe('TimeoutError');
    expect(describeError('gone', false)).toBe('gone');
  });

  it('escapes what would move the cursor, line by line', () => {
    expect(describeError(new Error('a\u001b[2Jb\nc'), false)).not.toContain('\u001b');
    expect(describeError(new Error('a\nb'), false)).toBe('a\nb');
  });

  it('adds stacks, of the causes too, where it is asked to', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(describeError(error, true)).toMatch(/^outer\nError: outer\n(?:.*\n)*Error: inner\n/);
    expect(describeError(error, false)).toBe('outer');
  });

  it('ends with causes that go in a circle', () => {
    const error: Error = new Error('round');
    error.cause = error;
    expect(describeError(error, true).match(/Error: round/g)).toHaveLength(10);
  });
});
