/** What a verification needs of the world, beside listings and the ledger. lib/aws implements these with the SDK. */
import type { PublicKey } from '../../cloudtrail/public-key.ts';
import type { Item } from '../../event-index/attribute-value.ts';
import type { LedgerReader, LogFileReader, TrailBucketListing } from '../ports.ts';
import type { Signer } from './report.ts';

/** A digest's object as it is stored. */
export interface StoredDigest {
  /** Inflated. */
  readonly bytes: Uint8Array;
  /** User metadata of the object, by CloudTrail's names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string | undefined>>;
}

export interface DigestReader {
  /** Fails with what S3 says, or with a LogFileError about the bytes. */
  readDigest(key: string): Promise<StoredDigest>;
}

export interface FoundKey {
  readonly key: PublicKey;
  readonly signer: Signer;
}

/** Times between which a key must have been valid, for those who are asked by time. */
export interface KeyWindow {
  readonly from: Date;
  readonly until: Date;
}

/** Nobody could say which keys there are: the message says who, of which region and why. */
export class PublicKeysError extends Error {
  override readonly name = 'PublicKeysError';
  readonly code = 'public-keys-not-listed';
}

export interface PublicKeys {
  /**
   * Undefined where nobody has a key of that fingerprint for the region.
   * @throws {PublicKeysError}
   */
  find(region: string, fingerprint: string, window: KeyWindow): Promise<FoundKey | undefined>;
}

/** Identity of an item in the Events table. */
export interface EventIdentity {
  readonly eventID: string;
  /** Hex of the 16 bytes. */
  readonly recordHash: string;
}

export interface EventLookUp {
  /** The items of these identities, in any order, without those that the Events table has none of. */
  findItems(events: readonly EventIdentity[]): Promise<readonly Item[]>;
}

export interface LedgerFolders {
  /**
   * The folders of regions, each with a slash at its end, that the ledger has entries of on that day, of those that begin
   * with `root`. An entry that is in no such folder is left out.
   */
  findRegionFolders(deliveryDay: string, root: string): Promise<readonly string[]>;
}

export interface VerifyStores {
  readonly listing: TrailBucketListing;
  readonly ledger: LedgerReader & LedgerFolders;
  readonly digests: DigestReader;
  readonly logFiles: LogFileReader;
  readonly keys: PublicKeys;
  readonly events: EventLookUp;
}
