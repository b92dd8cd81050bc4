/** Amounts of money and of storage for people: as many digits as it takes to see something. */
import { grouped } from './count.ts';

const SMALLEST_SHOWN_WHOLE = 0.01;

export function toUsd(usd: number): string {
  if (usd === 0 || usd >= SMALLEST_SHOWN_WHOLE) {
    return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  return usd.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}

const SIGNIFICANT_DIGITS = 3;

/** A number that may be a fraction: a unit, a GB. Large ones are whole. */
export function toAmount(amount: number): string {
  if (amount >= 100) return grouped(Math.round(amount));
  return amount.toLocaleString('en-US', { maximumSignificantDigits: SIGNIFICANT_DIGITS });
}
