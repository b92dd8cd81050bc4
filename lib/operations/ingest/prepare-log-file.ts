/**
 * From a file's path and bytes to what is delivered: key, gzip bytes, and what has to be said about them.
 *
 * Bytes that CloudTrail wrote stay what they are; a file that somebody inflated is compressed again, which no digest
 * notices, since it signs inflated bytes. Only records that came in another form are wrapped anew and marked. A file
 * that cannot be read is delivered as it is: the function rejects it with the reason, and the ledger names it.
 * The same content gets the same key each time.
 */
import { createHash } from 'node:crypto';
import { inflateLogFile, MAX_INFLATED_BYTES } from '../../cloudtrail/gunzip.ts';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { createRecordSplitter } from '../../cloudtrail/record-splitter.ts';
import type { LogFileSource, LogFileToStore } from '../ports.ts';
import { type FileKey, keyOfPath } from './file-key.ts';
import { compress } from './gzip.ts';
import { type RecordCensus, takeCensus } from './record-census.ts';
import { findRecords, UnknownFormError, wrapRecords } from './rewrap.ts';
import { clipNameStart, uniqueStringOf } from './unique-string.ts';

export interface PreparedLogFile extends LogFileToStore, FileKey {
  /** Hex SHA-256 of the inflated body, as the ledger will have it; of the body where it cannot be inflated. */
  readonly sha256: string;
}

export interface PrepareOptions {
  /** The trail's S3 key prefix, without a slash at its end. */
  readonly keyPrefix?: string | undefined;
  /** More inflated bytes than this make a file unreadable. @default 1 GiB, the function's own limit */
  readonly maxInflatedBytes?: number;
  /** Runs what holds a whole inflated file in memory: let few of them run at once. @default at once */
  readonly holdInflated?: <Result>(task: () => Promise<Result>) => Promise<Result>;
}

type Source = Pick<LogFileSource, 'path' | 'relativePath'> & { readonly bytes: Uint8Array };

const CHUNK_BYTES = 1024 ** 2;
/** White space and the byte order mark. */
const SKIPPED_AT_START: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09, 0xef, 0xbb, 0xbf]);
const LOG_FILE_ENDING = /\.(?:gz|json|jsonl|ndjson)$/i;

/**
 * What is delivered of a file; undefined for the empty markers that stand for folders in copies of a bucket.
 *
 * Never fails because of what the file holds.
 */
export async function prepareLogFile(
  source: Source,
  options: PrepareOptions = {},
): Promise<PreparedLogFile | undefined> {
  const { path, bytes } = source;
  if (bytes.length === 0 && !LOG_FILE_ENDING.test(path)) return undefined;
  const implied = keyOfPath(path, options.keyPrefix);
  if (implied !== undefined) {
    const inflated = await readThrough(bytes, options, () => {});
    const sha256 = inflated?.sha256 ?? sha256Of(bytes);
    return { ...implied, ...(await toBody(bytes)), sha256, notAsDelivered: false };
  }
  const originalName = clipNameStart(source.relativePath);
  return { ...(await prepareUnnamed(bytes, options)), originalName };
}

async function prepareUnnamed(bytes: Uint8Array, options: PrepareOptions): Promise<PreparedLogFile> {
  const reader = createLogFileReader();
  const inflated = await readThrough(bytes, options, reader.read);
  const sha256 = inflated?.sha256 ?? sha256Of(bytes);
  const uniqueString = uniqueStringOf(sha256);
  const census = inflated === undefined ? undefined : reader.end();
  if (inflated !== undefined && census === undefined && reader.mayBeRewrapped()) {
    const hold = options.holdInflated ?? ((task) => task());
    const rewrapped = await hold(async () => rewrap(await inflateWhole(bytes, inflated.sizeBytes)));
    if (rewrapped !== undefined) {
      const key = rewrapped.census.buildKey(uniqueString, options.keyPrefix);
      return { ...key, ...rewrapped.wrapped, notAsDelivered: true };
    }
  }
  const key = (census ?? takeCensus()).buildKey(uniqueString, options.keyPrefix);
  return { ...key, ...(await toBody(bytes)), sha256, notAsDelivered: false };
}

/** Takes the census of a log file while it passes. */
function createLogFileReader() {
  const splitter = createRecordSplitter();
  const census = takeCensus();
  let isLogFile = true;
  let mayHoldJson: boolean | undefined;

  const attempt = (step: () => void) => {
    if (!isLogFile) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error;
      isLogFile = false;
    }
  };
  return {
    read(chunk: Uint8Array) {
      mayHoldJson ??= beginsLikeJson(chunk);
      attempt(() => {
        for (const part of splitter.push(chunk)) {
          if (part.kind === 'record') census.add(part.bytes);
        }
      });
    },
    end(): RecordCensus | undefined {
      attempt(() => splitter.end());
      return isLogFile ? census : undefined;
    },
    /** Looks at the beginning only, so that a bomb of anything else is not held in memory. */
    mayBeRewrapped: () => mayHoldJson ?? false,
  };
}

/** Undefined where the chunk says nothing. The first of JSON lines may lack its beginning, so a later one counts too. */
function beginsLikeJson(chunk: Uint8Array): boolean | undefined {
  const first = chunk.find((byte) => !SKIPPED_AT_START.has(byte));
  if (first === undefined) return undefined;
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return '{["'.includes(String.fromCharCode(first)) || text.includes('\n{');
}

async function rewrap(document: Uint8Array) {
  const census = takeCensus();
  let records: Iterable<Uint8Array>;
  try {
    records = findRecords(document);
    for (const record of records) census.add(record);
  } catch (error) {
    if (error instanceof UnknownFormError) return undefined;
    throw error;
  }
  // Some other JSON: rejected as a whole, it says more than a list of refused records would.
  if (census.records > 0 && census.events === 0) return undefined;
  return { wrapped: await compress(wrapRecords(records)), census };
}

/** Hash and size of what the file inflates to, each chunk shown to `look`; undefined where it cannot be inflated. */
async function readThrough(
  bytes: Uint8Array,
  { maxInflatedBytes = MAX_INFLATED_BYTES }: PrepareOptions,
  look: (chunk: Uint8Array) => void,
): Promise<{ readonly sha256: string; readonly sizeBytes: number } | undefined> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of inflate(bytes, maxInflatedBytes)) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      look(chunk);
    }
  } catch (error) {
    if (error instanceof LogFileError) return undefined;
    throw error;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Of a size that is known, because chunks that are joined would be held twice. */
async function inflateWhole(bytes: Uint8Array, sizeBytes: number): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for await (const chunk of inflate(bytes, sizeBytes)) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function* inflate(bytes: Uint8Array, maxInflatedBytes: number): AsyncGenerator<Uint8Array> {
  if (isGzip(bytes)) yield* inflateLogFile(chunksOf(bytes), { maxInflatedBytes });
  else yield* chunksOf(bytes);
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** What is gzip goes as it is, whatever else is wrong with it. */
async function toBody(bytes: Uint8Array): Promise<{ readonly body: Uint8Array }> {
  return { body: isGzip(bytes) ? bytes : (await compress([bytes])).body };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
