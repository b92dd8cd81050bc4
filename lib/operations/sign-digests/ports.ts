/** What the signing of digests needs of the world. lib/aws and lib/local implement these; tests with doubles that behave. */
import type { LogFileReader, TrailBucketListing } from '../../audit/ports.ts';
import type { DigestReader } from '../../audit/verify/ports.ts';
import type { ArchivedKey } from '../../event-index/public-key-archive.ts';
import type { DeliveryTopic, LedgerLookUp, OperationClock } from '../ports.ts';

/** A digest as it goes into the trail bucket. */
export interface DigestToStore {
  readonly key: string;
  /** One gzip member. */
  readonly body: Uint8Array;
  /** User metadata of the object, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface DigestDelivery {
  /** Stores the digest. */
  putDigest(digest: DigestToStore): Promise<void>;
}

/** Keeps public keys for those who verify digests later. */
export interface PublicKeyArchive {
  put(key: ArchivedKey): Promise<void>;
}

export interface SigningStores {
  readonly listing: TrailBucketListing;
  readonly ledger: LedgerLookUp;
  readonly logFiles: LogFileReader;
  readonly digests: DigestReader;
  readonly delivery: DigestDelivery;
  readonly topic: DeliveryTopic;
  readonly archive: PublicKeyArchive;
  readonly clock: OperationClock;
}
