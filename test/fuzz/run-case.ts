/**
 * One case through the function's own core, and everything that is wrong with what came of it.
 *
 * The notification, the bucket, both tables and the log are watched: the file must end as the oracle says, with a reason
 * that a person can read, each record in the index exactly once under its own hash, and nothing in any table that
 * DynamoDB would refuse. The file is announced a second time, which must change nothing.
 */
import { createHash } from 'node:crypto';
import { ingestMessage } from '../../lambdas/ingest/ingest.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { hashLogFileKey } from '../../lib/event-index/log-file-pointer.ts';
import { keyOf, notification, World } from '../lambdas/ingest/world.ts';
import type { FuzzCase } from './fuzz-case.ts';
import { type Expectation, expectationOf } from './oracle.ts';
import { reasonFaults } from './reasons.ts';
import { faultsOfEvent, faultsOfLogFilesItem } from './strict-items.ts';

export interface CaseResult {
  readonly outcome: 'indexed' | 'rejected' | 'neither';
  readonly records: number;
  /** Empty where everything is as it must be. */
  readonly faults: readonly string[];
}

/** Nothing that a function says of one file is longer. */
const LONGEST_LOG_LINE = 1_000;

const DAY = '2026-03-17';

export async function runCase(fuzzCase: FuzzCase): Promise<CaseResult> {
  const expected = expectationOf(fuzzCase);
  const key = `${fuzzCase.prefix}${keyOf('fuzz', fuzzCase.folder)}`;
  const world = new World();
  world.deliver(key, fuzzCase.body);
  const lines: string[] = [];
  const failure = await announce(world, key, fuzzCase, lines);
  const entry = await world.index.readEntry(DAY, key);
  const outcome = entry?.status === 'indexed' || entry?.status === 'rejected' ? entry.status : 'neither';
  const faults = [
    ...(failure === undefined ? [] : [`the message fails: ${failure}`]),
    ...(entry === undefined ? ['the ledger says nothing'] : entryFaults(entry, expected, fuzzCase)),
    ...eventFaults(world, expected, key),
    ...(await rejectedRecordFaults(world, expected, key, fuzzCase)),
    ...itemFaults(world),
    ...lineFaults(lines),
  ];
  const before = contentsOf(world);
  await announce(world, key, fuzzCase, []);
  if (contentsOf(world) !== before) faults.push('the second announcement changes the tables');
  return { outcome, records: entry?.records ?? 0, faults };
}

/** Gives the exception, if one comes out: nothing in a file may ever cause one. */
async function announce(
  world: World,
  key: string,
  fuzzCase: FuzzCase,
  lines: string[],
): Promise<string | undefined> {
  const { maxInflatedBytes, maxRecordBytes, retentionDays, shardCount, chunkBytes, body } = fuzzCase;
  const context = world.context();
  const write = (message: string, fields: object) => void lines.push(JSON.stringify({ message, ...fields }));
  try {
    await ingestMessage(notification(key), {
      ...context,
      limits: { ...context.limits, maxInflatedBytes, maxRecordBytes },
      retentionDays,
      shardCount,
      log: { info: write, warn: write },
      bucket: {
        open: async (key) => ({ ...(await context.bucket.open(key)), chunks: inPieces(body, chunkBytes) }),
      },
    });
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return `${message} ${cause instanceof Error ? cause.stack : ''}`;
  }
}

async function* inPieces(body: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.byteLength; start += size) yield body.subarray(start, start + size);
}

function entryFaults(entry: LedgerEntry, expected: Expectation, { body }: FuzzCase): string[] {
  if (entry.status !== expected.status) {
    const because = expected.status === 'rejected' ? ` (${expected.because})` : '';
    return [`the ledger says ${entry.status} (${entry.reason}), expected ${expected.status}${because}`];
  }
  if (expected.status === 'rejected') return reasonFaults(entry.reason ?? '', body);
  const count = (fate: string) => expected.records.filter((record) => record.fate === fate).length;
  const times = expected.records
    .flatMap(({ fate, time }) => (fate === 'rejected' || !time ? [] : [time]))
    .sort();
  const right: Partial<LedgerEntry> = {
    sizeBytes: body.byteLength,
    inflatedBytes: expected.inflated.byteLength,
    sha256: createHash('sha256').update(expected.inflated).digest('hex'),
    records: expected.records.length,
    indexed: count('indexed'),
    rejected: count('rejected'),
    expired: count('expired'),
    earliestEventTime: times[0],
    latestEventTime: times.at(-1),
  };
  return Object.entries(right).flatMap(([name, value]) => {
    const found = entry[name as keyof LedgerEntry];
    return found === value ? [] : [`the ledger's ${name} is ${found}, expected ${value}`];
  });
}

