/**
 * Says of each digest of a chain whether it is what CloudTrail wrote, the newest first.
 *
 * A later digest that holds vouches for the hash and the signature of the one before: so one that was signed and is
 * contradicted all the same was replaced. What contradicts counts against the earlier of the two, because only it can have
 * been changed since. A signature that a digest has lost with its metadata is looked for in every later one: it proves
 * itself, whoever hands it over.
 */
import type { PreviousDigest } from '../../cloudtrail/digest.ts';
import type { FoundDigest } from './find-digests.ts';
import { type JudgedDigest, judgeDigest, type ValidDigest } from './judge-digest.ts';
import type { KeyRing } from './key-ring.ts';
import { findOrigin, type KeyMap, type Whereabouts } from './origin.ts';

/** @param found digests of one chain */
export async function judgeChain(
  found: readonly FoundDigest[],
  keys: KeyRing,
  whereabouts: Whereabouts,
): Promise<readonly JudgedDigest[]> {
  const signatures = collectSignatures(found, whereabouts);
  const vouchers = new Map<string, PreviousDigest>();
  const judged: JudgedDigest[] = [];
  for (const one of found.toSorted((a, b) => b.endMs - a.endMs)) {
    const hints = { voucher: vouchers.get(one.key), signatures: signatures.get(one.key) ?? [] };
    const digest = await judgeDigest(one, hints, keys, whereabouts);
    judged.push(digest);
    const { previous } = digest.kind === 'valid' ? digest.digest : {};
    const previousKey = digest.kind === 'valid' ? previousKeyOf(digest) : undefined;
    if (previous !== undefined && previousKey !== undefined) vouchers.set(previousKey, previous);
  }
  return judged;
}

/** In this bucket; undefined in a starting digest, and after the trail's bucket was changed. */
export function previousKeyOf({
  digest,
  toStoredKey,
}: Pick<ValidDigest, 'digest' | 'toStoredKey'>): string | undefined {
  const { previous, bucket } = digest;
  return previous === undefined || previous.bucket !== bucket ? undefined : toStoredKey(previous.key);
}

/** By the key of the digest that they should be of. */
function collectSignatures(
  found: readonly FoundDigest[],
  whereabouts: Whereabouts,
): ReadonlyMap<string, readonly string[]> {
  const signatures = new Map<string, string[]>();
  for (const { key, content } of found) {
    if (content.kind !== 'digest') continue;
    const { digest } = content;
    const toStoredKey: KeyMap | undefined = findOrigin(key, digest, whereabouts);
    const previousKey = toStoredKey === undefined ? undefined : previousKeyOf({ digest, toStoredKey });
    if (previousKey === undefined || digest.previous === undefined) continue;
    signatures.set(previousKey, [...(signatures.get(previousKey) ?? []), digest.previous.signature]);
  }
  return signatures;
}
