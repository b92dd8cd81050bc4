/**
 * The call that handed out an access key: one query on `by-issued-key`, one request per write shard.
 *
 * A key is handed out once, yet the call may have been recorded twice. What was recorded after the key was used cannot
 * have handed it out, clocks of different services aside. Records with masked ids hand one key out many times: the last
 * time before its use counts.
 */
import { fromEventItem, type IndexedEvent } from '../../event-index/event-item.ts';
import { toKeyValue } from '../../event-index/key-value.ts';
import { EARLIEST_SORT_KEY, LATEST_SORT_KEY, queriesOf } from '../../event-index/query-plan.ts';
import { ISSUED_KEY_INDEX } from '../../event-index/tables.ts';
import { EventStream, mergeStreams } from '../event-stream.ts';
import type { AuditContext } from '../ports.ts';
import { type Call, completeCall, toCall } from './copies.ts';

/** How much later than its use a key may seem to be handed out. */
const CLOCK_SKEW_MS = 600_000;
/** Records of one key that are looked at, newest first; two are usual. */
const LOOKED_AT = 1_000;
const FIRST_PAGE = 10;

export interface IssuingCall {
  readonly call: Call | undefined;
  /** Other calls that handed out the same key. */
  readonly otherCalls: number;
  /** The first call that handed it out after its use, where there is none before. */
  readonly tooLate: IndexedEvent | undefined;
}

/** @param usedAt UTC; undefined takes the newest. */
export async function findIssuingCall(
  accessKeyId: string,
  usedAt: string | undefined,
  context: AuditContext,
): Promise<IssuingCall> {
  const records = await readIssuingRecords(accessKeyId, context);
  const chosen = chooseRecord(records, usedAt);
  if (chosen === undefined) return { call: undefined, otherCalls: 0, tooLate: records.at(-1) };
  const copies = records.filter((record) => record === chosen || isCopy(record, chosen));
  const call = toCall(copies);
  return {
    call: call && (await completeCall(call, context)),
    otherCalls: records.length - copies.length,
    tooLate: undefined,
  };
}

/** @param records newest first. */
function chooseRecord(
  records: readonly IndexedEvent[],
  usedAt: string | undefined,
): IndexedEvent | undefined {
  if (usedAt === undefined) return records[0];
  const latest = Date.parse(usedAt) + CLOCK_SKEW_MS;
  return (
    records.find(({ eventTime }) => eventTime <= usedAt) ??
    records.findLast(({ eventTime }) => Date.parse(eventTime) <= latest)
  );
}

/** Newest first. */
async function readIssuingRecords(
  accessKeyId: string,
  { events, logFiles, now, gate }: AuditContext,
): Promise<readonly IndexedEvent[]> {
  const key = toKeyValue('issuedAccessKeyId', accessKeyId);
  const span = { from: EARLIEST_SORT_KEY, to: LATEST_SORT_KEY, order: 'newest-first' as const };
  const plan = { kind: 'keys' as const, index: ISSUED_KEY_INDEX, keys: [key], filter: undefined };
  const options = { reader: events, firstPage: FIRST_PAGE, now: now.getTime() / 1000, gate };
  const queries = queriesOf(plan, plan.keys, { ...span, shardCount: await logFiles.shardCount() });
  const streams = queries.map((query) => new EventStream(query, options));
  const records: IndexedEvent[] = [];
  for await (const item of mergeStreams(streams, span.order)) {
    if (records.push(fromEventItem(item)) === LOOKED_AT) break;
  }
  return records;
}

function isCopy(record: IndexedEvent, of: IndexedEvent): boolean {
  const { eventID, sharedEventID } = of;
  return (
    record.eventID === eventID || (sharedEventID !== undefined && record.sharedEventID === sharedEventID)
  );
}
