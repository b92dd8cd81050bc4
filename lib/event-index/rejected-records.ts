/**
 * The records of a log file that are no events: every position and its reason, beside the ledger.
 *
 * Bad records come in runs with one reason (a whole export without times), so positions are written as ranges. What does
 * not fit one item goes on in the next part, each within one write unit; the first part that does not say `more` is the
 * last, so that fewer parts than before leave nothing of the old ones to be read.
 */
import { type AttributeValue, type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { booleanIn, listIn } from './item-reading.ts';
import { clipUtf8 } from './key-value.ts';

export interface RejectedRecord {
  /** Position in `Records`, from 0. */
  readonly index: number;
  readonly reason: string;
}

interface LogFileName {
  readonly deliveryDay: string;
  readonly key: string;
}

const SECTION = 'rejected-records';
const REASON_LIMIT_BYTES = 200;

/** Parts of one file: some hundred different reasons. The ledger's count says how many records there were. */
const MAX_PARTS = 40;

/** Key of a part, from 0. No S3 key of a log file holds a tab. */
export function rejectedRecordsKey({ deliveryDay, key }: LogFileName, part: number): Item {
  return { section: { S: `${SECTION}#${deliveryDay}` }, entry: { S: part === 0 ? key : `${key}\t${part}` } };
}

/** The parts that name these records; at least one, so that an empty list replaces an older one. */
export function toRejectedRecordsItems(
  file: LogFileName,
  rejected: readonly RejectedRecord[],
): readonly Item[] {
  const lines = toRuns(rejected).map(formatRun);
  const items: Item[] = [];
  let next = 0;
  do {
    const records: AttributeValue[] = [];
    const item = {
      ...rejectedRecordsKey(file, items.length),
      rejectedRecords: { L: records },
      more: { BOOL: true },
    };
    while (next < lines.length) {
      records.push({ S: lines[next] ?? '' });
      if (itemSizeBytes(item) > WRITE_UNIT_BYTES) {
        records.pop();
        break;
      }
      next++;
    }
    items.push(item);
  } while (next < lines.length && items.length < MAX_PARTS);
  const last = items.pop();
  return last === undefined ? items : [...items, { ...last, more: { BOOL: false } }];
}

export function fromRejectedRecordsItem(item: Item): { rejected: readonly RejectedRecord[]; more: boolean } {
  return {
    rejected: listIn(item, 'rejectedRecords').flatMap(parseRun),
    more: booleanIn(item, 'more') ?? false,
  };
}

interface Run {
  readonly first: number;
  last: number;
  readonly reason: string;
}

function toRuns(rejected: readonly RejectedRecord[]): Run[] {
  const runs: Run[] = [];
  for (const { index, reason } of rejected) {
    const clipped = clipUtf8(reason.toWellFormed(), REASON_LIMIT_BYTES);
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === index && run.reason === clipped) run.last = index;
    else runs.push({ first: index, last: index, reason: clipped });
  }
  return runs;
}

/** `17 reason` or `0-102 reason`. */
function formatRun({ first, last, reason }: Run): string {
  return `${first === last ? first : `${first}-${last}`} ${reason}`;
}

function parseRun(line: string): RejectedRecord[] {
  const space = line.indexOf(' ');
  const [first = 0, last = first] = line.slice(0, space).split('-').map(Number);
  const reason = line.slice(space + 1);
  return Array.from({ length: last - first + 1 }, (_, offset) => ({ index: first + offset, reason }));
}
