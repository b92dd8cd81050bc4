/**
 * Notifications as the services write them, and forgeries of them: each differs from what the trail of one account would
 * announce by one thing, which its name says.
 */
import { BUCKET, keyOf, notification } from './world.ts';

export const OWN_ACCOUNT = '111122223333';
export const FOREIGN_ACCOUNT = '444455556666';
/** A key of the trail of one account. */
export const GOOD_KEY = keyOf('one');

/** `encodedKey` as S3 writes it, URL-encoded. */
export const s3Event = (encodedKey: string, bucket = BUCKET) =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: bucket }, object: { key: encodedKey } },
      },
    ],
  });
export const envelope = (Message: string) => JSON.stringify({ Type: 'Notification', Message });
/** The event of a direct SNS invocation. */
export const invocation = (...messages: string[]) =>
  JSON.stringify({ Records: messages.map((Message) => ({ EventSource: 'aws:sns', Sns: { Message } })) });

export const FOREIGN_BUCKETS = [
  'trail-bucket2',
  'trail-bucke',
  'Trail-Bucket',
  'trail-bucket.',
  'trail-bucket ',
  ' trail-bucket',
  'trail_bucket',
  'trail-bucket/',
  'trail-bucket/AWSLogs',
  '../trail-bucket',
  's3://trail-bucket',
  'arn:aws:s3:::trail-bucket',
  'trail-bucket\u0000',
  'trail-bucket\n',
  'trail\u2010bucket',
  '\uff54rail-bucket',
  'trail-bucket\u202e',
  'x'.repeat(5_000),
];

export const FOREIGN_KEYS: readonly (readonly [string, string])[] = [
  ['up a folder', `../${GOOD_KEY}`],
  ['up and down again', GOOD_KEY.replace('CloudTrail/', 'CloudTrail/../CloudTrail/')],
  ['up from the date', GOOD_KEY.replace('/2026/', '/2026/../2026/')],
  ['this folder', `./${GOOD_KEY}`],
  ['this folder in the middle', GOOD_KEY.replace('/us-east-1/', '/us-east-1/./')],
  ['a leading slash', `/${GOOD_KEY}`],
  ['two slashes', GOOD_KEY.replace('AWSLogs/', 'AWSLogs//')],
  ['two slashes before the name', GOOD_KEY.replace('/17/', '/17//')],
  ['backslashes', GOOD_KEY.replaceAll('/', '\\')],
  ['one backslash', GOOD_KEY.replace('AWSLogs/', 'AWSLogs\\')],
  ['a NUL before it', `\u0000${GOOD_KEY}`],
  ['a NUL in the name', GOOD_KEY.replace('_one', '_o\u0000ne')],
  ['a NUL and another ending', `${GOOD_KEY}\u0000.exe`],
  ['a line end before it', `\n${GOOD_KEY}`],
  ['a line end in the name', GOOD_KEY.replace('_one', '_o\nne')],
  ['a line end after it', `${GOOD_KEY}\n`],
  ['an escape sequence in the name', GOOD_KEY.replace('_one', '_\u001b[2J')],
  ['encoded dots', `%2e%2e%2f${GOOD_KEY}`],
  ['encoded', encodeURIComponent(GOOD_KEY)],
  ['encoded twice', encodeURIComponent(encodeURIComponent(GOOD_KEY))],
  ['a query', `${GOOD_KEY}?versionId=1`],
  ['a fragment', `${GOOD_KEY}#1`],
  ['a lone surrogate', `${GOOD_KEY.slice(0, -8)}\ud800.json.gz`],
  ['other digits', GOOD_KEY.replaceAll('2', '\u0662')],
  ['another case of a folder', GOOD_KEY.replace('AWSLogs', 'awslogs')],
  ['another case of the service', GOOD_KEY.replace('/CloudTrail/', '/cloudtrail/')],
  ['an account that is not ours', GOOD_KEY.replaceAll(OWN_ACCOUNT, FOREIGN_ACCOUNT)],
  [
    'an account that is not ours in a file name of ours',
    GOOD_KEY.replace(`/${OWN_ACCOUNT}/`, `/${FOREIGN_ACCOUNT}/`),
  ],
  ['an account that begins like ours', GOOD_KEY.replace(`/${OWN_ACCOUNT}/`, `/${OWN_ACCOUNT}0/`)],
  [
    'a digest of an account that is not ours',
    keyOf('d', 'CloudTrail-Digest').replaceAll(OWN_ACCOUNT, FOREIGN_ACCOUNT),
  ],
  ['an organisation', GOOD_KEY.replace('AWSLogs/', 'AWSLogs/o-theirs1234567/')],
  ['no organisation id', GOOD_KEY.replace('AWSLogs/', 'AWSLogs/O-Ours/')],
  ['a prefix', `audit/${GOOD_KEY}`],
  ['a prefix that is a folder of the trail', `AWSLogs/${GOOD_KEY}`],
  [
    'AWS Config',
    `AWSLogs/${OWN_ACCOUNT}/Config/us-east-1/2026/3/17/ConfigHistory/${OWN_ACCOUNT}_Config_x.json.gz`,
  ],
  ['a load balancer', `AWSLogs/${OWN_ACCOUNT}/elasticloadbalancing/us-east-1/2026/03/17/a.log.gz`],
  ['flow logs', `AWSLogs/${OWN_ACCOUNT}/vpcflowlogs/us-east-1/2026/03/17/a.log.gz`],
  ['no log file', `AWSLogs/${OWN_ACCOUNT}/CloudTrail/us-east-1/2026/03/17/run.sh`],
  ['no day', GOOD_KEY.replace('/2026/03/17/', '/2026/02/31/')],
  ['513 bytes', `${GOOD_KEY.slice(0, -8)}${'x'.repeat(513 - GOOD_KEY.length)}.json.gz`],
  ['far too many bytes', `${GOOD_KEY.slice(0, -8)}${'\u00e9'.repeat(2_000)}.json.gz`],
  ['a megabyte', 'x/'.repeat(500_000).slice(0, -1)],
];

