/** What `query` says on stderr beside its answer: what was searched, what short names meant, and how to go on. */
import type { IndexSpan } from '../audit/index-span.ts';
import type { ResolvedName } from '../audit/resolve-names.ts';
import type { UncheckedEvents } from '../audit/settle-events.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { FLAG_OF, flagsFor } from './filter-options.ts';
import { count } from './render/count.ts';

const LISTED_VALUES = 20;

/** One remark per name that was completed; with those that nothing matches, what looks like them. */
export function describeNames(
  resolved: readonly ResolvedName[],
  verbose: boolean,
  window: TimeWindow = {},
): string[] {
  return resolved.flatMap(({ filter, asked, values, nearest }) => {
    const typed = `${FLAG_OF[filter]} ${asked}`;
    if (values.length === 0) {
      const isBounded = window.since !== undefined || window.until !== undefined;
      const where = isBounded ? ` ${describeWindow(window)}` : '';
      return [`${typed} matches nothing in the index${where}.${hintFor(asked, nearest)}`];
    }
    if (values.length === 1) return [`${typed} means ${values[0]}`];
    const listed = verbose ? values : values.slice(0, LISTED_VALUES);
    const rest = values.length - listed.length;
    return [
      `${typed} means any of ${values.length}:`,
      ...listed.map((value) => `  ${value}`),
      ...(rest > 0 ? [`  and ${rest} more (-v lists them)`] : []),
    ];
  });
}

function hintFor(asked: string, nearest: readonly string[]): string {
  if (asked.slice(1, -1).includes('*')) return ' A * counts at either end only.';
  return nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : '';
}

export function describeWindow({ since, until }: TimeWindow): string {
  if (since === undefined && until === undefined) return 'all times';
  if (until === undefined) return `from ${since} on`;
  return since === undefined ? `before ${until}` : `from ${since} to before ${until}`;
}

export interface EmptyAnswer {
  /** Undefined where a cursor brought a window of its own. */
  readonly window: TimeWindow | undefined;
  /** The filters as typed: a name that nothing matches must not be missing. */
  readonly typed: EventFilters;
  readonly span: IndexSpan;
  /** False where events were left out, because their records could not be read. @default true */
  readonly isWhole?: boolean;
}

/** "Nothing found" must not be mistaken for "nothing there". */
export function describeEmptyAnswer({ window, typed, span, isWhole = true }: EmptyAnswer): string[] {
  const flags = flagsFor(typed);
  return [
    isWhole ? 'No event matches.' : 'No event that could be read matches.',
    `  Searched: ${window === undefined ? "the cursor's window" : describeWindow(window)}`,
    `  Filters: ${flags.length > 0 ? flags.slice(0, LISTED_VALUES).join(' ') : 'none'}${flags.length > LISTED_VALUES ? ' …' : ''}`,
    ...describeSpan(span).map((line) => `  ${line}`),
  ];
}

/** An answer that leaves events out says so, also with `-q`. */
export function describeUnchecked({ events, problem }: UncheckedEvents): string {
  const which = `${count(events, 'event')} that only the full record could decide on ${events === 1 ? 'is' : 'are'} left out`;
  return `${which}, because log files could not be read. The first: ${problem}`;
}

export function describeSpan(span: IndexSpan): string[] {
  const { firstDay, lastDay, newestDeliveryDay, rejectedFiles, pendingFiles, rejectedRecords } = span;
  if (firstDay === undefined && newestDeliveryDay === undefined) {
    return ['The index is empty: traildex ingest PATH fills it.'];
  }
  return [
    firstDay === undefined
      ? 'The index holds no events.'
      : `The index holds events from ${firstDay} to ${lastDay}.`,
    ...(newestDeliveryDay === undefined
      ? []
      : [`The newest log file was delivered on ${newestDeliveryDay}.`]),
    ...(rejectedFiles + pendingFiles > 0
      ? [
          `Log files not in the index: ${rejectedFiles} rejected, ${pendingFiles} pending (traildex files lists them).`,
        ]
      : []),
    ...(rejectedRecords > 0
      ? [
          `${count(rejectedRecords, 'record')} of other log files are no events (traildex files -v names them).`,
        ]
      : []),
  ];
}
