/**
 * Chooses among the indexes that could answer a question the one that has fewest entries in its time window.
 *
 * Each is asked for a small page, all at once. An index that has no more than that is read whole; otherwise the one whose
 * entries are spread widest in time is read: whatever the question still leaves out, going back in time it passes fewest.
 */

import { textIn } from '../event-index/item-reading.ts';
import type { Order, QueryPlan } from '../event-index/query-plan.ts';
import { queriesOf } from '../event-index/query-plan.ts';
import { TIME_SORT_KEY } from '../event-index/tables.ts';
import type { AuditContext, ItemPage } from './ports.ts';

/** Entries in a sampling page: at most seven read units. */
const SAMPLE_ENTRIES = 100;
/** Keys and shards of one index that are sampled; the others are taken to be like them. */
const SAMPLED_QUERIES = 4;

export interface ChoiceSpan {
  readonly from: string;
  readonly to: string;
  readonly order: Order;
  readonly shardCount: number;
}

export async function choosePlan(
  plans: readonly [QueryPlan, ...QueryPlan[]],
  span: ChoiceSpan,
  { events, gate, now }: Pick<AuditContext, 'events' | 'gate' | 'now'>,
): Promise<QueryPlan> {
  if (plans.length === 1) return plans[0];
  const measured = await Promise.all(
    plans.map(async (plan) => {
      const queries = plan.kind === 'keys' ? queriesOf(plan, plan.keys, span) : [];
      const sample = queries.slice(0, SAMPLED_QUERIES);
      const pages = await Promise.all(
        sample.map((query) => gate(() => events.queryIndex(query, { limit: SAMPLE_ENTRIES }))),
      );
      const share = queries.length / Math.max(1, sample.length);
      return { plan, density: share * sum(pages.map((page) => densityOf(page, span, now))) };
    }),
  );
  // The first of equals: planQuery gives the narrowest first.
  return measured.reduce((best, next) => (next.density < best.density ? next : best)).plan;
}

/** Entries a second in the part of the window that the page covers; all that there are, where it has no next one. */
function densityOf({ scanned, next }: ItemPage, { from, to, order }: ChoiceSpan, now: Date): number {
  if (next === undefined) return scanned / LONGER_THAN_ANY_SECONDS;
  const reached = secondsOf(textIn(next, TIME_SORT_KEY) ?? '');
  const covered =
    order === 'newest-first'
      ? Math.min(secondsOf(to), now.getTime() / 1000) - reached
      : reached - Math.max(secondsOf(from), FIRST_TRAILS_SECONDS);
  return scanned / Math.max(1, covered);
}

/** An index that was read to its end comes before any that was not. */
const LONGER_THAN_ANY_SECONDS = 1e12;

/** CloudTrail was launched in November 2013: where a window without a beginning begins. */
const FIRST_TRAILS_SECONDS = Date.parse('2013-11-01T00:00:00Z') / 1000;

/** 0 for a bound that is no time. */
function secondsOf(sortKey: string): number {
  return Date.parse(sortKey.slice(0, 'YYYY-MM-DDTHH:mm:ssZ'.length)) / 1000 || 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
