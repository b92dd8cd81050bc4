/**
 * What bad input gets, row by row: what the ledger says of it, what is counted, what is logged, and whether the message
 * is done. The reasons stand here as a person reads them.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingestMessage } from '../../../lambdas/ingest/ingest.ts';
import type { Tally } from '../../../lambdas/ingest/tally.ts';
import { BUCKET, keyOf, notification, record, World } from './world.ts';

const DAY = '2026-03-17';
const KEY = keyOf('file');
const NOW = '2026-03-17T12:00:00.000Z';

interface Row {
  readonly input: string;
  /** The object under the key, its records or its bytes; undefined for none. */
  readonly object?: Buffer | readonly unknown[];
  /** What reading the object fails with. */
  readonly fault?: Error;
  readonly message?: string;
  readonly world?: Partial<
    Pick<
      World,
      | 'maxInflatedBytes'
      | 'maxRecords'
      | 'accountIds'
      | 'keyPrefix'
      | 'organizationId'
      | 'maxKeysPerNotification'
    >
  >;
  readonly outcome: Outcome;
}

interface Outcome {
  /** The message is done with; otherwise the name of the error that sends it back to the queue. */
  readonly message: 'done' | 'MessageUnfinishedError' | 'NotificationError';
  readonly ledger?: Readonly<Record<string, unknown>>;
  /** Refused records: position and reason. */
  readonly refused?: readonly string[];
  readonly events?: readonly string[];
  /** Counts other than 0. */
  readonly tally: Partial<Tally>;
  readonly log?: readonly string[];
}

const whole = (indexed: number) => ({
  status: 'indexed',
  records: indexed,
  indexed,
  rejected: 0,
  expired: 0,
});
const counted = (indexed: number) => ({ indexedFiles: 1, records: indexed, indexedRecords: indexed });

function rejected(reason: string): Outcome {
  return {
    message: 'done',
    ledger: { status: 'rejected', reason, records: 0, indexed: 0, rejected: 0, expired: 0 },
    tally: { rejectedFiles: 1 },
    log: [`Log file rejected ${JSON.stringify({ key: KEY, reason })}`],
  };
}

function retried(reason: string): Outcome {
  return {
    message: 'MessageUnfinishedError',
    ledger: { status: 'pending', reason, attempts: 1 },
    tally: { retriedFiles: 1 },
    log: [`Log file to be tried again ${JSON.stringify({ key: KEY, reason })}`],
  };
}

function foreign(reason: string, key: string, bucket = BUCKET): Outcome {
  const fields = { bucket: JSON.stringify(bucket), key: JSON.stringify(key) };
  return { message: 'done', tally: { foreign: 1 }, log: [`Refused: ${reason} ${JSON.stringify(fields)}`] };
}

