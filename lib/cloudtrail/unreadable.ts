/**
 * Why a log file cannot be read, in words for people: what S3, KMS or the file's own bytes answered, sorted by what
 * somebody can do about it. Only names and members of errors are looked at, as this folder knows no SDK.
 */
import { LogFileError } from './log-file-error.ts';

export type UnreadableReason =
  /** In a storage class that has to be restored first. */
  | 'archived'
  /** Expired or deleted. */
  | 'gone'
  | 'no-bucket'
  | 'access-denied'
  /** The object may be read, and its KMS key may not be used. */
  | 'key-denied'
  /** Its KMS key is disabled, pending deletion or gone. */
  | 'key-unusable'
  /** The object is there, and its bytes are not those that were stored, or no log file any more. */
  | 'damaged'
  /** The event's log file is known by a hash only, and the ledger does not have it any more. */
  | 'unknown-log-file'
  /** Anything else, mostly on the way: another try may succeed. */
  | 'failed';

export interface Unreadable {
  readonly reason: UnreadableReason;
  /** One sentence. */
  readonly problem: string;
  /** As S3 names it, of an archived object: `GLACIER`, or `INTELLIGENT_TIERING` with the tier behind it. */
  readonly storageClass?: string | undefined;
}

export function toUnreadable(cause: unknown): Unreadable {
  if (cause instanceof LogFileError) {
    return { reason: 'damaged', problem: `The log file is damaged: ${cause.message}` };
  }
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'InvalidObjectState') return toArchived(cause);
  const known = KNOWN[name];
  if (known !== undefined) return isAboutKey(cause) && name !== 'NoSuchKey' ? KEY_DENIED : known;
  if (name.startsWith('KMS.')) {
    const problem = `The log file cannot be decrypted: its KMS key cannot be used. ${messageOf(cause)}`;
    return { reason: 'key-unusable', problem };
  }
  if (isChecksumMismatch(cause)) return DAMAGED_IN_STORE;
  return { reason: 'failed', problem: `The log file cannot be read: ${describeError(cause)}` };
}

const DAMAGED_IN_STORE: Unreadable = {
  reason: 'damaged',
  problem: 'The log file is damaged: its bytes do not fit the checksum that S3 keeps of them.',
};

const GONE: Unreadable = {
  reason: 'gone',
  problem: 'The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.',
};

const DENIED: Unreadable = {
  reason: 'access-denied',
  problem:
    'S3 refuses access to the log file: s3:GetObject is needed. Without s3:ListBucket, S3 says the same of a file that ' +
    'is gone.',
};

const KEY_DENIED: Unreadable = {
  reason: 'key-denied',
  problem: 'The log file cannot be decrypted: kms:Decrypt on its key is needed.',
};

const KNOWN: Readonly<Record<string, Unreadable>> = {
  NoSuchKey: GONE,
  NotFound: GONE,
  AccessDenied: DENIED,
  Forbidden: DENIED,
  NoSuchBucket: { reason: 'no-bucket', problem: 'The trail bucket is not there any more.' },
};

/** S3 denies access in KMS's name: the message is all that tells. */
function isAboutKey(cause: unknown): boolean {
  return /\bkms:/i.test(messageOf(cause));
}

/** The SDK compares what it was sent with the checksum of the object; whoever reads may have wrapped its complaint. */
function isChecksumMismatch(cause: unknown): boolean {
  return [cause, Reflect.get(Object(cause), 'cause')].some((error) =>
    /^checksum mismatch\b/i.test(messageOf(error)),
  );
}

function toArchived(cause: unknown): Unreadable {
  const storageClass = textOf(cause, 'StorageClass') ?? textOf(cause, 'AccessTier') ?? 'an archive class';
  const tier = textOf(cause, 'AccessTier');
  const where = tier === undefined || tier === storageClass ? storageClass : `${storageClass}, ${tier}`;
  return {
    reason: 'archived',
    storageClass,
    problem: `The log file is archived (${where}): it has to be restored before it can be read.`,
  };
}

function textOf(cause: unknown, name: string): string | undefined {
  const value: unknown = Reflect.get(Object(cause), name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** With its name, where it has one of its own. */
export function describeError(cause: unknown): string {
  if (!(cause instanceof Error) || cause.name === 'Error') return messageOf(cause);
  return `${cause.name}: ${cause.message}`;
}
