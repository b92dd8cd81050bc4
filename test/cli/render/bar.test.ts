import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, splitBar } from '../../../lib/cli/render/bar.ts';

describe('bar', () => {
  it.each([
    [8, 8, 3, '███'],
    [4, 8, 3, '█▌'],
    [1, 8, 1, '▏'],
    [7, 8, 1, '▉'],
    [1, 1_000_000, 10, '▏'],
    [0, 8, 3, ''],
    [0, 0, 3, ''],
    [5, 5, 0, ''],
  ])('%d of %d in %d columns', (value, max, width, drawn) => {
    expect(bar(value, max, width)).toBe(drawn);
  });
});

describe('splitBar', () => {
  it.each([
    [[3, 1], 4, 8, [6, 2]],
    [[1, 1, 1], 3, 4, [2, 1, 1]],
    [[1, 0], 100, 10, [1, 0]],
    [[0, 0], 4, 8, [0, 0]],
    [[1, 2], 3, 0, [0, 0]],
  ])('%j of %d in %d columns', (parts, max, width, lengths) => {
    expect(splitBar(parts, max, width)).toEqual(lengths);
  });

  it('is as long as its parts are together, and gives no column to what is not there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        fc.nat({ max: 5_000 }),
        (parts, width, more) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          const lengths = splitBar(parts, total + more, width);
          const length = lengths.reduce((sum, part) => sum + part, 0);
          const exact = total === 0 ? 0 : (total / (total + more)) * width;
          expect(Math.abs(length - exact)).toBeLessThanOrEqual(total > 0 && exact < 1 ? 1 : 0.5);
          for (const [index, part] of parts.entries()) if (part === 0) expect(lengths[index]).toBe(0);
        },
      ),
    );
  });
});
