/**
 * A bucket in memory with a month of signed hourly digests, its ledger and the events that the index would hold.
 *
 * The same log files of a sample come again and again under other keys, because what a digest costs does not depend on
 * what is in its log files. Nothing here takes time as S3 and DynamoDB do: what is measured is the verification itself.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ListedObject } from '../../../lib/audit/ports.ts';
import type { EventLookUp, VerifyStores } from '../../../lib/audit/verify/ports.ts';
import { buildDigest, buildDigestKey } from '../../../lib/cloudtrail/build-digest.ts';
import type { PreviousDigest } from '../../../lib/cloudtrail/digest.ts';
import {
  DIGEST_METADATA,
  SIGNATURE_ALGORITHM,
  signDigest,
} from '../../../lib/cloudtrail/digest-signature.ts';
import { buildLogFileKey, parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { fingerprintOf } from '../../../lib/cloudtrail/public-key.ts';
import { fromEventItem, identityOf } from '../../../lib/event-index/event-item.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import { recordsIn } from '../../common/corpus.ts';
import { eventsIn } from '../../common/events-in.ts';

export interface MonthSize {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly days: number;
  readonly filesPerHour: number;
}

export interface SignedMonth {
  readonly stores: VerifyStores;
  readonly from: Date;
  readonly until: Date;
  readonly digests: number;
  readonly logFiles: number;
  readonly records: number;
}

export const BUCKET = 'trail-bucket';
const FROM_MS = Date.parse('2026-03-01T00:13:52Z');
const HOUR_MS = 3_600_000;
const ANY_KEY = buildLogFileKey({
  accountId: '111122223333',
  folder: 'CloudTrail',
  region: 'us-east-1',
  deliveredAt: '2026-02-01T00:00Z',
  uniqueString: 'Mu0KsOhtH1ar15ZZ',
});
const STORED_AT = new Date('2026-04-15T00:00:00Z');

interface Stored {
  readonly object: ListedObject;
  readonly body: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** @param bodies log files as delivered: gzip */
export function signMonth(bodies: readonly Uint8Array[], size: MonthSize): SignedMonth {
  const samples = bodies.map(toSample);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'pkcs1' });
  const fingerprint = fingerprintOf(der);
  const objects = new Map<string, Stored>();
  const entries = new Map<string, LedgerEntry>();
  const counts = { digests: 0, logFiles: 0, records: 0 };
  const store = (key: string, body: Uint8Array, metadata: Readonly<Record<string, string>> = {}) => {
    const eTag = createHash('md5').update(body).digest('hex');
    objects.set(key, { object: { key, eTag, sizeBytes: body.length, storedAt: STORED_AT }, body, metadata });
    return eTag;
  };

  for (const accountId of size.accounts) {
    for (const region of size.regions) {
      let previous: PreviousDigest | undefined;
      for (let hour = 0; hour < size.days * 24; hour++) {
        const startMs = FROM_MS + hour * HOUR_MS;
        const [startTime, endTime] = [toTime(startMs), toTime(startMs + HOUR_MS)];
        const logFiles = Array.from({ length: size.filesPerHour }, (_, index) => {
          const sample = samples[(hour * size.filesPerHour + index) % samples.length];
          if (sample === undefined) throw new Error('There are no log files to sign.');
          const deliveredAt = toTime(startMs + index * 60_000);
          const uniqueString = `bench${String(index).padStart(11, '0')}`;
          const key = buildLogFileKey({ accountId, folder: 'CloudTrail', region, deliveredAt, uniqueString });
          const eTag = store(key, sample.body);
          entries.set(key, entryOf(key, deliveredAt.slice(0, 10), sample, eTag));
          counts.logFiles++;
          counts.records += sample.records;
          return { bucket: BUCKET, key, sha256: sample.sha256 };
        });
        const key = buildDigestKey({
          accountId,
          region,
          trailName: 'audit',
          homeRegion: 'us-east-1',
          endTime,
          backfill: false,
        });
        const bytes = buildDigest({
          accountId,
          startTime,
          endTime,
          bucket: BUCKET,
          key,
          fingerprint,
          previous,
          logFiles,
        });
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const signature = signDigest({ endTime, bucket: BUCKET, key, sha256, previous }, privateKey);
        store(key, gzipSync(bytes), {
          [DIGEST_METADATA.signature]: signature,
          [DIGEST_METADATA.algorithm]: SIGNATURE_ALGORITHM,
        });
        previous = { bucket: BUCKET, key, sha256, signature };
        counts.digests++;
      }
    }
  }
  return {
    ...counts,
    from: new Date(FROM_MS),
    until: new Date(FROM_MS + size.days * 24 * HOUR_MS),
    stores: {
      ...openBucket(objects),
      ledger: openLedger(entries),
      keys: { find: async () => ({ key: { fingerprint, der }, signer: 'cloudtrail' }) },
      events: openEvents(bodies),
    },
  };
}

