/**
 * Which time a verification is about: what was typed, or the last day there is.
 *
 * Times are those of delivery, in whole hours, because digests come by the hour. A deployed trail is looked at by the
 * clock; on this machine the newest delivery takes the place of now, since nothing is delivered by itself.
 */

import { findEdgeDay } from '../audit/edge-day.ts';
import { findRecordedDay } from '../audit/files.ts';
import type { VerifyWindow } from '../audit/verify/request.ts';
import { HOUR_MS } from '../cloudtrail/utc.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { UsageError } from './errors.ts';
import { parseWindow, type TimeOptions } from './times.ts';
import { type Deliveries, findNewestHourEnd } from './verify-edges.ts';

export interface WindowOptions extends TimeOptions {
  readonly all?: boolean;
}

export interface ChosenWindow {
  readonly window: VerifyWindow;
  /** It ends now, and CloudTrail is delivering. */
  readonly isLive: boolean;
  /** Nobody said which. */
  readonly isDefault: boolean;
}

export interface WindowContext extends Omit<Deliveries, 'regionFolders'> {
  readonly now: Date;
  readonly local: boolean;
  /** Of the regions that are looked at. Called only where the window depends on them. */
  readonly listRegionFolders: () => Promise<readonly string[]>;
}

const DEFAULT_HOURS = 24;

/** @throws UsageError */
export function parseVerifyWindow(options: WindowOptions, now: Date): TimeWindow {
  if (options.all && (options.since !== undefined || options.until !== undefined))
    throw new UsageError('--all and --since or --until exclude each other: one window at a time.');
  return parseWindow(options, { now, zone: 'UTC' });
}

/** Undefined where neither bucket nor ledger has anything that could say when to begin, or to end. */
export async function chooseWindow(
  typed: TimeWindow & { readonly all: boolean },
  context: WindowContext,
): Promise<ChosenWindow | undefined> {
  const { local, now, listRegionFolders } = context;
  const isOpen = typed.until === undefined || (!local && Date.parse(typed.until) >= now.getTime());
  const until = isOpen
    ? local
      ? await findNewestHourEnd({ ...context, regionFolders: await listRegionFolders() })
      : now
    : new Date(typed.until ?? now);
  if (until === undefined) return undefined;
  const isDefault = typed.since === undefined && typed.until === undefined && !typed.all;
  const from = await beginningOf(typed, until, isDefault, context);
  if (from === undefined) return undefined;
  if (from >= until) {
    const end = until.toISOString();
    throw new UsageError(
      typed.since === undefined
        ? `Nothing was delivered before ${end}: nothing to verify.`
        : `--since ${typed.since} is after the end of what there is, ${end}: nothing to verify.`,
    );
  }
  return { window: { from, until }, isLive: !local && isOpen, isDefault };
}

async function beginningOf(
  { since }: TimeWindow,
  until: Date,
  isDefault: boolean,
  { listing, ledger, listRegionFolders }: WindowContext,
): Promise<Date | undefined> {
  if (since !== undefined) return toHour(Date.parse(since));
  if (isDefault) return toHour(until.getTime() - DEFAULT_HOURS * HOUR_MS);
  const stored = await findEdgeDay(listing, await listRegionFolders(), 'first');
  // Whoever deletes the oldest days does not decide where everything begins.
  const [first] = [stored?.day, await findRecordedDay(ledger, 'first')].flatMap((day) => day ?? []).sort();
  // A digest lies in the folder of its end, and counts where its hour begins.
  return first === undefined ? undefined : new Date(Date.parse(first) - HOUR_MS);
}

/** The hour that it is in. */
function toHour(ms: number): Date {
  return new Date(Math.floor(ms / HOUR_MS) * HOUR_MS);
}
