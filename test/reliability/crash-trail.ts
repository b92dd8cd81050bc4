/**
 * A small trail with one file of every kind, the messages that announce it, and what the index must hold of it.
 *
 * What is expected is read with JSON.parse from the texts that the files are made of, not with the function's own reader.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { announce, type QueueMessage } from './queue-messages.ts';

export interface DeliveredFile {
  readonly key: string;
  readonly body: Uint8Array;
  /** What the ledger must say of it in the end. */
  readonly status: 'indexed' | 'rejected' | 'recorded';
  /** Texts of its records; none are expected of a file that is not `indexed`. */
  readonly records: readonly string[];
}

export interface Trail {
  readonly files: readonly DeliveredFile[];
  readonly messages: readonly QueueMessage[];
}

export interface ExpectedRecords {
  /** `eventID/hash` of each event. */
  readonly events: ReadonlySet<string>;
  /** Positions of the records that are no events. */
  readonly refused: readonly number[];
}

export const DELIVERY_DAY = '2026-03-17';
const FOLDER = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17';
const DIGEST_FOLDER = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/17';

export function logFile(name: string, records: readonly string[]): DeliveredFile {
  const body = gzipSync(`{"Records":[${records.join(',')}]}`);
  return { key: logFileKey(name), body, status: 'indexed', records };
}

export function logFileKey(name: string): string {
  return `${FOLDER}/111122223333_CloudTrail_us-east-1_20260317T1000Z_${name.padEnd(16, '0')}.json.gz`;
}

/** The `number`th event of the trail: sources, names and users vary, and now and then a call fails. */
export function recordText(number: number): string {
  const user = `user-${number % 5}`;
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, userName: user },
    eventTime: `2026-03-17T09:${String(number % 60).padStart(2, '0')}:00Z`,
    eventSource: `service-${number % 3}.amazonaws.com`,
    eventName: `Call${number % 11}`,
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    ...(number % 7 === 0 ? { errorCode: 'AccessDenied' } : {}),
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  });
}

function recordTexts(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => recordText(first + index));
}

export function expectedRecords({ status, records }: DeliveredFile): ExpectedRecords {
  const events = new Set<string>();
  const refused: number[] = [];
  if (status !== 'indexed') return { events, refused };
  for (const [position, text] of records.entries()) {
    const record: unknown = JSON.parse(text);
    const { eventID, eventTime } = (record ?? {}) as { eventID?: string; eventTime?: string };
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    // A record without an id is kept under its hash.
    if (eventTime === undefined) refused.push(position);
    else events.add(`${eventID ?? hash}/${hash}`);
  }
  return { events, refused };
}

/** Seven log files and a digest in six messages, some 150 events. */
export function makeCrashTrail(): Trail {
  const usual = logFile('usual', recordTexts(0, 50));
  const next = logFile('next', recordTexts(90, 40));
  const otherRegion = logFile('otherregion', [...recordTexts(200, 20), ...recordTexts(30, 20)]);
  const refusing = logFile('refusing', [
    ...recordTexts(300, 20),
    '"no event"',
    'null',
    '{"eventName":"WithoutTime"}',
    ...recordTexts(330, 10),
    '{"eventTime":"2026-03-17T09:30:00Z","eventName":"WithoutId"}',
  ]);
  const twice = logFile('twice', [...recordTexts(400, 10), ...recordTexts(400, 10)]);
  const sameId = logFile('sameid', [recordText(500), recordText(500).replace('Call', 'Other')]);
  const whole = logFile('damaged', recordTexts(600, 20));
  const damaged: DeliveredFile = { ...whole, body: whole.body.subarray(0, -9), status: 'rejected' };
  const digest: DeliveredFile = {
    key: `${DIGEST_FOLDER}/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20260317T100000Z.json.gz`,
    body: gzipSync('{}'),
    status: 'recorded',
    records: [],
  };
  return {
    files: [usual, next, otherRegion, refusing, twice, sameId, damaged, digest],
    messages: [
      announce('usual and next', usual.key, next.key),
      announce('other region', otherRegion.key),
      announce('refusing', refusing.key),
      announce('twice, damaged', twice.key, damaged.key),
      announce('digest', digest.key),
      announce('same id', sameId.key),
    ],
  };
}
