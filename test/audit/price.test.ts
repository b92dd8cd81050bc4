import { expect, it } from 'vitest';
import { priceOf } from '../../lib/audit/price.ts';

it.each([
  [0, 0],
  [1, 0.000000125],
  [1_000_000, 0.125],
  [80_000_000, 10],
])('%i read units cost %f USD', (readUnits, usd) => {
  expect(priceOf(readUnits)).toBeCloseTo(usd, 12);
});
