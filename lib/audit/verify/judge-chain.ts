/**
 * Says of each digest of a chain whether it is what CloudTrail wrote, the newest first.
 *
 * A digest holds if it lies where it says, a key of CloudTrail's has signed it, and no later digest that holds says
 * otherwise. A later one vouches for the hash and the signature of the one before: so a digest whose metadata were lost
 * is proven by it, and one that was signed and is contradicted all the same is not. Nothing that a digest says is used
 * before it holds. What contradicts counts against the earlier of the two, because only it can have been changed since.
 */
import type { Digest, PreviousDigest } from '../../cloudtrail/digest.ts';
import { DIGEST_METADATA, isSignedBy, SIGNATURE_ALGORITHM } from '../../cloudtrail/digest-signature.ts';
import { excerpt } from '../../cloudtrail/excerpt.ts';
import type { FoundDigest } from './find-digests.ts';
import type { KeyRing } from './key-ring.ts';
import { findOrigin, type KeyMap, type Whereabouts } from './origin.ts';
import type { FaultCode, Signer } from './report.ts';
import { HOUR_MS } from './times.ts';

export type JudgedDigest = ValidDigest | InvalidDigest;

interface Judged {
  readonly key: string;
  readonly isBackfill: boolean;
  /** Its time: as it says where it holds, otherwise the hour before the end in its name. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface ValidDigest extends Judged {
  readonly kind: 'valid';
  readonly digest: Digest;
  /** From keys in the digest to keys in this bucket. */
  readonly toStoredKey: KeyMap;
  readonly signer: Signer;
  /** Its metadata have no signature; the next digest has it. */
  readonly isVouched: boolean;
}

export interface InvalidDigest extends Judged {
  readonly kind: 'invalid';
  readonly code: FaultCode;
  readonly message: string;
}

interface Verdict {
  readonly code: FaultCode;
  readonly message: string;
}

/** @param found digests of one chain */
export async function judgeChain(
  found: readonly FoundDigest[],
  keys: KeyRing,
  whereabouts: Whereabouts,
): Promise<readonly JudgedDigest[]> {
  const vouchers = new Map<string, PreviousDigest>();
  const judged: JudgedDigest[] = [];
  for (const one of found.toSorted((a, b) => b.endMs - a.endMs)) {
    const digest = await judgeDigest(one, vouchers.get(one.key), keys, whereabouts);
    judged.push(digest);
    if (digest.kind !== 'valid') continue;
    const previousKey = previousKeyOf(digest);
    if (previousKey !== undefined && digest.digest.previous !== undefined)
      vouchers.set(previousKey, digest.digest.previous);
  }
  return judged;
}

/** In this bucket; undefined in a starting digest, and after the trail's bucket was changed. */
export function previousKeyOf({ digest, toStoredKey }: ValidDigest): string | undefined {
  const { previous, bucket } = digest;
  return previous === undefined || previous.bucket !== bucket ? undefined : toStoredKey(previous.key);
}

async function judgeDigest(
  found: FoundDigest,
  voucher: PreviousDigest | undefined,
  keys: KeyRing,
  whereabouts: Whereabouts,
): Promise<JudgedDigest> {
  const { key, name, endMs, content } = found;
  const { backfill: isBackfill } = name;
  const invalid = ({ code, message }: Verdict): InvalidDigest => ({
    kind: 'invalid',
    key,
    isBackfill,
    fromMs: endMs - HOUR_MS,
    untilMs: endMs,
    code,
    message,
  });
  if (content.kind === 'unusable') return invalid(content);
  const { digest, metadata } = content;
  const toStoredKey = findOrigin(key, digest, whereabouts);
  if (toStoredKey === undefined) return invalid(moved(digest));
  const stated = metadata[DIGEST_METADATA.signature];
  const signature = stated ?? voucher?.signature;
  const algorithm = findOtherAlgorithm(digest, metadata[DIGEST_METADATA.algorithm]);
  if (algorithm !== undefined) return invalid(algorithm);
  if (
    signature === undefined ||
    (isBackfill && voucher === undefined && !metadata[DIGEST_METADATA.generatedAt])
  )
    return invalid(lacksMetadata(signature));
  const search = await keys.find(name.region, digest);
  if (search.kind === 'none') {
    // Signed by nobody knows whom proves nothing; that a later digest knows other bytes does.
    const isReplaced = voucher !== undefined && voucher.sha256 !== digest.sha256;
    return invalid(isReplaced ? CONTRADICTED : search);
  }
  if (!isSignedBy(digest, signature, search.key)) return invalid(NOT_SIGNED);
  if (voucher !== undefined && !isVouchedFor(digest, signature, voucher)) return invalid(CONTRADICTED);
  return {
    kind: 'valid',
    key,
    isBackfill,
    fromMs: Date.parse(digest.startTime),
    untilMs: Date.parse(digest.endTime),
    digest,
    toStoredKey,
    signer: search.signer,
    isVouched: stated === undefined,
  };
}

function isVouchedFor({ sha256 }: Digest, signature: string, voucher: PreviousDigest): boolean {
  return voucher.sha256 === sha256 && voucher.signature.toLowerCase() === signature.toLowerCase();
}

const NOT_SIGNED: Verdict = {
  code: 'digest-signature',
  message: 'The signature does not fit the digest: its bytes, its place or its signature were changed.',
};

const CONTRADICTED: Verdict = {
  code: 'digest-chain',
  message: 'The digest after it vouches for other bytes or another signature: this one was replaced.',
};

function moved({ bucket, key }: Digest): Verdict {
  return {
    code: 'digest-moved',
    message: `The digest has been moved or copied: it says that it was delivered as ${excerpt(`s3://${bucket}/${key}`, 600)}.`,
  };
}

function lacksMetadata(signature: string | undefined): Verdict {
  const lacking = signature === undefined ? DIGEST_METADATA.signature : DIGEST_METADATA.generatedAt;
  return {
    code: 'digest-metadata',
    message: `The object has no metadata "${lacking}", and no later digest vouches for it.`,
  };
}

function findOtherAlgorithm({ signatureAlgorithm }: Digest, stated: string | undefined): Verdict | undefined {
  const other = [stated, signatureAlgorithm].find(
    (name) => name !== undefined && name !== SIGNATURE_ALGORITHM,
  );
  if (other === undefined) return undefined;
  const message = `The digest is said to be signed by ${excerpt(other)}; CloudTrail signs by ${SIGNATURE_ALGORITHM}.`;
  return { code: 'digest-algorithm', message };
}
