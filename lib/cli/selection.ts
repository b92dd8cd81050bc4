/**
 * Which events a question is about: filters, times and names as typed, and what they mean in the index at hand. Every
 * command that asks shares it, so that a flag means the same everywhere.
 */
import type { Command } from 'commander';
import { newestDay } from '../audit/newest-day.ts';
import type { AuditContext } from '../audit/ports.ts';
import { resolveNames } from '../audit/resolve-names.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { type Around, aroundWindow, parseAround } from './around.ts';
import { UsageError } from './errors.ts';
import { addFilterOptions, type FilterOptions, filtersOf } from './filter-options.ts';
import type { GlobalOptions } from './options.ts';
import { describeNames } from './query-remarks.ts';
import type { Session } from './session.ts';
import { addTimeOptions, parseWindow, parseZone, type TimeOptions } from './times.ts';

export interface SelectionOptions extends GlobalOptions, FilterOptions, TimeOptions {
  readonly tz: string;
  readonly around?: string;
  readonly sweep?: boolean;
}

export interface TypedSelection {
  readonly filters: EventFilters;
  readonly window: TimeWindow;
  readonly around: Around | undefined;
  /** IANA name, for times in tables. */
  readonly zone: string;
  /** Events that a sweep may read; undefined leaves it to the library. */
  readonly sweepLimit: number | undefined;
}

export interface Selection extends TypedSelection {
  /** With full names. */
  readonly resolved: EventFilters;
}

export function addSelectionOptions(command: Command): Command {
  addTimeOptions(addFilterOptions(command)).option(
    '--around <event|time>',
    'ten minutes before and after; others as in 2026-07-19T10:30±1h',
  );
  return command
    .optionsGroup('Cost:')
    .option('--sweep', 'read all events of a large window if no index serves');
}

/** Before any work is done. @throws UsageError */
export function typedSelection(session: Session, options: SelectionOptions): TypedSelection {
  const zone = parseZone(options.tz, session.host.timeZone);
  const settings = { now: session.host.now, zone };
  if (options.around !== undefined && (options.since !== undefined || options.until !== undefined)) {
    throw new UsageError('--around and --since or --until exclude each other: one window at a time.');
  }
  return {
    filters: filtersOf(options),
    window: parseWindow(options, settings),
    around: options.around === undefined ? undefined : parseAround(options.around, settings),
    zone,
    sweepLimit: options.sweep ? Number.POSITIVE_INFINITY : undefined,
  };
}

/** The window of a question that was told no times and must read all of one. */
export async function wholeWindow(
  session: Session,
  typed: TypedSelection,
  place: AuditContext,
): Promise<TimeWindow> {
  const { window } = typed;
  if (typed.around !== undefined || window.since !== undefined || window.until !== undefined) {
    return windowAt(typed, place);
  }
  const newest = await newestDay(place);
  if (newest === undefined) return {};
  await session.remark(
    `Without times, this takes the newest 24 hours of the index: since ${newest.since}. --since 100y takes everything.`,
  );
  return newest;
}

/** The window as typed; one around an event has to be looked up. */
export async function windowAt({ window, around }: TypedSelection, place: AuditContext): Promise<TimeWindow> {
  return around === undefined ? window : aroundWindow(around, place);
}

/** Completes names and says what became of them. */
export async function selectionIn(
  session: Session,
  typed: TypedSelection,
  window: TimeWindow,
  place: AuditContext,
): Promise<Selection> {
  const resolution = await resolveNames(typed.filters, window, place.logFiles);
  await session.remark(...describeNames(resolution.resolved, session.verbose, window));
  if (resolution.incomplete) {
    await session.remark(
      'The list of names in the index is not complete; a short name may mean more than these.',
    );
  }
  return { ...typed, window, resolved: resolution.filters };
}
