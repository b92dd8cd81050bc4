/**
 * The ledger: one item per log file that says what became of it.
 *
 * `indexed` is written after all of a file's events, so a file is in the index if and only if its item says so, and
 * records = indexed + rejected + expired holds for each. A section is a delivery day, an entry the S3 key. Every item
 * stays within one write unit.
 */
import { type AttributeValue, type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { booleanIn, numberIn, textIn } from './item-reading.ts';
import { clipUtf8 } from './key-value.ts';

/** Raise it when records would give other items than before; files of an older version are then indexed anew. */
export const RULES_VERSION = 1;

/** `recorded` is for digests: kept for the proof of completeness, not split into events. */
export type LogFileStatus = 'indexed' | 'pending' | 'rejected' | 'recorded';

export interface LedgerEntry {
  readonly key: string;
  /** `YYYY-MM-DD` of the key's date folders: when CloudTrail delivered the file. */
  readonly deliveryDay: string;
  readonly status: LogFileStatus;
  /** When this item was written, ISO 8601 with milliseconds. */
  readonly updatedAt: string;
  readonly rulesVersion: number;
  readonly eTag?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly inflatedBytes?: number | undefined;
  /** Hex SHA-256 of the inflated bytes: what CloudTrail's digest signs. */
  readonly sha256?: string | undefined;
  readonly records?: number | undefined;
  readonly indexed?: number | undefined;
  readonly rejected?: number | undefined;
  readonly expired?: number | undefined;
  readonly earliestEventTime?: string | undefined;
  readonly latestEventTime?: string | undefined;
  /** Why the file is `rejected`, or what held it up while `pending`. */
  readonly reason?: string | undefined;
  readonly attempts?: number | undefined;
  /**
   * While `pending`: position of the first record that is not known to be in the index. An `indexed` file that is being
   * indexed anew has one as well, with the object and the rules that it is about.
   */
  readonly resumeFrom?: number | undefined;
  readonly resumeETag?: string | undefined;
  readonly resumeRulesVersion?: number | undefined;
  /** Where records were refused for their size, the limit that they exceeded. */
  readonly recordLimitBytes?: number | undefined;
  /** When a file of which records were too large was last looked at again, and left as it was. */
  readonly confirmedAt?: string | undefined;
  /** The bytes in the bucket are not those that CloudTrail wrote: rewrapped on the way in, no evidence. */
  readonly notAsDelivered?: boolean | undefined;
  /** The name of the file it was made from, where the key is one that traildex gave. */
  readonly originalName?: string | undefined;
}

const LOG_FILES = 'log-files';

const TEXTS = [
  'status',
  'updatedAt',
  'eTag',
  'sha256',
  'earliestEventTime',
  'latestEventTime',
  'reason',
  'resumeETag',
  'confirmedAt',
  'originalName',
] as const satisfies readonly (keyof LedgerEntry)[];

const NUMBERS = [
  'rulesVersion',
  'sizeBytes',
  'inflatedBytes',
  'records',
  'indexed',
  'rejected',
  'expired',
  'attempts',
  'resumeFrom',
  'resumeRulesVersion',
  'recordLimitBytes',
] as const satisfies readonly (keyof LedgerEntry)[];

const TEXT_LIMIT_BYTES = 200;

/** The limit of reasons and names beside a key so long that the item would exceed a write unit. */
const CRAMPED_TEXT_LIMIT_BYTES = 25;

/** Longest S3 key that is taken: CloudTrail's own stay below it, digests with the longest prefix and trail name too. */
export const KEY_LIMIT_BYTES = 512;

export function ledgerKey(deliveryDay: string, key: string): Item {
  return { section: { S: `${LOG_FILES}#${deliveryDay}` }, entry: { S: key } };
}

/** Section of all log files delivered on a day. */
export function ledgerSection(deliveryDay: string): string {
  return `${LOG_FILES}#${deliveryDay}`;
}

export function toLedgerItem(entry: LedgerEntry): Item {
  const item = buildLedgerItem(entry, TEXT_LIMIT_BYTES);
  if (itemSizeBytes(item) <= WRITE_UNIT_BYTES) return item;
  return buildLedgerItem(entry, CRAMPED_TEXT_LIMIT_BYTES);
}

function buildLedgerItem(entry: LedgerEntry, textLimitBytes: number): Item {
  const item: Record<string, AttributeValue> = { ...ledgerKey(entry.deliveryDay, entry.key) };
  for (const name of TEXTS) {
    const value = entry[name];
    if (value) item[name] = { S: clipUtf8(value.toWellFormed(), textLimitBytes) };
  }
  for (const name of NUMBERS) {
    const value = entry[name];
    if (value !== undefined) item[name] = { N: String(value) };
  }
  if (entry.notAsDelivered) item.notAsDelivered = { BOOL: true };
  return item;
}

export function fromLedgerItem(item: Item): LedgerEntry {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, numberIn(item, name)]));
  const texts = Object.fromEntries(TEXTS.map((name) => [name, textIn(item, name)]));
  return {
    ...numbers,
    ...texts,
    key: textIn(item, 'entry') ?? '',
    deliveryDay: (textIn(item, 'section') ?? '').slice(LOG_FILES.length + 1),
    status: (textIn(item, 'status') ?? 'pending') as LogFileStatus,
    updatedAt: textIn(item, 'updatedAt') ?? '',
    rulesVersion: numberIn(item, 'rulesVersion') ?? 0,
    ...(booleanIn(item, 'notAsDelivered') ? { notAsDelivered: true } : {}),
  };
}
