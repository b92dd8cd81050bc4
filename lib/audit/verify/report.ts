/**
 * What a verification says: of each hour of each account and region how it stands, and of each object at fault what is
 * wrong with it. What these words claim, and what they do not, is in docs/integrity.md.
 */
import type { FileClass } from '../../event-index/coverage.ts';

/**
 * How an hour stands: the first of these that holds for it.
 *
 * - `altered`: a digest or a log file is not what CloudTrail delivered
 * - `missing`: a digest or a log file is gone
 * - `unproven`: nothing speaks against it, but something could not be read or its signature not be checked
 * - `not-indexed`: everything is in the bucket as it was delivered, and not all of it in the index
 * - `overdue`: the digest should be there by the clock
 * - `not-covered`: no digest speaks for it, or for one of its log files
 * - `awaited`: its digest is not due yet
 * - `expired`: past the retention of the bucket
 * - `proven`: every log file of the digest is in the bucket as delivered, and in the index whole
 * - `silent`: the digest says that there was no log file
 */
export const HOUR_STATES = [
  'altered',
  'missing',
  'unproven',
  'not-indexed',
  'overdue',
  'not-covered',
  'awaited',
  'expired',
  'proven',
  'silent',
] as const;

export type HourState = (typeof HOUR_STATES)[number];

/** States of single objects that make a verification fail. */
export const FAULT_STATES = [
  'altered',
  'missing',
  'unproven',
  'not-indexed',
  'overdue',
  'not-covered',
] as const satisfies readonly HourState[];

export type FaultState = (typeof FAULT_STATES)[number];

/** States of an hour in which all is as it should be. */
export const COVERED_STATES = ['proven', 'silent'] as const satisfies readonly HourState[];

/** What exactly is wrong, in a word that scripts can rely on. */
export const FAULTS = {
  // Of digests.
  'digest-not-found': 'missing',
  'digest-invalid-format': 'altered',
  'digest-moved': 'altered',
  'digest-signature': 'altered',
  'digest-algorithm': 'altered',
  /** A later digest vouches for other bytes, or another signature. */
  'digest-chain': 'altered',
  'digest-key-not-found': 'unproven',
  'digest-key-unusable': 'unproven',
  /** Neither its metadata nor a later digest has its signature, or a backfill digest lacks its time. */
  'digest-metadata': 'unproven',
  'digest-unreadable': 'unproven',
  'digest-overdue': 'overdue',
  // Of time that no digest speaks for.
  'no-digest': 'not-covered',
  // Of log files.
  'log-file-not-found': 'missing',
  'log-file-hash': 'altered',
  'log-file-invalid-format': 'altered',
  'log-file-data-after-gzip': 'altered',
  'log-file-unreadable': 'unproven',
  'log-file-not-listed': 'not-covered',
  // Of the index.
  'not-in-index': 'not-indexed',
  'index-pending': 'not-indexed',
  'index-rejected': 'not-indexed',
  /** Indexed from other bytes than those that CloudTrail delivered. */
  'index-other-bytes': 'not-indexed',
  /** The ledger's counts do not add up, or not to the records of the file. */
  'index-records': 'not-indexed',
  /** Events of the file are not in the index, or not as their records say: only a deep verification sees it. */
  'index-events': 'not-indexed',
} as const satisfies Record<string, FaultState>;

export type FaultCode = keyof typeof FAULTS;

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface Fault extends Place {
  readonly code: FaultCode;
  readonly state: FaultState;
  /** `2026-03-17T09`: where it counts. */
  readonly hour: string;
  /** Of the object in the bucket; undefined of time that has none. */
  readonly key: string | undefined;
  /** One sentence, or a few, for people: what was found. Safe to print. */
  readonly message: string;
  /** Of `no-digest` and `digest-overdue`: the time it speaks of, ISO 8601. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Something worth knowing that is no fault. */
export interface Notice extends Place {
  readonly code: /** Other compressed bytes of the same content than those that were indexed. */
    | 'log-file-recompressed'
    /** Records of an indexed file that were refused: named by `traildex files`. */
    | 'records-refused'
    /** A digest whose metadata have no signature, proven by the one that a later digest has of it. */
    | 'digest-vouched'
    /** Log files of a kind that no digest here lists: AWS does not say which kinds digests list. */
    | 'content-not-listed'
    /** Nothing was delivered in the time in question, and digests before. */
    | 'region-ended'
    /** The digests of a trail end while those of another go on. */
    | 'trail-ended'
    /** The first digest of a chain: nothing before it is covered by that chain. */
    | 'chain-started';
  readonly key: string | undefined;
  readonly message: string;
}

/** Log files by what was found; each is counted once. */
export type FileCounts = Readonly<Record<FileClass, number>>;

export interface HourReport extends Place {
  /** `2026-03-17T09`, UTC: the clock hour in which the time of the digest begins. */
  readonly hour: string;
  readonly state: HourState;
  readonly files: FileCounts;
  /** Records of the proven files, by the ledger; `--deep`: as read. */
  readonly records: number;
}

/** What is known of one account and region. */
export interface RegionReport extends Place {
  /** In the order of time; none before the first thing that is known of the region. */
  readonly hours: readonly HourReport[];
  readonly faults: readonly Fault[];
  readonly notices: readonly Notice[];
  /** Digests that were read, and how many of them hold. Backfill digests are counted apart. */
  readonly digests: DigestCounts;
  readonly backfillDigests: DigestCounts;
  /** The end of the newest digest that holds, ISO 8601. */
  readonly newestDigestEnd: string | undefined;
  /** Where the keys were had from that signed what holds. */
  readonly signers: readonly Signer[];
}

export interface DigestCounts {
  readonly read: number;
  readonly valid: number;
}

/**
 * Where the key was had from that signed what holds.
 *
 * - `cloudtrail`: from CloudTrail, now
 * - `archived`: from the archive beside the ledger, into which CloudTrail's keys are put
 * - `given`: from a file that was named
 * - `local`: it is the data directory's own, and proves nothing about AWS
 */
export type Signer = 'cloudtrail' | 'archived' | 'given' | 'local';

export const NO_FILES: FileCounts = {
  proven: 0,
  missing: 0,
  altered: 0,
  unproven: 0,
  notIndexed: 0,
  notCovered: 0,
  expired: 0,
};
