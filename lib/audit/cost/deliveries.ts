/**
 * What was delivered in the days that a month is extrapolated from, added up from the ledger.
 *
 * Without times these are 30 days up to the newest delivery of events. The newest day is read first, and older ones only while few
 * files were read: a busy organisation delivers millions of log files a month, and a few of its days tell enough. How
 * long the days really are, the events tell: the first may begin with the deployment, and the last is hardly ever over.
 */
import { DAY_MS } from '../../cloudtrail/utc.ts';
import { itemSizeBytes, STORAGE_OVERHEAD_BYTES } from '../../event-index/attribute-value.ts';
import { ALL_TIME } from '../../event-index/catalogue.ts';
import { type LedgerEntry, toLedgerItem } from '../../event-index/ledger.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import { readPeriod, touches } from '../catalogue.ts';
import { listLogFiles } from '../files.ts';
import type { LogFilesReader } from '../ports.ts';

export interface Deliveries extends Totals {
  readonly firstDay: string;
  readonly lastDay: string;
  /** From the first event to the last, within these days; a day at least. */
  readonly days: number;
  /** Older days of the window were not read: these had files enough. */
  readonly isCut: boolean;
}

interface Totals {
  readonly logFiles: number;
  readonly digests: number;
  /** Records that are in the index, each delivery counted. */
  readonly events: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Of the entries of all files, digests too, with what DynamoDB adds. */
  readonly ledgerBytes: number;
}

export interface DeliveriesRequest {
  readonly window: TimeWindow;
  /** Log files after which no older day is begun. @default 250,000 */
  readonly enoughFiles?: number | undefined;
  readonly onProgress?: ((files: number) => void) | undefined;
}

const NOTHING: Totals = {
  logFiles: 0,
  digests: 0,
  events: 0,
  compressedBytes: 0,
  inflatedBytes: 0,
  ledgerBytes: 0,
};
const USUAL_DAYS = 30;
const ENOUGH_FILES = 250_000;
/** Ledger entries to look at for one with events: mostly the first has some. */
const SMALL_PAGE = 100;

/** Undefined where the ledger has no delivery in the window. */
export async function totalDeliveries(
  request: DeliveriesRequest,
  reader: LogFilesReader,
): Promise<Deliveries | undefined> {
  const { window, enoughFiles = ENOUGH_FILES, onProgress } = request;
  const delivered = await deliveryDaysIn(reader, window);
  const days = window.since === undefined ? await newestDays(delivered, reader) : delivered;
  const [oldest, newest] = [days[0], days.at(-1)];
  if (oldest === undefined || newest === undefined) return undefined;
  let totals = NOTHING;
  let firstDay = newest;
  let times: readonly string[] = [];
  let read = 0;
  const daysRead = { since: oldest, until: dayAfter(newest) };
  for await (const entry of listLogFiles({ window: daysRead, order: 'newest-first' }, reader)) {
    if (entry.deliveryDay !== firstDay && read >= enoughFiles) break;
    firstDay = entry.deliveryDay;
    read++;
    totals = add(totals, entry);
    if (entry.status === 'indexed') {
      times = edgesOf([...times, entry.earliestEventTime, entry.latestEventTime]);
    }
    if (read % 1_000 === 0) onProgress?.(read);
  }
  return {
    ...totals,
    firstDay,
    lastDay: newest,
    days: lengthOf(times, { firstDay, end: dayAfter(newest) }),
    isCut: firstDay !== oldest,
  };
}

/** Of files that are not in the index only the number counts: they were delivered, and told of in the ledger. */
function add(totals: Totals, entry: LedgerEntry): Totals {
  const isIndexed = entry.status === 'indexed';
  const isDigest = entry.status === 'recorded';
  return {
    logFiles: totals.logFiles + (isDigest ? 0 : 1),
    digests: totals.digests + (isDigest ? 1 : 0),
    events: totals.events + (isIndexed ? (entry.indexed ?? 0) : 0),
    compressedBytes: totals.compressedBytes + (isIndexed ? (entry.sizeBytes ?? 0) : 0),
    inflatedBytes: totals.inflatedBytes + (isIndexed ? (entry.inflatedBytes ?? 0) : 0),
    ledgerBytes: totals.ledgerBytes + itemSizeBytes(toLedgerItem(entry)) + STORAGE_OVERHEAD_BYTES,
  };
}

async function deliveryDaysIn(reader: LogFilesReader, window: TimeWindow): Promise<readonly string[]> {
  const { values: years } = await readPeriod(reader, 'delivery-year', ALL_TIME);
  const days = await Promise.all(
    years
      .filter((year) => touches(year, window))
      .map(async (year) => (await readPeriod(reader, 'delivery-day', year)).values),
  );
  return days.flat().filter((day) => touches(day, window));
}

/** Some 30 days up to the newest one that brought events: a lone broken file of today tells nothing of a month. */
async function newestDays(delivered: readonly string[], reader: LogFilesReader): Promise<readonly string[]> {
  for (const newest of delivered.toReversed()) {
    if (!(await bringsEvents(newest, reader))) continue;
    const oldest = new Date(Date.parse(newest) - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
    return delivered.filter((day) => day >= oldest && day <= newest);
  }
  return [];
}

async function bringsEvents(day: string, reader: LogFilesReader): Promise<boolean> {
  const window = { since: day, until: dayAfter(day) };
  const request = { window, order: 'newest-first', status: 'indexed', pageSize: SMALL_PAGE } as const;
  for await (const { indexed = 0 } of listLogFiles(request, reader)) if (indexed > 0) return true;
  return false;
}

/** The first and the last of them. */
function edgesOf(times: readonly (string | undefined)[]): readonly string[] {
  const known = times.filter((time) => time !== undefined).sort();
  return known.length < 2 ? known : [known.at(0) ?? '', known.at(-1) ?? ''];
}

interface Days {
  readonly firstDay: string;
  /** The day after the last. */
  readonly end: string;
}

/** In days: as long as the events, but not longer than the days that they were delivered on. */
function lengthOf([earliest, latest]: readonly string[], { firstDay, end }: Days): number {
  const from = earliest !== undefined && earliest > firstDay ? earliest : firstDay;
  const to = latest !== undefined && latest < end ? latest : end;
  return Math.max(1, (Date.parse(to) - Date.parse(from)) / DAY_MS);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
