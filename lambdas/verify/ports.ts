/** What the scheduled verification needs of the world, beside what it verifies. lib/aws implements these with the SDK. */
import type { DayCoverage } from '../../lib/event-index/coverage.ts';

export interface CoverageStore {
  /** What is stored of an account's regions. */
  readDay(day: string, accountId: string): AsyncIterable<DayCoverage>;
  /** Leaves what was verified until later as it is: two runs about one region may overtake each other. */
  put(coverage: DayCoverage): Promise<void>;
}

export interface Log {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}
