/**
 * Values that appear in the window for the first time: of the window's days by the catalogue, less those of all days
 * before. A day that the window cuts through is settled by the first event of the value.
 */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import { MISSING } from '../../../event-index/key-value.ts';
import type { TimeWindow } from '../../../event-index/query-plan.ts';
import type { CatalogueReading } from '../../catalogue.ts';
import type { AuditContext } from '../../ports.ts';
import { narrow } from '../narrow.ts';
import type { About, Finding, FindingsQuestion, FindingsRequest } from '../question.ts';
import type { Dimension, FirstEvent } from './dimensions.ts';
import { indexedDays, notSeenIn, seenIn } from './seen.ts';
import { dayStart } from './times.ts';
import { refuseFilters } from './unsupported-filter.ts';

/** What the first event of a value tells about it. */
type Circumstance = 'principal' | 'eventName' | 'eventSource' | 'awsRegion' | 'sourceIPAddress';

export type FirstSeenAbout = Omit<About, 'parameters'> & {
  readonly dimension: Dimension;
  readonly circumstances: readonly Circumstance[];
};

export function firstSeenQuestion({ dimension, circumstances, ...about }: FirstSeenAbout): FindingsQuestion {
  return {
    ...about,
    kind: 'findings',
    parameters: [],
    columns: [dimension.filter, 'firstSeen', ...circumstances, 'eventID'],
    async *find(asked, context) {
      refuseFilters(about.id, asked.filters, [dimension.filter]);
      const { values, incomplete } = await newValues(dimension, asked.window, context);
      if (incomplete) asked.onIncomplete?.();
      asked.onRemark?.(await describeIndexStart(asked.window, context));
      const named = values.filter((value) => value !== MISSING);
      const meant = narrow({ [dimension.filter]: named }, asked.filters).filters[dimension.filter] ?? [];
      const firsts = await dimension.firstEvents(meant, asked, context);
      yield* firsts.toSorted(newestFirst).map((first) => toFinding(first, dimension, circumstances));
    },
  };
}

/** Values of the window's days that no earlier day has; some may lie outside the window, in the days at its edges. */
async function newValues(
  { name }: Dimension,
  window: TimeWindow,
  context: AuditContext,
): Promise<CatalogueReading> {
  const seen = await seenIn(name, window, context);
  if (window.since === undefined) return seen;
  const fresh = await notSeenIn(name, seen.values, { until: dayStart(window.since) }, context);
  return { values: fresh.values, incomplete: seen.incomplete || fresh.incomplete };
}

/** "Never before" reaches as far back as the index does. */
async function describeIndexStart(
  { since }: FindingsRequest['window'],
  context: AuditContext,
): Promise<string> {
  const days = await indexedDays(context);
  if (days === undefined) return 'The index holds no events.';
  const [firstDay] = days;
  return since === undefined || firstDay >= since.slice(0, firstDay.length)
    ? `The index has no events of days before the window: its first are of ${firstDay}. What is older counts as new.`
    : `The index goes back to ${firstDay}. What was last used before that counts as new.`;
}

function toFinding(
  { value, firstSeen, event }: FirstEvent,
  { filter }: Dimension,
  circumstances: readonly Circumstance[],
): Finding {
  const told = (event: IndexedEvent) => circumstances.map((name) => [name, event[name]] as const);
  return {
    [filter]: value,
    firstSeen,
    ...(event === undefined ? {} : Object.fromEntries(told(event))),
    eventID: event?.eventID,
  };
}

function newestFirst(a: FirstEvent, b: FirstEvent): number {
  if (a.firstSeen !== b.firstSeen) return a.firstSeen > b.firstSeen ? -1 : 1;
  return a.value < b.value ? -1 : 1;
}
