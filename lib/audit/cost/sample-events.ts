/**
 * A sample of the index's items: at some times of the window, the next events over all event sources.
 *
 * Reads a few pages of the one index that every event is in, as `traildex query` would; never a scan. A small index is
 * read whole, because the parts between the times are no larger than what is taken from each.
 */
import type { Item } from '../../event-index/attribute-value.ts';
import { fromEventItem, identityOf } from '../../event-index/event-item.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import { itemsInOrder } from '../items-in-order.ts';
import type { AuditContext } from '../ports.ts';
import type { HourCount } from '../sweep-estimate.ts';
import { sampleTimes } from './sample-times.ts';

const TIMES = 10;
const EVENTS_A_TIME = 100;

export interface SampleRequest {
  readonly window: TimeWindow;
  /** What the counters say of the window. */
  readonly hours: readonly HourCount[];
}

/** Different items in the order of time. */
export async function sampleEvents(
  { window, hours }: SampleRequest,
  context: AuditContext,
): Promise<readonly Item[]> {
  const counted = sampleTimes(hours, TIMES);
  const sampled = new Map<string, Item>();
  for (const since of counted.length > 0 ? counted : [window.since]) {
    for (const item of await firstItems({ since, until: window.until }, context)) {
      sampled.set(identityOf(fromEventItem(item)), item);
    }
  }
  return [...sampled.values()];
}

async function firstItems(window: TimeWindow, context: AuditContext): Promise<readonly Item[]> {
  const request = { filters: {}, window, order: 'oldest-first', limit: EVENTS_A_TIME } as const;
  const items = itemsInOrder({
    request,
    context,
    position: undefined,
    onPlan: () => {},
    onIncomplete: () => {},
    onStreams: () => {},
  });
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === EVENTS_A_TIME) break;
  }
  return taken;
}
