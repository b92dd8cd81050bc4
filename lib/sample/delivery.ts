/**
 * How records become log files: one file per account, region and content, about every five minutes, a few minutes after the
 * events; some records late, some twice.
 *
 * Of every 25 records in a row exactly one is delivered a second time, byte for byte: the first that belongs to a global
 * service goes into another region's file as well; where there is none, the 25th comes again in the next file of its own
 * region. AWS promises at least one delivery, no order and no punctuality, so neither does this.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */

import { gzipSync } from 'node:zlib';
import { buildLogFileKey, type LogFileFolder } from '../cloudtrail/object-key.ts';
import { formatTime } from './calendar.ts';
import { GLOBAL_REGION, ORGANIZATION_ID, REGIONS } from './organization.ts';
import { ALPHANUMERIC, type Random } from './random.ts';
import type { SampleRecord } from './record.ts';

export interface SampleLogFile {
  /** Below `AWSLogs/`, in the layout of an organisation's trail. */
  readonly key: string;
  /** gzip. Only the inflated bytes are the same everywhere: zlib versions compress differently. */
  readonly body: Uint8Array;
  readonly recordCount: number;
  /** When CloudTrail put the file into the bucket: `2026-03-17T09:21:44Z`. */
  readonly publishedAt: string;
}

/** One record in so many is delivered twice. */
export const REDELIVERED_ONE_IN = 25;
/** CloudTrail cuts files at 50 MB; this is far below, and bounds what is held in memory. */
const MOST_RECORDS_PER_FILE = 5000;
/** A file is published this long after its five minutes are over. More than any activity runs over them. */
const SHORTEST_DELAY_SECONDS = 60;
const LONGEST_DELAY_SECONDS = 290;
/** Fast, and large enough savings on text as repetitive as this. */
const GZIP_LEVEL = 4;

interface Batch {
  readonly accountId: string;
  readonly region: string;
  readonly folder: LogFileFolder;
  readonly records: SampleRecord[];
}

export interface Delivery {
  /** Takes a record that happened in this window. */
  accept(record: SampleRecord, window: number): void;
  /** The files of this window, in order of publication. `closedAt` is when the window ended. */
  publish(window: number, closedAt: number): Generator<SampleLogFile>;
  /** True while late records and second copies wait for later windows. */
  isWaiting(): boolean;
}

export function createDelivery(random: Random): Delivery {
  const windows = new Map<number, Map<string, Batch>>();
  const redeliver = createRedelivery();

  const put = (record: SampleRecord, region: string, window: number): void => {
    const { accountId, folder } = record;
    const batches = windows.get(window) ?? new Map<string, Batch>();
    windows.set(window, batches);
    const id = `${accountId}/${folder}/${region}`;
    const batch = batches.get(id) ?? { accountId, region, folder, records: [] };
    batches.set(id, batch);
    batch.records.push(record);
  };

  return {
    accept(record, window) {
      const dueIn = window + record.lateWindows;
      put(record, record.region, dueIn);
      const again = redeliver(record);
      if (again === 'other-region') put(record, otherRegion(random), dueIn);
      if (again === 'next-file') put(record, record.region, dueIn + 1);
    },
    *publish(window, closedAt) {
      const batches = [...(windows.get(window)?.values() ?? [])];
      windows.delete(window);
      const planned = batches.flatMap(splitBatch).map((batch) => ({
        batch,
        publishedAt: closedAt + random.between(SHORTEST_DELAY_SECONDS, LONGEST_DELAY_SECONDS),
      }));
      planned.sort((one, other) => one.publishedAt - other.publishedAt);
      for (const { batch, publishedAt } of planned) yield writeLogFile(batch, publishedAt, random);
    },
    isWaiting: () => windows.size > 0,
  };
}

/** Counts records off in groups and chooses one of each. */
function createRedelivery(): (record: SampleRecord) => 'other-region' | 'next-file' | undefined {
  let position = 0;
  let chosen = false;
  return ({ global = false }) => {
    position += 1;
    const last = position === REDELIVERED_ONE_IN;
    const choice = chosen ? undefined : global ? 'other-region' : last ? 'next-file' : undefined;
    chosen = !last && (chosen || choice !== undefined);
    if (last) position = 0;
    return choice;
  };
}

function otherRegion(random: Random): string {
  const [first = GLOBAL_REGION, ...rest] = REGIONS.filter((region) => region !== GLOBAL_REGION);
  return random.pick([first, ...rest]);
}

function splitBatch(batch: Batch): Batch[] {
  const parts: Batch[] = [];
  for (let start = 0; start < batch.records.length; start += MOST_RECORDS_PER_FILE) {
    parts.push({ ...batch, records: batch.records.slice(start, start + MOST_RECORDS_PER_FILE) });
  }
  return parts;
}

function writeLogFile(
  { accountId, region, folder, records }: Batch,
  published: number,
  random: Random,
): SampleLogFile {
  const publishedAt = formatTime(published);
  const text = `{"Records":[${disturb(records, random)
    .map((record) => record.text)
    .join(',')}]}`;
  return {
    key: buildLogFileKey({
      organizationId: ORGANIZATION_ID,
      accountId,
      folder,
      region,
      deliveredAt: publishedAt,
      uniqueString: random.text(ALPHANUMERIC, 16),
    }),
    body: gzipSync(text, { level: GZIP_LEVEL }),
    recordCount: records.length,
    publishedAt,
  };
}

/** Moves every record a few places: log files are no ordered record of what happened. */
function disturb(records: readonly SampleRecord[], random: Random): SampleRecord[] {
  const disturbed = [...records];
  for (let index = 0; index < disturbed.length - 1; index += 1) {
    const other = Math.min(index + random.below(8), disturbed.length - 1);
    const [one, two] = [disturbed[index], disturbed[other]];
    if (one === undefined || two === undefined) continue;
    disturbed[index] = two;
    disturbed[other] = one;
  }
  return disturbed;
}
