/**
 * Verifies a trail against its digests: every hour of every region of every account, read only.
 *
 * What is proven by it and what is not: docs/integrity.md. Regions are verified some at a time, and reported in the order
 * of account and region.
 */
import pLimit from 'p-limit';
import { findEdgeDay } from '../edge-day.ts';
import { mapInOrder } from '../in-order.ts';
import { findPlaces } from './places.ts';
import type { RegionReport } from './report.ts';
import type { VerifyContext, VerifyRequest } from './request.ts';
import { type SharedRun, startPlaceRun } from './run.ts';
import { verifyPlace } from './verify-place.ts';

/** Requests under way at once. */
const CONCURRENT_REQUESTS = 32;
const CONCURRENT_LARGE = 2;
const PLACES_AT_ONCE = 4;
/** From a window of so many days on it is looked up where the folders of a region begin. */
const LONG_WINDOW_MS = 3 * 86_400_000;

/** @throws what the bucket, the ledger or the index answers when it cannot be asked; what is wrong with single objects is in the reports. */
export async function* verify(request: VerifyRequest, context: VerifyContext): AsyncGenerator<RegionReport> {
  const { signal, onProgress, ...stores } = context;
  const places = await findPlaces(request, stores);
  const progress = { regions: places.length, regionsDone: 0, digests: 0, logFiles: 0, filesRead: 0 };
  const report = () => onProgress?.({ ...progress });
  const shared: SharedRun = {
    request,
    stores,
    signal,
    gate: pLimit(CONCURRENT_REQUESTS),
    largeGate: pLimit(CONCURRENT_LARGE),
    count: (what) => {
      progress[what]++;
      report();
    },
  };
  report();
  const isLong = request.window.until.getTime() - request.window.from.getTime() > LONG_WINDOW_MS;
  const verifyNext = async (place: (typeof places)[number]) => {
    signal?.throwIfAborted();
    const folders = [...place.digestFolders, ...place.logFileFolders];
    const stored = isLong ? await findEdgeDay(stores.listing, folders, 'first') : undefined;
    const firstDay = isLong ? earlier(stored?.day, place.firstRecordedDay) : undefined;
    const region = await verifyPlace(startPlaceRun(place, shared, firstDay));
    progress.regionsDone++;
    report();
    return region;
  };
  yield* mapInOrder(places, verifyNext, PLACES_AT_ONCE);
}

/** What was deleted from the bucket the ledger may still know. */
function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