interface Sample {
  readonly body: Uint8Array;
  readonly sha256: string;
  readonly records: number;
}

function toSample(body: Uint8Array): Sample {
  const sha256 = createHash('sha256').update(gunzipSync(body)).digest('hex');
  return { body, sha256, records: recordsIn(body).length };
}

function entryOf(key: string, deliveryDay: string, sample: Sample, eTag: string): LedgerEntry {
  const { sha256, records, body } = sample;
  const counts = { records, indexed: records, rejected: 0, expired: 0 };
  return {
    key,
    deliveryDay,
    status: 'indexed',
    updatedAt: STORED_AT.toISOString(),
    rulesVersion: RULES_VERSION,
    eTag,
    sizeBytes: body.length,
    sha256,
    ...counts,
  };
}

/** Folders and listings are worked out once: a real bucket does not search either. */
function openBucket(objects: ReadonlyMap<string, Stored>) {
  const files = new Map<string, ListedObject[]>();
  const folders = new Map<string, Set<string>>();
  for (const [key, { object }] of objects) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const inFolder = files.get(folder) ?? [];
    files.set(folder, inFolder);
    inFolder.push(object);
    for (let child = folder; child !== ''; ) {
      const parent = child.slice(0, child.slice(0, -1).lastIndexOf('/') + 1);
      const children = folders.get(parent) ?? new Set();
      folders.set(parent, children.add(child));
      child = parent;
    }
  }
  const get = (key: string): Stored => {
    const stored = objects.get(key);
    if (stored === undefined) throw new Error(`There is no ${key}.`);
    return stored;
  };
  return {
    listing: {
      listFolders: async (folder: string) => [...(folders.get(folder) ?? [])].sort(),
      async *listObjects(folder: string) {
        yield* files.get(folder) ?? [];
      },
    },
    digests: {
      readDigest: async (key: string) => ({ bytes: gunzipSync(get(key).body), metadata: get(key).metadata }),
    },
    logFiles: {
      async *read(key: string) {
        yield gunzipSync(get(key).body);
      },
    },
  } satisfies Pick<VerifyStores, 'listing' | 'digests' | 'logFiles'>;
}

function openLedger(entries: ReadonlyMap<string, LedgerEntry>): VerifyStores['ledger'] {
  const folders = Map.groupBy(entries.values(), ({ key }) => key.slice(0, key.lastIndexOf('/') + 1));
  return {
    findRegionFolders: async () => [],
    async *readFolder(_day, folder) {
      yield* folders.get(folder) ?? [];
    },
  };
}

/** The items as the ingest function leaves them; each names one of the many log files that its record is in. */
function openEvents(bodies: readonly Uint8Array[]): EventLookUp {
  const items = bodies.flatMap((body) => [...eventsIn({ key: ANY_KEY, body })].map(({ item }) => item));
  const byIdentity = new Map(items.map((item) => [identityOf(fromEventItem(item)), item]));
  return {
    findItems: async (events) =>
      events.map((event) => byIdentity.get(identityOf(event))).filter((item) => item !== undefined),
  };
}

function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** For a run that must find something: takes a log file out of the month's bucket. */
export function withoutLogFile(stores: VerifyStores): {
  readonly stores: VerifyStores;
  readonly key: () => string;
} {
  let taken = '';
  return {
    key: () => taken,
    stores: {
      ...stores,
      listing: {
        ...stores.listing,
        async *listObjects(folder) {
          for await (const object of stores.listing.listObjects(folder)) {
            if (taken === '' && parseObjectKey(object.key).kind === 'log-file') taken = object.key;
            if (object.key !== taken) yield object;
          }
        },
      },
    },
  };
}
