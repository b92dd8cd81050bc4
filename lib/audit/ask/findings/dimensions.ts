/**
 * The kinds of values that can be new, and how the first event of one is found: names are keys of an index; of accounts
 * and regions no index knows, so the day on which the catalogue has one first is read in order until it appears.
 */
import type { ValueDimension } from '../../../event-index/catalogue.ts';
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { AuditContext } from '../../ports.ts';
import { query } from '../../query.ts';
import { SweepTooLargeError } from '../../sweep-estimate.ts';
import type { FindingsRequest } from '../question.ts';
import { nearestEvent } from './nearest-event.ts';
import { firstDaysOf } from './seen.ts';
import { dayStart, nextDayStart } from './times.ts';

export interface FirstEvent {
  readonly value: string;
  /** A time, or only the day where the event itself was not looked for. */
  readonly firstSeen: string;
  readonly event: IndexedEvent | undefined;
}

export interface Dimension {
  readonly name: ValueDimension;
  /** The attribute of events and the filter of that name. */
  readonly filter: KeyedFilter | SweptFilter;
  /**
   * For values that no day before the window's first has: their first events, of those whose first one lies in the
   * window.
   */
  readonly firstEvents: (
    values: readonly string[],
    asked: FindingsRequest,
    context: AuditContext,
  ) => Promise<readonly FirstEvent[]>;
}

type KeyedFilter = 'principal' | 'eventSource' | 'eventName';
type SweptFilter = 'recipientAccountId' | 'awsRegion';

export const PRINCIPALS = keyedDimension('principal', 'principal');
export const SERVICES = keyedDimension('source', 'eventSource');
export const APIS = keyedDimension('name', 'eventName');
export const REGIONS = sweptDimension('region', 'awsRegion');
export const ACCOUNTS = sweptDimension('account', 'recipientAccountId');

/** The first event of all times is looked for: it is right even where the catalogue lacks an earlier day's values. */
function keyedDimension(name: ValueDimension, filter: KeyedFilter): Dimension {
  return {
    name,
    filter,
    firstEvents: async (values, { window }, context) => {
      const upToEnd = { until: window.until };
      const firsts = values.map(async (value) => {
        const event = await nearestEvent({ filter, value }, upToEnd, 'oldest-first', context);
        return event === undefined ? [] : [{ value, firstSeen: event.eventTime, event }];
      });
      return (await Promise.all(firsts)).flat().filter(isIn(window.since));
    },
  };
}

function sweptDimension(name: ValueDimension, filter: SweptFilter): Dimension {
  return {
    name,
    filter,
    firstEvents: async (values, asked, context) => {
      const firsts: FirstEvent[] = [];
      for (const [day, newThen] of await firstDaysOf(name, values, asked.window, context)) {
        firsts.push(...(await firstOfDay(day, newThen, filter, asked, context)));
      }
      return firsts.filter(isIn(asked.window.since));
    },
  };
}

/** Reads the events of a day, oldest first, until each of the values has appeared. */
async function firstOfDay(
  day: string,
  values: readonly string[],
  filter: SweptFilter,
  { window: { until }, sweepLimit, onRemark }: FindingsRequest,
  context: AuditContext,
): Promise<readonly FirstEvent[]> {
  const end = nextDayStart(day);
  const window = { since: dayStart(day), until: until !== undefined && until < end ? until : end };
  const left = new Set(values);
  const firsts: FirstEvent[] = [];
  try {
    const request = { filters: { [filter]: values }, window, order: 'oldest-first', sweepLimit } as const;
    for await (const event of query(request, context).events) {
      const value = event[filter];
      if (value === undefined || !left.delete(value)) continue;
      firsts.push({ value, firstSeen: event.eventTime, event });
      if (left.size === 0) break;
    }
    return firsts;
  } catch (error) {
    if (!(error instanceof SweepTooLargeError)) throw error;
    onRemark?.(
      `${day} has too many events to look for the first one of each value: only the day is told, and the whole day counts. --sweep reads them.`,
    );
    return values.map((value) => ({ value, firstSeen: day, event: undefined }));
  }
}

/** A day compares as its beginning; the first day of a window counts whole where only the day is known. */
function isIn(since: string | undefined): (first: FirstEvent) => boolean {
  return ({ firstSeen }) => since === undefined || firstSeen >= since.slice(0, firstSeen.length);
}
