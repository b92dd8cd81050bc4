/** Lists the ledger: what became of each log file, by delivery day, nearest first. */
import { ALL_TIME } from '../event-index/catalogue.ts';
import {
  fromLedgerItem,
  type LedgerEntry,
  type LogFileStatus,
  ledgerSection,
} from '../event-index/ledger.ts';
import type { Order, TimeWindow } from '../event-index/query-plan.ts';
import { readPeriod, touches } from './catalogue.ts';
import type { LogFilesReader } from './ports.ts';

export interface FilesRequest {
  readonly status?: LogFileStatus | undefined;
  /** Delivery days that the window touches. */
  readonly window: TimeWindow;
  readonly order: Order;
  /** Told of the entries that `status` leaves out. */
  readonly onLeftOut?: (entry: LedgerEntry) => void;
}

export async function* listLogFiles(
  request: FilesRequest,
  reader: LogFilesReader,
): AsyncGenerator<LedgerEntry> {
  for await (const day of deliveryDays(request, reader)) {
    let start: Parameters<LogFilesReader['readSection']>[0]['start'];
    do {
      const page = await reader.readSection({
        section: ledgerSection(day),
        ascending: request.order === 'oldest-first',
        start,
      });
      for (const item of page.items) {
        const entry = fromLedgerItem(item);
        if (request.status === undefined || entry.status === request.status) yield entry;
        else request.onLeftOut?.(entry);
      }
      start = page.next;
    } while (start !== undefined);
  }
}

async function* deliveryDays(request: FilesRequest, reader: LogFilesReader): AsyncGenerator<string> {
  const ordered = (values: readonly string[]) =>
    request.order === 'newest-first' ? values.toReversed() : values;
  const inWindow = (period: string) => touches(period, request.window);
  for (const year of ordered((await readPeriod(reader, 'delivery-year', ALL_TIME)).values).filter(inWindow)) {
    yield* ordered((await readPeriod(reader, 'delivery-day', year)).values).filter(inWindow);
  }
}

export interface LedgerTotals {
  readonly files: Readonly<Record<LogFileStatus, number>>;
  readonly records: number;
  readonly indexed: number;
  readonly rejected: number;
  readonly expired: number;
}

/** Adds up the ledger of a window. */
export async function totalLedger(request: FilesRequest, reader: LogFilesReader): Promise<LedgerTotals> {
  const files: Record<LogFileStatus, number> = { indexed: 0, pending: 0, rejected: 0, recorded: 0 };
  const counts = { records: 0, indexed: 0, rejected: 0, expired: 0 };
  for await (const entry of listLogFiles(request, reader)) {
    files[entry.status]++;
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += entry[name] ?? 0;
  }
  return { files, ...counts };
}
