import { describe, expect, it } from 'vitest';
import {
  formatResources,
  isBeginning,
  matchesPart,
  parseResources,
} from '../../lib/event-index/resource-list.ts';
import { parsePattern } from '../../lib/event-index/text-pattern.ts';

const OBJECT = 'arn:aws:s3:::reports/2026/a.csv';

describe('formatResources', () => {
  it('does not keep a name that is a part of another entry', () => {
    expect(formatResources([OBJECT, 'arn:aws:s3:::reports', 'reports', 'report', 'data'])).toBe(
      `${OBJECT}\nreport\ndata`,
    );
    expect(formatResources(['a', 'a'])).toBe('a');
    expect(formatResources([])).toBeUndefined();
  });

  it('says that it leaves some out, and keeps at least the beginning of the first', () => {
    const [long, longer] = ['x'.repeat(100), 'y'.repeat(200)];
    expect(formatResources([long, longer])).toBe(`${long}\n…`);
    expect(formatResources([longer])).toBe(`${'y'.repeat(144)}\n…`);
    expect(parseResources(`${long}\n…`)).toEqual({ values: [long], complete: false });
    expect(parseResources(`${long}\na`)).toEqual({ values: [long, 'a'], complete: true });
    expect(parseResources(undefined)).toEqual({ values: [], complete: true });
  });
});

it.each([
  ['x'.repeat(140), false],
  ['x'.repeat(141), true],
  ['x'.repeat(144), true],
  // Four bytes each.
  ['𝒳'.repeat(36), true],
])('%s may be a beginning: %s', (resource, may) => {
  expect(isBeginning(resource)).toBe(may);
});

describe('matchesPart', () => {
  it.each([
    [OBJECT, OBJECT, true],
    ['reports', OBJECT, true],
    ['reports/2026', OBJECT, true],
    ['a.csv', OBJECT, true],
    ['arn:aws:s3:::reports', OBJECT, true],
    ['report', OBJECT, false],
    ['eports', OBJECT, false],
    ['2026/a', OBJECT, false],
    ['rep*', OBJECT, true],
    ['ep*', OBJECT, false],
    ['*orts', OBJECT, true],
    ['*ort', OBJECT, false],
    ['*.csv', OBJECT, true],
    ['*por*', OBJECT, true],
    ['*pox*', OBJECT, false],
    ['*', OBJECT, true],
    // The first place where it stands is no part, a later one is.
    ['data', 'mydata/data', true],
    ['data', 'mydata/datas', false],
  ])('%s of %s: %s', (pattern, whole, matches) => {
    expect(matchesPart(parsePattern(pattern), whole)).toBe(matches);
  });
});
