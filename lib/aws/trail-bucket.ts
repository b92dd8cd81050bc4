/** The trail bucket: log files read as streams, never more of them than was asked for, never waited for without end. */
import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { TrailBucketReader } from '../../lambdas/ingest/ports.ts';

/** User metadata with which traildex marks what it did not get from CloudTrail as it stands. */
export const METADATA = {
  notAsDelivered: 'traildex-not-as-delivered',
  originalName: 'traildex-original-name',
} as const;

/** A body ended before its Content-Length, mostly cut off on the way: the object may be whole. Another try may succeed. */
export class TruncatedBodyError extends Error {
  override readonly name = 'TruncatedBodyError';
  readonly code = 'truncated-body';
}

/** S3 sent nothing for too long, or next to nothing, although the connection stands. Another try may succeed. */
export class StalledBodyError extends Error {
  override readonly name = 'StalledBodyError';
  readonly code = 'stalled-body';
}

/** S3 sends within milliseconds; a connection that is silent for this long is dead, and an invocation costs by the time. */
const IDLE_BODY_MS = 15_000;

/** S3 sends a thousand times as much. What trickles more slowly would hold its place among the files of an invocation. */
const LEAST_BYTES_PER_MS = 20;

export interface TrailBucketOptions {
  readonly bucket: string;
  /** The account that must own the bucket, so that a bucket re-created by somebody else is never read. @default any */
  readonly owner?: string | undefined;
  /** Milliseconds after which reading fails, without a byte or with too few of them. @default 15 s */
  readonly idleMs?: number;
}

export interface StoredObject {
  /** Without quotes, as the ledger writes it. */
  readonly eTag: string;
  readonly sizeBytes: number;
  /** User metadata, by its names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string | undefined>>;
  readonly chunks: AsyncIterable<Uint8Array>;
  discard(): void;
}

export function openTrailBucket(client: S3Client, options: TrailBucketOptions): TrailBucketReader {
  return {
    async open(key) {
      const { metadata, ...object } = await openObject(client, options, key);
      return {
        ...object,
        notAsDelivered: metadata[METADATA.notAsDelivered] === 'true',
        originalName: decodeName(metadata[METADATA.originalName]),
      };
    },
  };
}

/** Any object of the bucket, under the same guard. */
export async function openObject(
  client: S3Client,
  { bucket, owner, idleMs = IDLE_BODY_MS }: TrailBucketOptions,
  key: string,
): Promise<StoredObject> {
  const response = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, ...(owner ? { ExpectedBucketOwner: owner } : {}) }),
  );
  const body = response.Body;
  if (!(body instanceof Readable)) throw new Error(`S3 answered without a body for s3://${bucket}/${key}.`);
  // A connection that breaks before anybody reads must not end the process; reading then fails with the same error.
  body.on('error', () => {});
  const sizeBytes = response.ContentLength ?? 0;
  return {
    eTag: (response.ETag ?? '').replaceAll('"', ''),
    sizeBytes,
    metadata: response.Metadata ?? {},
    chunks: readExactly(body, { sizeBytes, idleMs }),
    discard: () => body.destroy(),
  };
}

interface Expected {
  readonly sizeBytes: number;
  readonly idleMs: number;
}

/**
 * The time runs only while a chunk is awaited. A timeout of the socket would also count the time in which the consumer
 * is busy and takes nothing, and would break off healthy reads. Each byte that has come allows for some more.
 */
async function* readExactly(body: Readable, { sizeBytes, idleMs }: Expected): AsyncGenerator<Uint8Array> {
  let read = 0;
  let waitedMs = 0;
  const giveUp = () => {
    const progress = `${read} of ${sizeBytes} bytes`;
    body.destroy(new StalledBodyError(`S3 stopped sending, or sent too slowly, after ${progress}.`));
  };
  const startWait = () => {
    const allowedMs = idleMs + read / LEAST_BYTES_PER_MS - waitedMs;
    return { since: performance.now(), timer: setTimeout(giveUp, Math.min(idleMs, allowedMs)) };
  };
  let wait = startWait();
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(wait.timer);
      waitedMs += performance.now() - wait.since;
      read += chunk.byteLength;
      yield chunk;
      wait = startWait();
    }
  } catch (error) {
    if (error instanceof StalledBodyError || read === sizeBytes) throw error;
    throw truncated(read, sizeBytes, error);
  } finally {
    clearTimeout(wait.timer);
  }
  if (read !== sizeBytes) throw truncated(read, sizeBytes);
}

function truncated(read: number, sizeBytes: number, cause?: unknown): TruncatedBodyError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new TruncatedBodyError(`Reading from S3 ended after ${read} of ${sizeBytes} bytes${reason}.`, {
    cause,
  });
}

/** Metadata travels in HTTP headers, which hold no other alphabet. */
function decodeName(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
