/** Every event that a question counts, with what the reading has to say passed on to whoever asked. */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { EventFilters } from '../../../event-index/filters.ts';
import type { AuditContext } from '../../ports.ts';
import { readAll } from '../../read-all.ts';
import type { FindingsRequest } from '../question.ts';

/** In no order, each once. @throws SweepTooLargeError where no index serves the filters and the window is large. */
export async function* readEvents(
  filters: EventFilters,
  { window, sweepLimit, onProgress, onIncomplete, onUnchecked }: FindingsRequest,
  context: AuditContext,
): AsyncGenerator<IndexedEvent> {
  const reading = readAll({ filters, window, sweepLimit, onProgress }, context);
  yield* reading.events;
  if (reading.isIncomplete()) onIncomplete?.();
  const unchecked = reading.unchecked();
  if (unchecked.events > 0) onUnchecked?.(unchecked);
}
