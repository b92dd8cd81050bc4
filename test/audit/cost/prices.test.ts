import { expect, it } from 'vitest';
import { PRICES, usdFor } from '../../../lib/audit/cost/prices.ts';

it('counts in the unit of the price', () => {
  expect(usdFor('write unit', 2_000_000)).toBe(1.25);
  expect(usdFor('index GB', 10)).toBe(2.5);
});

it('says in words how many it is for', () => {
  const millions = Object.entries(PRICES).filter(([, price]) => price.for.startsWith('a million '));
  expect(millions.map(([name]) => name)).toEqual(
    Object.entries(PRICES)
      .filter(([, { per }]) => per === 1_000_000)
      .map(([name]) => name),
  );
});

it('marks in words what is second-hand', () => {
  const marked = Object.values(PRICES).filter((price) => 'isSecondHand' in price);
  expect(marked).toEqual(Object.values(PRICES).filter((price) => price.for.endsWith('(second-hand)')));
  expect(marked).toHaveLength(4);
});