const ignored = (kind: string): Outcome => ({
  message: 'done',
  tally: { ignored: 1 },
  log: [`Message without log files ${JSON.stringify({ kind })}`],
});

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const file = (text: string) => gzipSync(text);
const GOOD_FILE = file(JSON.stringify({ Records: [record('a')] }));
const deep = (depth: number) => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`;
/** A file of one record of these bytes, between those of a record that is an event. */
const around = (bytes: Buffer) => {
  const event = Buffer.from(JSON.stringify(record('a')));
  return gzipSync(
    Buffer.concat([Buffer.from('{"Records":['), event, Buffer.from(','), bytes, Buffer.from(']}')]),
  );
};
const odd = (id: string, members: Record<string, unknown>) => ({
  object: [record('a'), record(id, members)],
  outcome: { message: 'done', ledger: whole(2), events: ['a', id], tally: counted(2) } as const,
});
const oneRefused = (reason: string, refusedAt = 1): Outcome => ({
  message: 'done',
  ledger: { status: 'indexed', records: 2, indexed: 1, rejected: 1, expired: 0 },
  refused: [`${refusedAt} ${reason}`],
  events: ['a'],
  tally: { indexedFiles: 1, records: 2, indexedRecords: 1, rejectedRecords: 1 },
  log: [`Log file indexed, some of its records refused ${JSON.stringify({ key: KEY, rejected: 1 })}`],
});

const NO_LOG_FILES: readonly Row[] = [
  {
    input: 'the validation message',
    message: 'CloudTrail validation message.',
    outcome: ignored('validation'),
  },
  {
    input: 'the test event of S3',
    message: '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"trail-bucket"}',
    outcome: ignored('s3-test'),
  },
  {
    input: 'a message of AWS Config on a shared topic',
    message: `{"messageType":"ConfigurationHistoryDeliveryCompleted","s3Bucket":"config","s3ObjectKey":"x"}`,
    outcome: ignored('foreign'),
  },
  {
    input: 'a folder marker',
    message: notification('AWSLogs/111122223333/CloudTrail/'),
    outcome: { message: 'done', tally: { ignored: 1 } },
  },
  {
    input: 'a digest',
    message: notification(keyOf('d', 'CloudTrail-Digest')),
    outcome: { message: 'done', tally: { digests: 1 } },
  },
  {
    input: 'a message that is not JSON',
    message: 'half a messa',
    outcome: { message: 'NotificationError', tally: { unreadableMessages: 1 } },
  },
  {
    input: 'a message of more keys than are taken',
    message: notification(keyOf('one'), keyOf('two'), keyOf('three')),
    world: { maxKeysPerNotification: 2 },
    outcome: { message: 'NotificationError', tally: { unreadableMessages: 1 } },
  },
];

const NOT_THE_TRAILS: readonly Row[] = [
  {
    input: 'another bucket',
    message: JSON.stringify({ s3Bucket: 'other', s3ObjectKey: [KEY] }),
    outcome: foreign("the object is in a bucket other than the trail's, trail-bucket.", KEY, 'other'),
  },
  {
    input: 'another prefix',
    message: notification(`audit/${KEY}`),
    world: { keyPrefix: '' },
    outcome: foreign('the trail has no prefix, the key has another.', `audit/${KEY}`),
  },
  {
    input: 'no prefix',
    world: { keyPrefix: 'audit' },
    outcome: foreign('the trail\'s prefix is "audit", the key has another.', KEY),
  },
  {
    input: 'another organisation',
    message: notification(KEY.replace('AWSLogs', 'AWSLogs/o-bbbbbbbbbb')),
    world: { organizationId: 'o-aaaaaaaaaa' },
    outcome: foreign(
      'the key belongs to organisation o-bbbbbbbbbb.',
      KEY.replace('AWSLogs', 'AWSLogs/o-bbbbbbbbbb'),
    ),
  },
  {
    input: 'another account',
    world: { accountIds: ['444455556666'] },
    outcome: foreign('the key belongs to account 111122223333.', KEY),
  },
  {
    input: 'another service',
    message: notification('AWSLogs/111122223333/elasticloadbalancing/us-east-1/2026/03/17/a.log.gz'),
    outcome: foreign(
      '"elasticloadbalancing" is not a folder of CloudTrail\'s.',
      'AWSLogs/111122223333/elasticloadbalancing/us-east-1/2026/03/17/a.log.gz',
    ),
  },
];

const PASSING: readonly Row[] = [
  {
    input: 'an object that is not there',
    outcome: retried(
      'The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.',
    ),
  },
  {
    input: 'access denied',
    fault: named('AccessDenied', 'Access Denied'),
    outcome: retried(
      'S3 refuses access to the log file: s3:GetObject is needed. Without s3:ListBucket, S3 says the same of a file that is gone.',
    ),
  },
  {
    input: 'a KMS key that is disabled',
    fault: named('KMS.DisabledException', 'arn:aws:kms:us-east-1:111122223333:key/1 is disabled.'),
    outcome: retried(
      'The log file cannot be decrypted: its KMS key cannot be used. arn:aws:kms:us-east-1:111122223333:key/1 is disabled.',
    ),
  },
  {
    input: 'a KMS key that refuses',
    fault: named('AccessDenied', 'User is not authorized to perform: kms:Decrypt on the resource'),
    outcome: retried('The log file cannot be decrypted: kms:Decrypt on its key is needed.'),
  },
  {
    input: 'an archived object',
    fault: Object.assign(named('InvalidObjectState', 'not valid'), { StorageClass: 'GLACIER' }),
    outcome: retried('The log file is archived (GLACIER): it has to be restored before it can be read.'),
  },
  {
    input: 'a throttled read',
    fault: named('SlowDown', 'Please reduce your request rate.'),
    outcome: retried('SlowDown: Please reduce your request rate.'),
  },
  {
    input: 'a fault of the service',
    fault: named('InternalError', 'We encountered an internal error. Please try again.'),
    outcome: retried('InternalError: We encountered an internal error. Please try again.'),
  },
  {
    input: 'a slow answer',
    fault: named('TimeoutError', 'Connection timed out after 5000 ms'),
    outcome: retried('TimeoutError: Connection timed out after 5000 ms'),
  },
  {
    input: 'a connection cut before Content-Length',
    fault: named('TruncatedBodyError', 'Reading from S3 ended after 12 of 90 bytes.'),
    outcome: retried('TruncatedBodyError: Reading from S3 ended after 12 of 90 bytes.'),
  },
];

const NO_LOG_FILE: readonly Row[] = [
  {
    input: 'an empty object',
    object: Buffer.alloc(0),
    outcome: rejected('The object ends before its gzip member does: it is empty or its end is missing.'),
  },
  {
    input: 'no gzip',
    object: Buffer.from('hello'),
    outcome: rejected('This is no log file: it begins with "h" where "{" belongs.'),
  },
  {
    input: 'truncated gzip',
    object: GOOD_FILE.subarray(0, -9),
    outcome: rejected('The object ends before its gzip member does: it is empty or its end is missing.'),
  },
  {
    input: 'a wrong checksum',
    object: Buffer.concat([GOOD_FILE.subarray(0, -8), Buffer.alloc(4), GOOD_FILE.subarray(-4)]),
    outcome: rejected('The inflated bytes do not fit the checksum of the gzip member.'),
  },
  {
    input: 'a byte after the gzip stream',
    object: Buffer.concat([GOOD_FILE, Buffer.from('x')]),
    outcome: rejected('More bytes follow the gzip member. A log file is one member and nothing else.'),
  },
  {
    input: 'a second gzip member',
    object: Buffer.concat([GOOD_FILE, GOOD_FILE]),
    outcome: rejected('More bytes follow the gzip member. A log file is one member and nothing else.'),
  },
  {
    input: 'more inflated bytes than the limit',
    object: file(`{"Records":[${' '.repeat(5_000)}]}`),
    world: { maxInflatedBytes: 5_000 },
    outcome: rejected(
      'The log file inflates to more than the 5000 bytes that are allowed. The limit is the setting ingest.maxInflatedMiB.',
    ),
  },
  {
    input: 'more records than the limit',
    object: file('{"Records":[0,0,0]}'),
    world: { maxRecords: 2 },
    outcome: rejected('The log file has more than 2 records. The limit is the setting ingest.maxRecords.'),
  },
  {
    input: 'no Records',
    object: file('{"configuration":{}}'),
    outcome: rejected('The JSON object has no Records array, so this is not a log file.'),
  },
  {
    input: 'Records that are no array',
    object: file('{"Records":{}}'),
    outcome: rejected(
      'Expected the "[" of the Records array at byte 11 of the inflated file after 0 records, found "{".',
    ),
  },
  {
    input: 'half the JSON',
    object: file('{"Records":[{"eventID":"a"}'),
    outcome: rejected('The inflated file ends at byte 27, where "," or "]" should come, after 1 record.'),
  },
  {
    input: 'text after the JSON',
    object: file('{"Records":[]} x'),
    outcome: rejected(
      'Expected the end of the file at byte 15 of the inflated file after 0 records, found "x".',
    ),
  },
];

const NO_EVENT: readonly Row[] = [
  {
    input: 'text',
    object: [record('a'), 'text'],
    outcome: oneRefused('the record is "text" where an object belongs'),
  },
  {
    input: 'null',
    object: [record('a'), null],
    outcome: oneRefused('the record is null where an object belongs'),
  },
  {
    input: 'an array, and first',
    object: [[1], record('a')],
    outcome: oneRefused('the record is an array where an object belongs', 0),
  },
  { input: 'no time', object: [record('a'), {}], outcome: oneRefused('the record has no eventTime') },
  {
    input: 'a time that is none',
    object: [record('a'), record('b', { eventTime: 'soon\u001b[2J' })],
    outcome: oneRefused(String.raw`eventTime is "soon\u001b[2J", not an ISO 8601 date and time`),
  },
  {
    input: 'half a record',
    object: around(Buffer.from('{"eventTime":}')),
    outcome: oneRefused('the record is not valid JSON (14 bytes)'),
  },
  {
    input: 'a record over the limit',
    object: [record('a'), record('b', { text: 'x'.repeat(100_000) })],
    outcome: oneRefused('the record is 100297 bytes long, more than ingest.maxRecordMiB allows'),
  },
];

const EVENTS: readonly Row[] = [
  { input: 'unknown fields', ...odd('b', { inventedTomorrow: { by: ['AWS'] } }) },
  { input: 'an unknown identity', ...odd('b', { userIdentity: { type: 'Robot', serial: 7 } }) },
  { input: 'a new version', ...odd('b', { eventVersion: '99.0' }) },
  {
    input: 'null anywhere',
    ...odd('b', {
      userIdentity: null,
      eventSource: null,
      eventName: null,
      resources: [null],
      errorCode: null,
    }),
  },
  { input: 'wrong types', ...odd('b', { userIdentity: 'me', eventSource: 7, resources: {}, readOnly: [] }) },
  {
    input: 'a huge text',
    ...odd('b', { userAgent: 'x'.repeat(90_000), errorMessage: '\u00e9'.repeat(2_000) }),
  },
  { input: 'NUL and lone surrogates', ...odd('b', { userAgent: '\u0000\ud800', eventName: '\udc00\u0000' }) },
  {
    input: 'deep nesting',
    object: around(Buffer.from(JSON.stringify(record('b')).replace(/}$/, `,"deep":${deep(5_000)}}`))),
    outcome: { message: 'done', ledger: whole(2), events: ['a', 'b'], tally: counted(2) },
  },
  {
    input: 'a member called __proto__',
    object: around(Buffer.from(JSON.stringify(record('b')).replace(/}$/, ',"__proto__":{"eventTime":"x"}}'))),
    outcome: { message: 'done', ledger: whole(2), events: ['a', 'b'], tally: counted(2) },
  },
  {
    input: 'invalid UTF-8',
    object: around(Buffer.from(JSON.stringify(record('b', { userAgent: '\u00ff\u00fe' })), 'latin1')),
    outcome: { message: 'done', ledger: whole(2), events: ['a', 'b'], tally: counted(2) },
  },
  {
    input: 'a byte order mark',
    object: file(`\ufeff${JSON.stringify({ Records: [record('a')] })}`),
    outcome: { message: 'done', ledger: whole(1), events: ['a'], tally: counted(1) },
  },
  {
    input: 'the same record twice',
    object: [record('a'), record('a')],
    outcome: { message: 'done', ledger: whole(2), events: ['a'], tally: counted(2) },
  },
  {
    input: 'no records',
    object: [],
    outcome: { message: 'done', ledger: whole(0), tally: { indexedFiles: 1 } },
  },
];

async function take(row: Row) {
  const world = Object.assign(new World(), row.world);
  if (row.object !== undefined) world.deliver(KEY, row.object as Buffer);
  world.onOpen = () => {
    if (row.fault !== undefined) throw row.fault;
  };
  const lines: string[] = [];
  const log = (message: string, fields: object) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const context = { ...world.context(), log: { info: log, warn: log } };
  const message = await ingestMessage(row.message ?? notification(KEY), context).then(
    () => 'done',
    (error: Error) => error.name,
  );
  return { world, lines, message };
}

function countsIn(tally: Tally) {
  const counts = Object.entries(tally).filter(([name, value]) => !name.endsWith('Seconds') && value !== 0);
  return Object.fromEntries(counts.filter(([, value]) => typeof value === 'number'));
}

describe.each([
  ['a message without log files', NO_LOG_FILES],
  ['an object that is not the trail’s', NOT_THE_TRAILS],
  ['a fault that may pass', PASSING],
  ['an object that is no log file', NO_LOG_FILE],
  ['a record that is no event', NO_EVENT],
  ['an odd event', EVENTS],
])('%s', (_, rows) => {
  it.each(rows)('has its outcome named: $input', async (row) => {
    const { ledger, refused = [], events = [], tally, log = [] } = row.outcome;
    const { world, lines, message } = await take(row);
    expect(message).toBe(row.outcome.message);
    const entry = await world.index.readEntry(DAY, KEY);
    if (ledger === undefined) expect(entry).toBeUndefined();
    else expect(entry).toMatchObject({ ...ledger, updatedAt: NOW });
    const records = await world.index.readRejectedRecords(DAY, KEY);
    expect(records.map(({ index, reason }) => `${index} ${reason}`)).toEqual(refused);
    expect(world.eventIDs()).toEqual(events);
    expect(countsIn(world.tally)).toEqual(tally);
    expect(lines).toEqual(log);
  });
});
