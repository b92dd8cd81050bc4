/**
 * What is said beside an answer that reads a whole window: whether it is exact, and what it cost.
 *
 * An estimate and an exact count look alike; whoever quotes a number should not have to remember which it was.
 */
import type { ReadUsage } from '../audit/meter.ts';
import { describeCost } from './explain.ts';

export type Exactness = 'exact' | 'incomplete' | 'estimate';

const EXACTNESS: Readonly<Record<Exactness, string>> = {
  exact: 'Exact: every event of the index that matches, counted once.',
  incomplete: 'Not complete: events that match are missing, or may be.',
  estimate:
    'An estimate: it counts deliveries, and CloudTrail delivers many events more than once. Without --estimate the count is exact.',
};

export function describeReading(exactness: Exactness, usage: ReadUsage): string[] {
  return [EXACTNESS[exactness], describeCost(usage)];
}
