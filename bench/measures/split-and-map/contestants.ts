/**
 * Three ways from a gzip log file to what an index needs of each event. All give the same ids, times and names.
 *
 * traildex goes as the ingest function does (lambdas/ingest/indexing-run.ts), up to the item that would be written: whole
 * gzip member proven, bytes hashed, each record found, hashed and read by the rules. The others read the fields as they
 * stand.
 */
import { createHash, hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import chain from 'stream-chain';
import { pick } from 'stream-json/filters/pick.js';
import parser from 'stream-json/parser.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import { inflateLogFile, MAX_INFLATED_BYTES } from '../../../lib/cloudtrail/gunzip.ts';
import { parseRecord, RecordRejected } from '../../../lib/cloudtrail/record.ts';
import { createRecordSplitter } from '../../../lib/cloudtrail/record-splitter.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { openEventItems } from '../../../lib/event-index/event-item.ts';
import type { LogFile } from '../../common/corpus.ts';

/** As S3's bodies come. */
const CHUNK_BYTES = 64 * 1024;

/** Each hands its events on, one after the other, and keeps none. */
type Take<Event> = (event: Event) => void;

/** Of a record that is no event nothing is taken. */
export async function indexAsTraildex({ key, body }: LogFile, take: Take<Item | undefined>): Promise<void> {
  const sha256 = createHash('sha256');
  const splitter = createRecordSplitter();
  const toItem = openEventItems({ logFileKey: key, deliveryDay: '2026-03-17' }, 1);
  for await (const chunk of inflateLogFile(inChunks(body), { maxInflatedBytes: MAX_INFLATED_BYTES })) {
    sha256.update(chunk);
    for (const part of splitter.push(chunk)) {
      if (part.kind === 'oversized') continue;
      try {
        const event = parseRecord(part.bytes);
        const recordHash = hash('sha256', part.bytes, 'buffer').subarray(0, 16);
        take(toItem(event, { recordIndex: part.index, recordHash }));
      } catch (error) {
        if (!(error instanceof RecordRejected)) throw error;
        take(undefined);
      }
    }
  }
  splitter.end();
  sha256.digest('hex');
}

export function parseWhole({ body }: LogFile, take: Take<Fields>): void {
  const inflated = gunzipSync(body);
  createHash('sha256').update(inflated).digest('hex');
  const { Records } = JSON.parse(inflated.toString()) as { Records: readonly RawRecord[] };
  for (const record of Records) take(readFields(record));
}

/** As its own documentation does it (https://github.com/uhop/stream-json#readme), values in one piece, which is faster. */
export async function streamJson({ body }: LogFile, take: Take<Fields>): Promise<void> {
  const sha256 = createHash('sha256');
  const inflated = Readable.from([body]).pipe(createGunzip());
  inflated.on('data', (chunk: Buffer) => sha256.update(chunk));
  const pipeline = chain([
    inflated,
    parser({ packValues: true, streamValues: false }),
    pick({ filter: 'Records' }),
    streamArray<RawRecord>(),
  ]);
  for await (const { value } of pipeline as AsyncIterable<{ value: RawRecord }>) take(readFields(value));
  sha256.digest('hex');
}

async function* inChunks(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) yield body.subarray(at, at + CHUNK_BYTES);
}

// biome-ignore lint/suspicious/noExplicitAny: a record as JSON.parse gives it, trusted, as whoever reads it so does
type RawRecord = any;
export type Fields = ReturnType<typeof readFields>;

function readFields(record: RawRecord) {
  const identity = record.userIdentity ?? {};
  const session = identity.sessionContext ?? {};
  const response = record.responseElements ?? {};
  return {
    eventID: record.eventID as string,
    eventTime: record.eventTime as string,
    eventSource: record.eventSource as string,
    eventName: record.eventName as string,
    awsRegion: record.awsRegion,
    recipientAccountId: record.recipientAccountId,
    sourceIPAddress: record.sourceIPAddress,
    userAgent: record.userAgent,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    readOnly: record.readOnly,
    eventType: record.eventType,
    eventCategory: record.eventCategory,
    sharedEventID: record.sharedEventID,
    principal: session.sessionIssuer?.arn ?? identity.arn ?? identity.invokedBy,
    userName: identity.userName,
    identityType: identity.type,
    accessKeyId: identity.accessKeyId,
    invokedBy: identity.invokedBy,
    sourceIdentity: session.sourceIdentity,
    mfa: session.attributes?.mfaAuthenticated,
    signInResult: response.ConsoleLogin,
    issuedAccessKeyId: response.credentials?.accessKeyId,
    resources: (record.resources ?? []).map((resource: RawRecord) => resource.ARN),
  };
}
