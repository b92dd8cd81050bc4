/** What a question costs on demand: DynamoDB's read units, S3's GET requests. */
import { usdFor } from './cost/prices.ts';

export function priceOf(readUnits: number, logFiles = 0): number {
  return usdFor('read unit', readUnits) + usdFor('get', logFiles);
}
