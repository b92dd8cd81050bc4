/** The amounts in docs/costs.md follow from the inputs and prices that stand there. */
import { describe, expect, it } from 'vitest';
import { PRICE_LIST, PRICES } from '../../lib/audit/cost/prices.ts';
import { read, tableBelow } from './documents.ts';

const TEXT = read('docs/costs.md');
const EXAMPLES = [
  { name: 'quiet', column: 1 },
  { name: 'busy', column: 2 },
] as const;

/** And what floating point adds to it. */
const HALF_A_CENT = 0.005_001;

const plain = (cell = '') => cell.replace(/[`*]/g, '');

function quantitiesOf(column: number): ReadonlyMap<string, number> {
  const inputs = tableBelow(TEXT, 'Inputs, amounts in millions:').map((row) => [row[0], row[column]]);
  const prices = tableBelow(TEXT, 'Prices:').map((row) => [row[0], row[1]]);
  return new Map([...inputs, ...prices].map(([name, value]) => [plain(name), Number(value)]));
}

/** Sums of products, of names and numbers. */
function evaluate(formula: string, quantities: ReadonlyMap<string, number>): number {
  const factor = (name: string) => quantities.get(name) ?? Number(name);
  const product = (term: string) => term.split(' × ').reduce((result, name) => result * factor(name), 1);
  return formula.split(' + ').reduce((sum, term) => sum + product(term), 0);
}

describe.each(EXAMPLES)('a month of the $name example', ({ column }) => {
  const rows = tableBelow(TEXT, 'A month in USD:').map((row) => row.map(plain));
  const lines = rows.slice(0, -1);
  const amountIn = (row: readonly string[] = []) => Number(row[column + 1]);

  it.each(lines.map((row) => [row[0], row] as const))('%s is what its formula gives', (_title, row) => {
    const difference = evaluate(row[1] ?? '', quantitiesOf(column)) - amountIn(row);
    expect(Math.abs(difference)).toBeLessThan(HALF_A_CENT);
  });

  it('is the sum of its lines', () => {
    const sum = lines.reduce((total, row) => total + amountIn(row), 0);
    expect(amountIn(rows.at(-1))).toBeCloseTo(sum, 2);
  });
});

describe('the prices', () => {
  it('are those that traildex cost reckons with', () => {
    const written = tableBelow(TEXT, 'Prices:').map(([name, usd, reason]) => [
      plain(name),
      Number(usd),
      reason,
    ]);
    expect(written).toEqual(Object.entries(PRICES).map(([name, price]) => [name, price.usd, price.for]));
  });

  it('are of the region and the month that are said', () => {
    const month = new Date(PRICE_LIST.asOf).toLocaleString('en-US', {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    });
    expect(TEXT.replace(/\s+/g, ' ')).toContain(`list prices of ${PRICE_LIST.region} as of ${month}`);
  });
});

const KIB_PER_GB = 1024 ** 2;
const STANDARD = 0.023;

describe('storage classes', () => {
  const rows = tableBelow(TEXT, 'how long a million files must then stay to earn their move back:');

  it.each(rows.map((row) => [plain(row[0]), row] as const))(
    '%s pays from the size on that is said',
    (_class, row) => {
      const [price = 0, least = 0, added = 0, ofStandard = 0, move = 0, from = 0, ...months] = row
        .slice(1)
        .map(Number);
      const saving = (sizeKiB: number) =>
        sizeKiB * STANDARD - (Math.max(sizeKiB, least) + added - ofStandard) * price - ofStandard * STANDARD;
      expect([saving(from - 0.1) > 0, saving(from + 0.1) > 0]).toEqual([false, true]);
      const monthsToEarn = [128, 1024].map((size) => move / ((saving(size) * 1_000_000) / KIB_PER_GB));
      expect(monthsToEarn.map((value) => value.toFixed(1))).toEqual(months.map((value) => value.toFixed(1)));
    },
  );
});
