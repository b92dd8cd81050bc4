/**
 * Lists the ledger: what became of each log file, by delivery day, nearest first.
 *
 * A day is a section of the ledger, read page by page and only as far as somebody takes the entries. Days outside the
 * window are not read; every other filter is looked for in the entries, because their order is that of their keys.
 */
import { parseObjectKey } from '../cloudtrail/object-key.ts';
import { ALL_TIME } from '../event-index/catalogue.ts';
import {
  fromLedgerItem,
  type LedgerEntry,
  type LogFileStatus,
  ledgerSection,
} from '../event-index/ledger.ts';
import type { Order, TimeWindow } from '../event-index/query-plan.ts';
import { matchesPattern, parsePattern } from '../event-index/text-pattern.ts';
import { readPeriod, touches } from './catalogue.ts';
import type { LogFilesReader } from './ports.ts';

/** Several values of one filter mean "or", several filters "and"; an absent one lets everything through. */
export interface FileFilters {
  readonly status?: LogFileStatus | readonly LogFileStatus[] | undefined;
  /** Account of the key's folders; `*` at either end stands for the rest. */
  readonly account?: readonly string[] | undefined;
  /** Region of the key's folders, likewise. */
  readonly region?: readonly string[] | undefined;
  /** Text that the reason contains, in any case. */
  readonly reason?: readonly string[] | undefined;
  /** Only those whose bytes CloudTrail did not write. */
  readonly notAsDelivered?: boolean | undefined;
}

export interface FilesRequest extends FileFilters {
  /** Delivery days that the window touches. */
  readonly window: TimeWindow;
  readonly order: Order;
  /** Entries that are read at once. @default as many as DynamoDB gives */
  readonly pageSize?: number | undefined;
  /** Told of the entries that the filters leave out. */
  readonly onLeftOut?: (entry: LedgerEntry) => void;
}

export async function* listLogFiles(
  request: FilesRequest,
  reader: LogFilesReader,
): AsyncGenerator<LedgerEntry> {
  const isWanted = toFileTest(request);
  const limit = request.pageSize === undefined ? {} : { limit: request.pageSize };
  for await (const day of deliveryDays(request, reader)) {
    let start: Parameters<LogFilesReader['readSection']>[0]['start'];
    do {
      const page = await reader.readSection({
        section: ledgerSection(day),
        ascending: request.order === 'oldest-first',
        start,
        ...limit,
      });
      for (const item of page.items) {
        const entry = fromLedgerItem(item);
        if (isWanted(entry)) yield entry;
        else request.onLeftOut?.(entry);
      }
      start = page.next;
    } while (start !== undefined);
  }
}

function toFileTest({
  status,
  account,
  region,
  reason,
  notAsDelivered,
}: FileFilters): (entry: LedgerEntry) => boolean {
  const accounts = account?.map(parsePattern);
  const regions = region?.map(parsePattern);
  // An asterisk stands for any text elsewhere, and here any text may stand around it anyway.
  const reasons = reason?.map((text) => text.replace(/^\*+|\*+$/g, '').toLowerCase());
  return (entry) => {
    if (status !== undefined && ![status].flat().includes(entry.status)) return false;
    if (notAsDelivered && !entry.notAsDelivered) return false;
    if (reasons !== undefined && !contains(entry.reason, reasons)) return false;
    if (accounts === undefined && regions === undefined) return true;
    const parsed = parseObjectKey(entry.key);
    if (parsed.kind !== 'log-file' && parsed.kind !== 'digest') return false;
    return (
      (accounts?.some((pattern) => matchesPattern(pattern, parsed.accountId)) ?? true) &&
      (regions?.some((pattern) => matchesPattern(pattern, parsed.region)) ?? true)
    );
  };
}

function contains(text: string | undefined, wanted: readonly string[]): boolean {
  const lower = text?.toLowerCase();
  return lower !== undefined && wanted.some((part) => lower.includes(part));
}

async function* deliveryDays(request: FilesRequest, reader: LogFilesReader): AsyncGenerator<string> {
  const ordered = (values: readonly string[]) =>
    request.order === 'newest-first' ? values.toReversed() : values;
  const inWindow = (period: string) => touches(period, request.window);
  for (const year of ordered((await readPeriod(reader, 'delivery-year', ALL_TIME)).values).filter(inWindow)) {
    yield* ordered((await readPeriod(reader, 'delivery-day', year)).values).filter(inWindow);
  }
}

/** The first or the last delivery day that the ledger has entries of; undefined where it has none. */
export async function findRecordedDay(
  reader: LogFilesReader,
  edge: 'first' | 'last',
): Promise<string | undefined> {
  const order = edge === 'first' ? 'oldest-first' : 'newest-first';
  for await (const day of deliveryDays({ window: {}, order }, reader)) return day;
  return undefined;
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
