/** The newest 24 hours that the index has: the window of questions that must read all of one and were told none. */
import { DAY_MS } from '../cloudtrail/utc.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import type { AuditContext } from './ports.ts';
import { query } from './query.ts';

/** Undefined where the index is empty. A time that is still to come counts only where there is no other. */
export async function newestDay(context: AuditContext): Promise<TimeWindow | undefined> {
  const tomorrow = toText(context.now.getTime() + DAY_MS);
  const newest = (await newestEvent({ until: tomorrow }, context)) ?? (await newestEvent({}, context));
  return newest === undefined ? undefined : { since: toText(Date.parse(newest) - DAY_MS) };
}

async function newestEvent(window: TimeWindow, context: AuditContext): Promise<string | undefined> {
  const request = { filters: {}, window, order: 'newest-first', limit: 1 } as const;
  for await (const { eventTime } of query(request, context).events) return eventTime;
  return undefined;
}

function toText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
