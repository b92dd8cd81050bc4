/**
 * A trail bucket, a ledger, a topic and a function that records digests, in memory, for the signing of digests. Time
 * passes while one waits. The bucket may refuse to store, which is how a run is cut off.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ListedObject } from '../../../lib/audit/ports.ts';
import type { VerifyStores } from '../../../lib/audit/verify/ports.ts';
import type { VerifyRequest } from '../../../lib/audit/verify/request.ts';
import { VerifyTally } from '../../../lib/audit/verify/totals.ts';
import { verify } from '../../../lib/audit/verify/verify.ts';
import { type Digest, parseDigest } from '../../../lib/cloudtrail/digest.ts';
import { LogFileError } from '../../../lib/cloudtrail/log-file-error.ts';
import { buildLogFileKey, type LogFileFolder, parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import type { ArchivedKey } from '../../../lib/event-index/public-key-archive.ts';
import type { SigningStores } from '../../../lib/operations/sign-digests/ports.ts';
import {
  type SigningRequest,
  type SigningSummary,
  signDigests,
} from '../../../lib/operations/sign-digests/sign-digests.ts';
import { type SigningKey, toSigningKey } from '../../../lib/operations/sign-digests/signing-key.ts';

export const BUCKET = 'trail';
export const ACCOUNT = '111122223333';
export const NOW = new Date('2026-07-20T12:00:00Z');

export interface Stored {
  readonly body: Buffer;
  readonly storedAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Delivered {
  readonly accountId?: string;
  readonly region?: string;
  readonly folder?: LogFileFolder;
  readonly prefix?: string;
  readonly organizationId?: string;
  readonly uniqueString?: string;
}

/** Shorter than CloudTrail's, so that thousands are signed in a moment. */
export function newKey(): SigningKey {
  return toSigningKey(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
}

const KEY = newKey();

export class SigningWorld {
  readonly objects = new Map<string, Stored>();
  readonly ledger = new Map<string, LedgerEntry>();
  /** Keys of each notification. */
  readonly notifications: (readonly string[])[] = [];
  readonly archived: ArchivedKey[] = [];
  /** Keys of log files that were read to be hashed. */
  readonly read: string[] = [];
  readonly puts: string[] = [];
  onPut: () => void = () => {};
  /** What is announced is recorded; otherwise the function is not there. */
  isRecording = true;
  #nowMs = 0;
  #queue: string[] = [];
  #files = 0;

  /** A log file as a correct indexing leaves it. @param time `2026-07-19T21:35Z` */
  deliver(time: string, place: Delivered = {}): string {
    const uniqueString = place.uniqueString ?? `File${String(++this.#files).padStart(12, '0')}`;
    const key = buildLogFileKey({
      accountId: ACCOUNT,
      region: 'eu-west-1',
      folder: 'CloudTrail',
      ...place,
      deliveredAt: time,
      uniqueString,
    });
    this.store(key, `{"Records":[{"file":"${key}"}]}`);
    this.index(key);
    return key;
  }

  store(key: string, content: string | Buffer, metadata: Record<string, string> = {}): void {
    this.objects.set(key, {
      body: typeof content === 'string' ? gzipSync(content) : content,
      storedAt: NOW,
      metadata,
    });
  }

  /** The ledger's entry of what is stored. */
  index(key: string, entry: Partial<LedgerEntry> = {}): void {
    const { body } = this.objectAt(key);
    this.record(key, {
      status: 'indexed',
      eTag: eTagOf(body),
      sha256: createHash('sha256').update(gunzipSync(body)).digest('hex'),
      sizeBytes: body.length,
      records: 1,
      indexed: 1,
      rejected: 0,
      expired: 0,
      earliestEventTime: '2026-07-19T21:20:01Z',
      latestEventTime: '2026-07-19T21:29:59Z',
      ...entry,
    });
  }

  record(key: string, entry: Pick<LedgerEntry, 'status'> & Partial<LedgerEntry>): void {
    const parsed = parseObjectKey(key);
    const deliveryDay = 'day' in parsed ? parsed.day : '';
    this.ledger.set(key, {
      key,
      deliveryDay,
      updatedAt: new Date(this.#nowMs).toISOString(),
      rulesVersion: RULES_VERSION,
      ...entry,
    });
  }

  /** What is in the bucket, inflated and parsed, in the order of their keys. */
  digests(): readonly Digest[] {
    const keys = [...this.objects.keys()].filter((key) => parseObjectKey(key).kind === 'digest').sort();
    return keys.map((key) => parseDigest(gunzipSync(this.objectAt(key).body)));
  }

  sign(request: Partial<SigningRequest> = {}): Promise<SigningSummary> {
    const usual = { folders: {}, bucket: BUCKET, homeRegion: 'us-east-1', key: KEY, now: NOW };
    return signDigests({ ...usual, ...request }, this.stores());
  }

  /** What a verification makes of it: time that no digest speaks for is no fault of what is there. */
  async verify() {
    const tally = new VerifyTally();
    const faults: string[] = [];
    for await (const region of verify(this.#verifyRequest(), this.#verifyStores())) {
      tally.add(region);
      for (const { code, key } of region.faults) faults.push(`${code} ${key}`);
    }
    const { files, signers } = tally.totals();
    return { faults, proven: files.proven, signers };
  }

  #verifyRequest(): VerifyRequest {
    const window = { from: new Date('2026-07-01T00:00:00Z'), until: NOW };
    return { folders: {}, bucket: BUCKET, window, now: NOW, isLive: false, retention: {} };
  }

  #verifyStores(): VerifyStores {
    const { listing, digests, logFiles } = this.stores();
    const entries = [...this.ledger.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return {
      listing,
      digests,
      logFiles,
      ledger: {
        findRegionFolders: async () => [],
        async *readFolder(day, folder) {
          yield* entries.filter(({ key, deliveryDay }) => deliveryDay === day && key.startsWith(folder));
        },
      },
      keys: {
        find: async (region, fingerprint) =>
          this.archived.find((one) => one.region === region && one.key.fingerprint === fingerprint),
      },
      events: { findItems: async () => [] },
    };
  }

  objectAt(key: string): Stored {
    const object = this.objects.get(key);
    if (object === undefined)
      throw Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
    return object;
  }

  stores(): SigningStores {
    return {
      listing: {
        listFolders: async (folder) => {
          const below = this.#keysIn(folder).map((key) => key.slice(folder.length).split('/'));
          const names = below.filter(({ length }) => length > 1).map(([name]) => `${folder}${name}/`);
          return [...new Set(names)];
        },
        listObjects: (folder) => this.#listObjects(folder),
      },
      ledger: { readEntries: async (files) => this.#readEntries(files) },
      logFiles: { read: (key) => this.#readLogFile(key) },
      digests: {
        readDigest: async (key) => {
          const { body, metadata } = this.objectAt(key);
          return { bytes: inflate(body), metadata };
        },
      },
      delivery: {
        putDigest: async ({ key, body, metadata }) => {
          this.onPut();
          this.puts.push(key);
          this.objects.set(key, { body: Buffer.from(body), metadata, storedAt: NOW });
        },
      },
      topic: {
        announce: async (keys) => {
          for (const key of keys) this.objectAt(key);
          this.notifications.push(keys);
          this.#queue.push(...keys);
        },
      },
      archive: { put: async (key) => void this.archived.push(key) },
      clock: {
        now: () => this.#nowMs,
        wait: async (ms) => {
          this.#nowMs += ms;
          if (!this.isRecording) return;
          for (const key of this.#queue.splice(0)) this.record(key, { status: 'recorded' });
        },
      },
    };
  }

  #keysIn(folder: string): readonly string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(folder)).sort();
  }

  async *#listObjects(folder: string): AsyncGenerator<ListedObject> {
    for (const key of this.#keysIn(folder)) {
      const { body, storedAt } = this.objectAt(key);
      yield { key, eTag: eTagOf(body), sizeBytes: body.length, storedAt };
    }
  }

  #readEntries(files: readonly { readonly key: string; readonly deliveryDay: string }[]) {
    if (files.length > 100) throw new Error('ValidationException: too many items requested');
    if (new Set(files.map(({ key }) => key)).size < files.length)
      throw new Error('ValidationException: provided list of item keys contains duplicates');
    return files.flatMap(({ key, deliveryDay }) => {
      const entry = this.ledger.get(key);
      return entry?.deliveryDay === deliveryDay ? [entry] : [];
    });
  }

  async *#readLogFile(key: string): AsyncGenerator<Uint8Array> {
    this.read.push(key);
    yield inflate(this.objectAt(key).body);
  }
}

export function eTagOf(body: Uint8Array): string {
  return createHash('md5').update(body).digest('hex');
}

function inflate(body: Uint8Array): Buffer {
  try {
    return gunzipSync(body);
  } catch (cause) {
    throw new LogFileError('corrupt-gzip', 'The gzip stream is corrupt.', { cause });
  }
}
