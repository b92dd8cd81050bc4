/**
 * Which time a verification is about: what was typed, or the last day there is.
 *
 * Times are those of delivery, in whole hours, because digests come by the hour. A deployed trail is looked at by the
 * clock; on this machine the newest delivery takes the place of now, since nothing is delivered by itself.
 */
import { findEdgeDay } from '../audit/edge-day.ts';
import type { TrailBucketListing } from '../audit/ports.ts';
import type { VerifyWindow } from '../audit/verify/request.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { UsageError } from './errors.ts';
import { parseWindow, type TimeOptions } from './times.ts';
import { findNewestHourEnd } from './verify-edges.ts';

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

export interface WindowContext {
  readonly now: Date;
  readonly local: boolean;
  readonly listing: TrailBucketListing;
  /** Of the regions that are looked at. Called only where the window depends on them. */
  readonly listRegionFolders: () => Promise<readonly string[]>;
}

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;

/** @throws UsageError */
export function parseVerifyWindow(options: WindowOptions, now: Date): TimeWindow {
  if (options.all && (options.since !== undefined || options.until !== undefined))
    throw new UsageError('--all and --since or --until exclude each other: one window at a time.');
  return parseWindow(options, { now, zone: 'UTC' });
}

/** Undefined where the bucket has nothing that could say when to begin, or to end. */
export async function chooseWindow(
  typed: TimeWindow & { readonly all: boolean },
  context: WindowContext,
): Promise<ChosenWindow | undefined> {
  const { local, now, listing, listRegionFolders } = context;
  const isOpen = typed.until === undefined || (!local && Date.parse(typed.until) >= now.getTime());
  const until = isOpen
    ? local
      ? await findNewestHourEnd(listing, await listRegionFolders())
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
  { listing, listRegionFolders }: WindowContext,
): Promise<Date | undefined> {
  if (since !== undefined) return toHour(Date.parse(since));
  if (isDefault) return toHour(until.getTime() - DEFAULT_HOURS * HOUR_MS);
  const edge = await findEdgeDay(listing, await listRegionFolders(), 'first');
  // A digest lies in the folder of its end, and counts where its hour begins.
  return edge && new Date(Date.parse(edge.day) - HOUR_MS);
}

/** The hour that it is in. */
function toHour(ms: number): Date {
  return new Date(Math.floor(ms / HOUR_MS) * HOUR_MS);
}
