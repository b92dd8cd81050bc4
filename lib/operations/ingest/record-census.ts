/**
 * What the records of a file say about where it belongs: account, region, newest event, kind of events.
 *
 * Serves the key of a file that CloudTrail did not name, so any answer will do as long as the same records always give
 * the same one. The majority decides; what is missing or malformed does not vote. Where nobody votes, the key says so
 * with an account of zeroes and a day in 1970.
 */
import { eventCategoryOf } from '../../cloudtrail/event-category.ts';
import { parseEventTime } from '../../cloudtrail/event-time.ts';
import { isObject, type JsonObject, memberOf, textIn } from '../../cloudtrail/json.ts';
import { buildLogFileKey, type LogFileFolder } from '../../cloudtrail/object-key.ts';
import type { FileKey } from './file-key.ts';

const NO_ACCOUNT = '000000000000';
/** The region of CloudTrail's global service events. */
const NO_REGION = 'us-east-1';
const NO_TIME = '1970-01-01T00:00:00Z';

const ACCOUNT_ID = /^\d{12}$/;
/** `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/;

const FOLDERS: ReadonlyMap<string, LogFileFolder> = new Map([
  ['Insight', 'CloudTrail-Insight'],
  ['NetworkActivity', 'CloudTrail-NetworkActivity'],
  ['Aggregated', 'CloudTrail-Aggregated'],
]);

export interface RecordCensus {
  /** Counts one record; takes any bytes. */
  add(record: Uint8Array): void;
  /** Records taken so far. */
  readonly records: number;
  /** Those of them that have the shape of an event. */
  readonly events: number;
  /** The key that CloudTrail would have given to a file of these records. */
  buildKey(uniqueString: string, keyPrefix?: string): FileKey;
}

export function takeCensus(): RecordCensus {
  const recipients = new Map<string, number>();
  const callers = new Map<string, number>();
  const regions = new Map<string, number>();
  const folders = new Map<string, number>();
  let newest = '';
  let records = 0;
  let events = 0;

  function addEvent(record: JsonObject): void {
    events++;
    vote(recipients, textIn(record, 'recipientAccountId') ?? textIn(record, 'accountId'), ACCOUNT_ID);
    vote(callers, textIn(memberOf(record, 'userIdentity'), 'accountId'), ACCOUNT_ID);
    vote(regions, textIn(record, 'awsRegion'), REGION);
    vote(folders, FOLDERS.get(eventCategoryOf(record) ?? '') ?? 'CloudTrail');
    const time = textIn(record, 'eventTime') ?? textIn(memberOf(record, 'timeWindow'), 'windowStart');
    const eventTime = parseEventTime(time ?? '');
    if (eventTime !== undefined && eventTime > newest) newest = eventTime;
  }

  /** A folder of its own is for files that hold nothing else. */
  function folder(): LogFileFolder {
    const [[only = 'CloudTrail'] = []] = folders;
    return folders.size === 1 && isFolder(only) ? only : 'CloudTrail';
  }

  return {
    add(bytes) {
      records++;
      const record = parseEvent(bytes);
      if (record !== undefined) addEvent(record);
    },
    get records() {
      return records;
    },
    get events() {
      return events;
    },
    buildKey(uniqueString, keyPrefix) {
      const deliveredAt = newest || NO_TIME;
      const key = buildLogFileKey({
        prefix: keyPrefix,
        accountId: mostFrequent(recipients) ?? mostFrequent(callers) ?? NO_ACCOUNT,
        folder: folder(),
        region: mostFrequent(regions) ?? NO_REGION,
        deliveredAt,
        uniqueString,
      });
      return { key, deliveryDay: deliveredAt.slice(0, 10), isDigest: false };
    },
  };
}

/** The record if it has what only events have; a digest, a policy or a configuration item has not. */
function parseEvent(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const isEvent =
      memberOf(value, 'eventTime') !== undefined || memberOf(value, 'eventVersion') !== undefined;
    return isEvent && isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFolder(name: string): name is LogFileFolder {
  return name.startsWith('CloudTrail');
}

function vote(votes: Map<string, number>, value: string | undefined, shape?: RegExp): void {
  if (value === undefined || shape?.test(value) === false) return;
  votes.set(value, (votes.get(value) ?? 0) + 1);
}

/** Of equals, the one that came first. */
function mostFrequent(votes: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [value, count] of votes) {
    if (best === undefined || count > (votes.get(best) ?? 0)) best = value;
  }
  return best;
}