/** Distinct records are distinct items, each found by what the record calls itself and by its hash, each pointing back. */
function eventFaults(world: World, expected: Expectation, key: string): string[] {
  const records = expected.status === 'indexed' ? expected.records : [];
  const unseen = new Map(
    records.filter(({ fate }) => fate === 'indexed').map((record) => [record.hash, record]),
  );
  const faults: string[] = [];
  for (const item of world.index.events.items.values()) {
    const event = fromEventItem(item);
    const record = unseen.get(event.recordHash);
    if (record === undefined || !unseen.delete(event.recordHash)) {
      faults.push(`an event of the hash ${event.recordHash} that no record of the file has`);
      continue;
    }
    if (event.eventTime !== record.time)
      faults.push(`${event.recordHash} at ${event.eventTime}, not ${record.time}`);
    if (records[event.recordIndex]?.hash !== record.hash)
      faults.push(`${record.hash} points to another record`);
    const { logFile } = event;
    const isThisFile = logFile.kind === 'key' ? logFile.key === key : logFile.hash === hashLogFileKey(key);
    if (!isThisFile) faults.push(`${record.hash} points to another file: ${JSON.stringify(logFile)}`);
    const id = idOf(record.value);
    if (id !== undefined && event.eventID !== id)
      faults.push(`the event ${id} is stored as ${event.eventID}`);
  }
  return [
    ...faults,
    ...[...unseen.keys()].map((hash) => `the record of the hash ${hash} is not in the index`),
  ];
}

/** The id that is a key as it stands; undefined for ids that the index must write in another way. */
function idOf(record: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const id = record !== undefined && Object.hasOwn(record, 'eventID') ? record.eventID : undefined;
  return typeof id === 'string' && /^[\x20-\x7e]{1,48}$/.test(id) ? id : undefined;
}

/** Refused records are named from the first on; a list of very many may end before the last. */
async function rejectedRecordFaults(
  world: World,
  expected: Expectation,
  key: string,
  { body }: FuzzCase,
): Promise<string[]> {
  const listed = await world.index.readRejectedRecords(DAY, key);
  const records = expected.status === 'indexed' ? expected.records : [];
  const refused = records.flatMap(({ fate }, index) => (fate === 'rejected' ? [index] : []));
  const faults = [...new Set(listed.map(({ reason }) => reason))].flatMap((reason) =>
    reasonFaults(reason, body),
  );
  if (refused.length > 0 && listed.length === 0) faults.push('no refused record is named');
  const odd = listed.findIndex(({ index }, position) => refused[position] !== index);
  if (odd !== -1) faults.push(`record ${listed[odd]?.index} is named as refused, expected ${refused[odd]}`);
  return faults;
}

function itemFaults(world: World): string[] {
  return [
    ...[...world.index.events.items.values()].flatMap((item) => naming(item, faultsOfEvent(item))),
    ...[...world.index.logFiles.items.values()].flatMap((item) => naming(item, faultsOfLogFilesItem(item))),
  ];
}

function naming(item: Item, faults: readonly string[]): string[] {
  return faults.map((fault) => `${fault} in ${JSON.stringify(item).slice(0, 300)}`);
}

function lineFaults(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.length > LONGEST_LOG_LINE)
    .map((line) => `a log line of ${line.length} characters: ${line.slice(0, 200)}`);
}

/** Everything but when it was written. */
/** Without the time at which a file with records that were too large was looked at again. */
function contentsOf({ index }: World): string {
  const hash = createHash('sha256');
  for (const table of [index.events, index.logFiles]) {
    for (const [identity, { confirmedAt, ...item }] of table.items)
      hash.update(identity).update(JSON.stringify(item));
  }
  return hash.digest('hex');
}
