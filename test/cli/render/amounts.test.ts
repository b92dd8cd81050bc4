import { expect, it } from 'vitest';
import { toAmount, toUsd } from '../../../lib/cli/render/amounts.ts';

it.each([
  [0, '0.00'],
  [1234.567, '1,234.57'],
  [0.01, '0.01'],
  [0.004_37, '0.0044'],
  [0.000_000_437_5, '0.00000044'],
])('%d USD are %s', (usd, text) => {
  expect(toUsd(usd)).toBe(text);
});

it.each([
  [0, '0'],
  [0.202_4, '0.202'],
  [4.114, '4.11'],
  [99.94, '99.9'],
  [100.4, '100'],
  [1_503_944.3, '1,503,944'],
])('an amount of %d is %s', (amount, text) => {
  expect(toAmount(amount)).toBe(text);
});
