/**
 * The files of a trail that are not ordinary: damaged ones, records that are none or stand twice, a file larger than is
 * read before its first event is written, and objects that are never readable.
 */
import { gzipSync } from 'node:zlib';
import { buildLogFileKey } from '../../lib/cloudtrail/object-key.ts';
import { ORGANIZATION_ID } from '../../lib/sample/organization.ts';
import { type DeliveredFile, eventIdentity, sha256Of } from './delivered-file.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const DELIVERED_AT = '2026-03-17T12:00Z';
/** Of a clock that was never set: past any retention of less than half a century. */
const LONG_PAST = '1970-01-01T00:00:00Z';

/** Enough that its events are written before its end is read (8 MiB). */
const LARGE_FILE_RECORDS = 6_000;
const LARGE_RECORD_FILLER = 'x'.repeat(1_500);

function keyOf(name: string): string {
  return buildLogFileKey({
    organizationId: ORGANIZATION_ID,
    accountId: ACCOUNT,
    folder: 'CloudTrail',
    region: REGION,
    deliveredAt: DELIVERED_AT,
    uniqueString: name,
  });
}

function recordText(eventID: string | undefined, rest: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/odd`,
      accountId: ACCOUNT,
      userName: 'odd',
    },
    eventTime: '2026-03-17T11:55:00Z',
    eventSource: 'odd.amazonaws.com',
    eventName: 'BeOdd',
    awsRegion: REGION,
    ...(eventID === undefined ? {} : { eventID }),
    ...rest,
  });
}

function rejected(name: string, body: Uint8Array, reason: string): DeliveredFile {
  return { key: keyOf(name), body, entry: { status: 'rejected', reason }, events: [] };
}

interface Kept {
  readonly text: string;
  readonly events: readonly string[];
  readonly rejected?: number;
  readonly expired?: number;
}

/** A file of which `records` are in it, and these events in the index. */
function indexed(
  name: string,
  records: number,
  { text, events, rejected = 0, expired = 0 }: Kept,
): DeliveredFile {
  const counts = { records, indexed: records - rejected - expired, rejected, expired };
  return {
    key: keyOf(name),
    body: gzipSync(text),
    entry: { status: 'indexed', sha256: sha256Of(text), ...counts },
    events,
  };
}

/** One of each kind; `set` tells those of several sets apart. */
export function oddFiles(set: number): DeliveredFile[] {
  const [first, second, third] = [1, 2, 3].map((part) => recordText(`odd-${set}-${part}`)) as [
    string,
    string,
    string,
  ];
  const [one, two, three] = [first, second, third].map((text, index) =>
    eventIdentity(`odd-${set}-${index + 1}`, text),
  ) as [string, string, string];
  const gzip = gzipSync(`{"Records":[${first}]}`);
  const wrongChecksum = Uint8Array.from(gzip, (byte, index) => (index === gzip.length - 8 ? byte ^ 1 : byte));
  const sameId = [1, 2].map((copy) => recordText(`odd-same-${set}`, { copy }));
  const nameless = recordText(undefined, { set });
  const old = recordText(`odd-old-${set}`, { eventTime: LONG_PAST });
  const named = (kind: string) => `${kind}${set < 0 ? 'x' : set}`;
  return [
    rejected(named('truncated'), gzip.subarray(0, gzip.length - 20), 'gzip'),
    rejected(named('checksum'), wrongChecksum, 'checksum'),
    rejected(named('second'), Buffer.concat([gzip, gzip]), 'gzip'),
    rejected(named('nogzip'), Buffer.from('no log file'), 'begins with "n"'),
    rejected(named('norecords'), gzipSync('{"records":[]}'), 'Records'),
    rejected(named('torn'), gzipSync(`{"Records":[${first},`), 'ends'),
    indexed(named('empty'), 0, { text: '{"Records":[]}', events: [] }),
    indexed(named('spaced'), 2, {
      text: `\n{ "Records" : [\t${first} ,\r\n ${second}\n] , "more" : null }\n`,
      events: [one, two],
    }),
    indexed(named('twice'), 3, { text: `{"Records":[${first},${third},${third}]}`, events: [one, three] }),
    indexed(named('mixed'), 5, {
      text: `{"Records":["no event",${first},{"eventTime":"yesterday"},null,${second}]}`,
      events: [one, two],
      rejected: 3,
    }),
    indexed(named('sameid'), 2, {
      text: `{"Records":[${sameId.join(',')}]}`,
      events: sameId.map((text) => eventIdentity(`odd-same-${set}`, text)),
    }),
    indexed(named('nameless'), 1, {
      text: `{"Records":[${nameless}]}`,
      events: [eventIdentity(sha256Of(nameless).slice(0, 32), nameless)],
    }),
    indexed(named('old'), 2, { text: `{"Records":[${old},${first}]}`, events: [one], expired: 1 }),
    digest(named('digest')),
  ];
}

function digest(name: string): DeliveredFile {
  const folder = `AWSLogs/${ORGANIZATION_ID}/${ACCOUNT}/CloudTrail-Digest/${REGION}/2026/03/17`;
  const key = `${folder}/${ACCOUNT}_CloudTrail-Digest_${REGION}_${name}_${REGION}_20260317T120000Z.json.gz`;
  return { key, body: gzipSync('{}'), entry: { status: 'recorded' }, events: [] };
}

/** Goes on where it was, if a try fails half way. */
export function largeFile(): DeliveredFile {
  const ids = Array.from({ length: LARGE_FILE_RECORDS }, (_, index) => `odd-large-${index}`);
  const texts = ids.map((id) => recordText(id, { requestParameters: { filler: LARGE_RECORD_FILLER } }));
  return indexed('large', ids.length, {
    text: `{"Records":[${texts.join(',')}]}`,
    events: ids.map((id, index) => eventIdentity(id, texts[index] ?? '')),
  });
}

/** There, and denied to every try. */
export function deniedFile(name: string): DeliveredFile {
  return {
    key: keyOf(name),
    body: gzipSync(`{"Records":[${recordText(`odd-${name}`)}]}`),
    entry: { status: 'pending', reason: 'S3 refuses access' },
    events: [],
  };
}

/** Announced, and never there. */
export function missingFile(name: string): DeliveredFile {
  return {
    key: keyOf(name),
    body: undefined,
    entry: { status: 'pending', reason: 'not in the bucket' },
    events: [],
  };
}
