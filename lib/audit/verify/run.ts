/** One region of one account under verification: what was asked, what it works on, and the time that it is about. */

import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { daysNewestFirst, deliveryDayOf } from '../delivery-days.ts';
import type { FolderedPlace } from './places.ts';
import type { VerifyStores } from './ports.ts';
import type { VerifyRequest } from './request.ts';
import { type RunWindow, startOfHour } from './times.ts';

type Gate = <Result>(task: () => Promise<Result>) => Promise<Result>;

export type Count = 'digests' | 'logFiles' | 'filesRead';

export interface PlaceRun {
  readonly place: FolderedPlace;
  readonly request: VerifyRequest;
  readonly window: RunWindow;
  readonly stores: VerifyStores;
  readonly signal: AbortSignal | undefined;
  /** Bounds the requests that are under way at once. */
  readonly gate: Gate;
  /** Of objects that take much memory. */
  readonly largeGate: Gate;
  count(what: Count): void;
  /** Delivery days of the window and of `afterMs` beyond it, oldest first. */
  days(afterMs: number): readonly string[];
}

/** What all places of a verification share. */
export type SharedRun = Pick<PlaceRun, 'request' | 'stores' | 'signal' | 'gate' | 'largeGate' | 'count'>;

/** @param firstDay the first day that the place has folders of, where the window begins long before it */
export function startPlaceRun(
  place: FolderedPlace,
  shared: SharedRun,
  firstDay: string | undefined,
): PlaceRun {
  const { from, until } = shared.request.window;
  // A digest lies in the folder of its end; and the first one of all may name one before it.
  const firstMs = firstDay === undefined ? 0 : Date.parse(firstDay) - 2 * HOUR_MS;
  const window = { fromMs: Math.max(startOfHour(from.getTime()), firstMs), untilMs: until.getTime() };
  const first = deliveryDayOf(new Date(window.fromMs));
  return {
    ...shared,
    place,
    window,
    days: (afterMs) => daysNewestFirst(first, deliveryDayOf(new Date(window.untilMs + afterMs))).toReversed(),
  };
}
