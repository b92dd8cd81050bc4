/** Which values of a dimension are the most frequent among the events that match: exact, every event counted once. */
import type { QueryPlan } from '../event-index/query-plan.ts';
import { type Dimension, filtersFor } from './dimensions.ts';
import type { AuditContext } from './ports.ts';
import { type ReadAllRequest, type Reading, readAll } from './read-all.ts';
import type { UncheckedEvents } from './settle-events.ts';
import { type ValueCount, ValueCounts } from './value-counts.ts';

export interface TopRequest extends ReadAllRequest {
  readonly dimension: Dimension;
}

/** What every answer that counts events says of its reading. */
export interface Counted {
  /** Events that match. One with several resources is one event here, and one of each of its values. */
  readonly events: number;
  /** True when the catalogue is known to lack values that had to be asked: events may be missing. */
  readonly isIncomplete: boolean;
  /** Events that are left out, because nobody can tell whether they match. */
  readonly unchecked: UncheckedEvents;
  readonly plan: QueryPlan | undefined;
}

export interface TopAnswer extends Counted {
  /** All values, the most frequent first. */
  readonly values: readonly ValueCount[];
}

/** @throws SweepTooLargeError before it reads, where no index serves and the window holds too many events */
export async function top({ dimension, ...request }: TopRequest, context: AuditContext): Promise<TopAnswer> {
  const reading = readAll({ ...request, filters: filtersFor(dimension, request.filters) }, context);
  const counts = new ValueCounts(dimension);
  let events = 0;
  for await (const event of reading.events) {
    counts.add(event);
    events++;
  }
  return { ...readingOf(reading, events), values: counts.ordered() };
}

/** After the last event. */
export function readingOf(reading: Reading, events: number): Counted {
  return {
    events,
    isIncomplete: reading.isIncomplete(),
    unchecked: reading.unchecked(),
    plan: reading.plan(),
  };
}
