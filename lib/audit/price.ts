/** What reads cost on demand. https://aws.amazon.com/dynamodb/pricing/on-demand/, us-east-1, as of docs/costs.md. */

const USD_PER_MILLION_READ_UNITS = 0.125;

export function priceOf(readUnits: number): number {
  return (readUnits * USD_PER_MILLION_READ_UNITS) / 1_000_000;
}
