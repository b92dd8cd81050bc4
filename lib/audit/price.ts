/** What reads cost on demand, in us-east-1 (docs/costs.md): DynamoDB's read units, S3's GET requests. */

const USD_PER_MILLION_READ_UNITS = 0.125;
const USD_PER_MILLION_GETS = 0.4;

export function priceOf(readUnits: number, logFiles = 0): number {
  return (readUnits * USD_PER_MILLION_READ_UNITS + logFiles * USD_PER_MILLION_GETS) / 1_000_000;
}