/** Nobody can say which objects these are about. At most 100 keys are taken. */
export const UNREADABLE: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['binary', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1')],
  ['half a message', notification(GOOD_KEY).slice(0, -3)],
  ['two messages', notification(GOOD_KEY) + notification(GOOD_KEY)],
  ['a hundred thousand brackets', '['.repeat(100_000)],
  ['an empty bucket', `{"s3Bucket":"","s3ObjectKey":["${GOOD_KEY}"]}`],
  ['an infinite bucket', `{"s3Bucket":1e999,"s3ObjectKey":["${GOOD_KEY}"]}`],
  ['no bucket', `{"s3ObjectKey":["${GOOD_KEY}"]}`],
  ['no keys', `{"s3Bucket":"${BUCKET}"}`],
  ['keys in an object', `{"s3Bucket":"${BUCKET}","s3ObjectKey":{"0":"${GOOD_KEY}"}}`],
  ['a key in a key', `{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}",["${GOOD_KEY}"]]}`],
  ['a key that is null', `{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}",null]}`],
  ['an empty key', `{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}",""]}`],
  ['a last member that is no list', `{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}"],"s3ObjectKey":7}`],
  ['another version of S3 events', s3Event(GOOD_KEY).replace('"2.1"', '"3.0"')],
  ['a key that is not encoded', s3Event('%')],
  ['an invocation without a message', '{"Records":[{"EventSource":"aws:sns","Sns":{}}]}'],
  ['a good message and a bad one', invocation(notification(GOOD_KEY), '{')],
  ['six envelopes', [1, 2, 3, 4, 5, 6].reduce(envelope, notification(GOOD_KEY))],
  ['envelopes in invocations', [1, 2, 3, 4, 5, 6].reduce((body) => invocation(body), notification(GOOD_KEY))],
  ['more keys than are taken', notification(...Array.from({ length: 101 }, (_, at) => keyOf(`n${at}`)))],
  [
    'more keys than are taken, in several messages',
    invocation(...Array.from({ length: 101 }, (_, at) => notification(keyOf(`n${at}`)))),
  ],
  ['a megabyte of keys', notification(...Array.from({ length: 8_000 }, (_, at) => keyOf(`n${at}`)))],
];
