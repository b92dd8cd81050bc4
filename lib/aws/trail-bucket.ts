/** The trail bucket: log files read as streams, never more of them than was asked for. */
import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** User metadata with which traildex marks what it did not get from CloudTrail as it stands. */
export const METADATA = {
  notAsDelivered: 'traildex-not-as-delivered',
  originalName: 'traildex-original-name',
} as const;

export interface ObjectBody {
  readonly eTag: string;
  readonly sizeBytes: number;
  readonly notAsDelivered: boolean;
  readonly originalName: string | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
  discard(): void;
}

/** A body ended before its Content-Length: the connection was cut, the object may be whole. */
export class TruncatedBodyError extends Error {
  override readonly name = 'TruncatedBodyError';
  readonly code = 'truncated-body';
}

export interface TrailBucket {
  open(key: string): Promise<ObjectBody>;
}

/** `owner`: the account that must own the bucket, so that a bucket re-created by somebody else is never read. */
export function openTrailBucket(client: S3Client, bucket: string, owner?: string): TrailBucket {
  return {
    async open(key) {
      const response = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, ...(owner ? { ExpectedBucketOwner: owner } : {}) }),
      );
      const body = response.Body;
      if (!(body instanceof Readable))
        throw new Error(`S3 answered without a body for s3://${bucket}/${key}.`);
      const sizeBytes = response.ContentLength ?? 0;
      return {
        eTag: (response.ETag ?? '').replaceAll('"', ''),
        sizeBytes,
        notAsDelivered: response.Metadata?.[METADATA.notAsDelivered] === 'true',
        originalName: decodeName(response.Metadata?.[METADATA.originalName]),
        chunks: readExactly(body, sizeBytes),
        discard: () => body.destroy(),
      };
    },
  };
}

async function* readExactly(body: Readable, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    yield chunk;
  }
  if (read !== sizeBytes) {
    throw new TruncatedBodyError(`The connection to S3 ended after ${read} of ${sizeBytes} bytes.`);
  }
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
