/** The first or last event of a value that an index has as its key: one small request for each write shard. */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { KeyFilter } from '../../../event-index/filters.ts';
import type { Order, TimeWindow } from '../../../event-index/query-plan.ts';
import type { AuditContext } from '../../ports.ts';
import { query } from '../../query.ts';

export async function nearestEvent(
  key: { readonly filter: KeyFilter; readonly value: string },
  window: TimeWindow,
  order: Order,
  context: AuditContext,
): Promise<IndexedEvent | undefined> {
  const filters = { [key.filter]: [key.value] };
  for await (const event of query({ filters, window, order, limit: 1 }, context).events) return event;
  return undefined;
}
