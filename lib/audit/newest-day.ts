/** The newest 24 hours that the index has: the window of questions that must read all of one and were told none. */
import type { TimeWindow } from '../event-index/query-plan.ts';
import type { AuditContext } from './ports.ts';
import { query } from './query.ts';

const DAY_MS = 86_400_000;

/** Undefined where the index is empty. */
export async function newestDay(context: AuditContext): Promise<TimeWindow | undefined> {
  const request = { filters: {}, window: {}, order: 'newest-first', limit: 1 } as const;
  for await (const { eventTime } of query(request, context).events) {
    const since = new Date(Date.parse(eventTime) - DAY_MS).toISOString();
    return { since: since.replace(/\.\d+Z$/, 'Z') };
  }
  return undefined;
}
