/**
 * Objects of the trail bucket, asked for again where the fault was on the way: a verification of a thousand accounts reads
 * so many that some connections break, and what is whole must not pass for something that cannot be read.
 *
 * What S3 or KMS refuse, and what is wrong with the bytes, another try does not change. Whoever reads a body that broke in
 * the middle gets its rest: the object is read from its beginning, if it is the same one still, and what was given is left
 * out. The SDK has tried its requests again before a fault comes here; of bodies it knows nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  openObject,
  StalledBodyError,
  type StoredObject,
  type TrailBucketOptions,
  TruncatedBodyError,
} from './trail-bucket.ts';

export interface PatientOptions extends TrailBucketOptions {
  /** Resolves when the time has passed. @default by the clock */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Before the second try, and before the third, which is the last. */
const WAITS_MS = [250, 1_000] as const;

export async function openPatiently(
  client: S3Client,
  { wait = sleep, ...options }: PatientOptions,
  key: string,
): Promise<Pick<StoredObject, 'metadata' | 'sizeBytes' | 'chunks'>> {
  const waitsMs: number[] = [...WAITS_MS];

  async function pauseAfter(error: unknown): Promise<void> {
    const ms = waitsMs.shift();
    if (ms === undefined || !isPassing(error)) throw error;
    await wait(ms);
  }

  async function open(): Promise<StoredObject> {
    for (;;) {
      try {
        return await openObject(client, options, key);
      } catch (error) {
        await pauseAfter(error);
      }
    }
  }

  async function* readOn(first: StoredObject): AsyncGenerator<Uint8Array> {
    let object = first;
    let given = 0;
    for (;;) {
      try {
        for await (const chunk of after(given, object.chunks)) {
          given += chunk.byteLength;
          yield chunk;
        }
        return;
      } catch (error) {
        await pauseAfter(error);
        object = await open();
        if (object.eTag === first.eTag) continue;
        object.discard();
        throw error;
      }
    }
  }

  const first = await open();
  const { metadata, sizeBytes } = first;
  return { metadata, sizeBytes, chunks: readOn(first) };
}

/** The bytes after the first `count`. */
async function* after(count: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(left);
    left = Math.max(0, left - chunk.byteLength);
    if (rest.byteLength > 0) yield rest;
  }
}

/** How connections break, by Node.js and by the SDK. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'RequestTimeout',
  'TimeoutError',
]);

const THROTTLED = /throttl|slowdown|toomanyrequests|requestlimitexceeded/i;

/** Whether another try may succeed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TruncatedBodyError || error instanceof StalledBodyError) return true;
  if (!(error instanceof Error)) return false;
  const status: unknown = Reflect.get(Object(Reflect.get(error, '$metadata')), 'httpStatusCode');
  if (typeof status === 'number' && status >= 500) return true;
  return [error.name, String(Reflect.get(error, 'code'))].some(
    (name) => BROKEN_CONNECTION.has(name) || THROTTLED.test(name),
  );
}
