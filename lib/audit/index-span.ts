/** What the index covers: said when an answer is empty, so that "nothing found" cannot be mistaken for "nothing there". */
import { ALL_TIME } from '../event-index/catalogue.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { readPeriod } from './catalogue.ts';
import { listLogFiles } from './files.ts';
import type { LogFilesReader } from './ports.ts';

export interface IndexSpan {
  /** First and last day that events of the index are from, `YYYY-MM-DD`. */
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
  /** The last day on which a log file was delivered. */
  readonly newestDeliveryDay: string | undefined;
  /** Log files delivered in the window (at most `COUNTED_FILES` are looked at) that are not in the index. */
  readonly rejectedFiles: number;
  readonly pendingFiles: number;
  /** Records that are no events, of files that are in the index otherwise. */
  readonly rejectedRecords: number;
}

const COUNTED_FILES = 10_000;

export async function readIndexSpan(window: TimeWindow, reader: LogFilesReader): Promise<IndexSpan> {
  const [years, deliveryYears] = await Promise.all([
    readPeriod(reader, 'year', ALL_TIME),
    readPeriod(reader, 'delivery-year', ALL_TIME),
  ]);
  const daysOf = async (dimension: 'day' | 'delivery-day', year: string | undefined) =>
    year === undefined ? [] : (await readPeriod(reader, dimension, year)).values;
  const [firstDays, lastDays, deliveryDays, counts] = await Promise.all([
    daysOf('day', years.values[0]),
    daysOf('day', years.values.at(-1)),
    daysOf('delivery-day', deliveryYears.values.at(-1)),
    countUnfinished(window, reader),
  ]);
  return {
    firstDay: firstDays[0],
    lastDay: lastDays.at(-1),
    newestDeliveryDay: deliveryDays.at(-1),
    ...counts,
  };
}

async function countUnfinished(
  window: TimeWindow,
  reader: LogFilesReader,
): Promise<Pick<IndexSpan, 'rejectedFiles' | 'pendingFiles' | 'rejectedRecords'>> {
  const counts = { rejectedFiles: 0, pendingFiles: 0, rejectedRecords: 0 };
  let looked = 0;
  // A file may be delivered days after its events: everything from the window's beginning on can matter.
  for await (const { status, rejected = 0 } of listLogFiles(
    { window: { since: window.since }, order: 'newest-first' },
    reader,
  )) {
    if (status === 'rejected') counts.rejectedFiles++;
    if (status === 'pending') counts.pendingFiles++;
    if (status === 'indexed') counts.rejectedRecords += rejected;
    if (++looked === COUNTED_FILES) break;
  }
  return counts;
}
