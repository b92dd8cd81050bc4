/**
 * Where digests say that things are, and where they are in this bucket.
 *
 * A digest is signed with its own bucket and key, so one that lies elsewhere was moved, or this bucket is a copy of the
 * one that CloudTrail delivered to. Only somebody who knows that it is a copy can say so.
 */
import type { Digest } from '../../cloudtrail/digest.ts';
import { parseObjectKey, ROOT_FOLDER } from '../../cloudtrail/object-key.ts';
import type { VerifyRequest } from './request.ts';

/** From a key that a digest names to that in this bucket; undefined where it cannot be in it. */
export type KeyMap = (signedKey: string) => string | undefined;

export type Whereabouts = Pick<VerifyRequest, 'bucket' | 'origin'>;

/** Undefined where the digest was delivered neither here nor to the origin that this bucket is a copy of. */
export function findOrigin(
  storedKey: string,
  digest: Pick<Digest, 'bucket' | 'key'>,
  { bucket, origin }: Whereabouts,
): KeyMap | undefined {
  if (digest.bucket === bucket && digest.key === storedKey) return (key) => key;
  if (origin === undefined || digest.bucket !== origin.bucket) return undefined;
  const toStoredKey = otherPrefix(origin.keyPrefix, prefixOf(storedKey));
  return toStoredKey(digest.key) === storedKey ? toStoredKey : undefined;
}

function otherPrefix(signed: string, stored: string): KeyMap {
  const before = signed === '' ? '' : `${signed}/`;
  return (key) =>
    key.startsWith(`${before}${ROOT_FOLDER}/`) ? `${stored}${key.slice(before.length)}` : undefined;
}

/** With a slash at its end; '' for none. */
function prefixOf(key: string): string {
  const parsed = parseObjectKey(key);
  return parsed.kind === 'digest' && parsed.prefix !== undefined ? `${parsed.prefix}/` : '';
}
