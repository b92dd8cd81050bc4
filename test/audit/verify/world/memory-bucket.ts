/**
 * A trail bucket in memory that answers as S3 does (listings in the order of the keys' bytes, errors by S3's names), and
 * what somebody with access to it can do to its objects.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ListedObject, LogFileReader, TrailBucketListing } from '../../../../lib/audit/ports.ts';
import type { DigestReader, StoredDigest } from '../../../../lib/audit/verify/ports.ts';
import { inflateLogFile, MAX_INFLATED_BYTES } from '../../../../lib/cloudtrail/gunzip.ts';

interface MemoryObject {
  readonly stored: Uint8Array;
  readonly eTag: string;
  readonly sizeBytes: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storedAt: Date;
  readonly access?: 'denied' | 'archived';
}

/** When objects are changed that were delivered before. */
const CHANGED_AT = new Date('2026-03-17T04:00:00Z');

export class MemoryBucket implements TrailBucketListing, DigestReader, LogFileReader {
  readonly objects = new Map<string, MemoryObject>();
  /** Log files in the order in which they were read. */
  readonly filesRead: string[] = [];
  #number = 0;

  /** What keeps names of one minute apart. */
  nextNumber(): number {
    return ++this.#number;
  }

  put(key: string, stored: Uint8Array, metadata: Readonly<Record<string, string>>, storedAt: Date): void {
    this.objects.set(key, { stored, eTag: md5(stored), sizeBytes: stored.length, metadata, storedAt });
  }

  object(key: string): MemoryObject {
    const object = this.objects.get(key);
    if (object === undefined) throw sdkError('NoSuchKey', 'The specified key does not exist.');
    return object;
  }

  /** Inflated. */
  textOf(key: string): string {
    return gunzipSync(this.object(key).stored).toString();
  }

  /** Hex, of what is inflated. */
  sha256Of(key: string): string {
    return createHash('sha256').update(this.textOf(key)).digest('hex');
  }

  /** Other bytes under the key; its metadata stay. */
  replaceStored(key: string, stored: Uint8Array): void {
    this.put(key, stored, this.object(key).metadata, CHANGED_AT);
  }

  replaceText(key: string, text: string): void {
    this.replaceStored(key, gzipSync(text));
  }

  /** Other bytes that no listing tells from those before: an MD5 can be made to collide. */
  replaceUnseen(key: string, text: string): void {
    this.objects.set(key, { ...this.object(key), stored: gzipSync(text) });
  }

  /** The same text in other compressed bytes. */
  recompress(key: string): void {
    const text = this.textOf(key);
    const other = gzipSync(text, { level: 0 });
    if (Buffer.from(other).equals(this.object(key).stored)) throw new Error('compressed as before');
    this.replaceStored(key, other);
  }

  append(key: string, bytes: Uint8Array): void {
    this.replaceStored(key, Buffer.concat([this.object(key).stored, bytes]));
  }

  delete(...keys: readonly string[]): void {
    for (const key of keys) {
      this.object(key);
      this.objects.delete(key);
    }
  }

  copy(key: string, to: string): void {
    this.objects.set(to, { ...this.object(key), storedAt: CHANGED_AT });
  }

  rename(key: string, to: string): void {
    this.copy(key, to);
    this.delete(key);
  }

  swap(key: string, other: string): void {
    const [one, two] = [this.object(key), this.object(other)];
    this.put(key, two.stored, two.metadata, CHANGED_AT);
    this.put(other, one.stored, one.metadata, CHANGED_AT);
  }

  /** S3 changes metadata by storing the object again. Undefined takes one away. */
  setMetadata(key: string, changes: Readonly<Record<string, string | undefined>>): void {
    const { stored, metadata } = this.object(key);
    const entries = Object.entries({ ...metadata, ...changes });
    const kept = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.put(key, stored, Object.fromEntries(kept), CHANGED_AT);
  }

  deny(key: string): void {
    this.objects.set(key, { ...this.object(key), access: 'denied' });
  }

  archive(key: string): void {
    this.objects.set(key, { ...this.object(key), access: 'archived' });
  }

  async listFolders(folder: string): Promise<readonly string[]> {
    const folders = [...this.objects.keys()].flatMap((key) => {
      const end = key.indexOf('/', folder.length);
      return key.startsWith(folder) && end !== -1 ? [key.slice(0, end + 1)] : [];
    });
    return [...new Set(folders)].sort(byBytes);
  }

  async *listObjects(folder: string): AsyncGenerator<ListedObject> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(folder));
    for (const key of keys.sort(byBytes)) {
      const { eTag, sizeBytes, storedAt, access } = this.object(key);
      const archived = access === 'archived' ? { archived: true } : {};
      yield { key, eTag, sizeBytes, storedAt, ...archived };
    }
  }

  async readDigest(key: string): Promise<StoredDigest> {
    const bytes = await collect(inflateLogFile(this.#open(key), { maxInflatedBytes: MAX_INFLATED_BYTES }));
    return { bytes, metadata: this.object(key).metadata };
  }

  async *read(key: string): AsyncGenerator<Uint8Array> {
    this.filesRead.push(key);
    yield* inflateLogFile(this.#open(key), { maxInflatedBytes: MAX_INFLATED_BYTES });
  }

  async *#open(key: string): AsyncGenerator<Uint8Array> {
    const { stored, access } = this.object(key);
    if (access === 'denied') throw sdkError('AccessDenied', 'Access Denied');
    if (access === 'archived')
      throw sdkError(
        'InvalidObjectState',
        "The operation is not valid for the object's storage class",
        'GLACIER',
      );
    yield stored;
  }
}

function sdkError(name: string, message: string, storageClass?: string): Error {
  return Object.assign(new Error(message), {
    name,
    ...(storageClass === undefined ? {} : { StorageClass: storageClass }),
  });
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
