/**
 * Which objects the index takes, whatever a message says: those of one trail's bucket, below its key prefix, of its
 * organisation and its accounts, with a key that the ledger has room for.
 *
 * The ingest function reads nothing else, and a command that tells what the function will do asks the same.
 */
import {
  type DigestKey,
  type FolderMarkerKey,
  type LogFileKey,
  parseObjectKey,
} from '../cloudtrail/object-key.ts';
import { KEY_LIMIT_BYTES } from './ledger.ts';

export interface TrailScope {
  readonly trailBucket: string;
  /** The S3 key prefix that a key must have, without a slash at its end: '' for none at all, undefined for any. */
  readonly keyPrefix?: string | undefined;
  /** The organisation whose keys are taken beside those without one: '' for no organisation at all, undefined for any. */
  readonly organizationId?: string | undefined;
  /** The accounts whose keys are taken; undefined for any. */
  readonly accountIds?: readonly string[] | undefined;
}

export interface OutOfScope {
  readonly kind: 'out-of-scope';
  /** Half a sentence, safe to print. */
  readonly reason: string;
}

export function readInScope(
  bucket: string,
  key: string,
  scope: TrailScope,
): LogFileKey | DigestKey | FolderMarkerKey | OutOfScope {
  if (bucket !== scope.trailBucket)
    return outOfScope(`the object is in a bucket other than the trail's, ${scope.trailBucket}`);
  const parsed = parseObjectKey(key);
  if (parsed.kind === 'foreign') return outOfScope(parsed.reason);
  if (Buffer.byteLength(key) > KEY_LIMIT_BYTES)
    return outOfScope(`the key is longer than ${KEY_LIMIT_BYTES} bytes`);
  if (parsed.kind === 'folder-marker') return parsed;
  const reason = findStranger(parsed, scope);
  return reason === undefined ? parsed : outOfScope(reason);
}

function findStranger(
  { prefix, organizationId, accountId }: LogFileKey | DigestKey,
  scope: TrailScope,
): string | undefined {
  const { keyPrefix } = scope;
  // An empty folder in front is a prefix as well, and not that of a trail without one.
  if (keyPrefix !== undefined && prefix !== (keyPrefix === '' ? undefined : keyPrefix)) {
    const own = keyPrefix === '' ? 'the trail has no prefix' : `the trail's prefix is "${keyPrefix}"`;
    return `${own}, the key has another`;
  }
  // Keys without an organisation are the trail's all the same: one that was converted leaves both layouts.
  if (organizationId !== undefined && organizationId !== (scope.organizationId ?? organizationId))
    return `the key belongs to organisation ${organizationId}`;
  if (scope.accountIds?.includes(accountId) === false) return `the key belongs to account ${accountId}`;
  return undefined;
}

function outOfScope(reason: string): OutOfScope {
  return { kind: 'out-of-scope', reason };
}
