/**
 * Whether one digest is what CloudTrail wrote: it lies where it says, a key of CloudTrail's has signed it, and no later
 * digest that holds says otherwise.
 */
import type { KeyObject } from 'node:crypto';
import type { Digest, PreviousDigest } from '../../cloudtrail/digest.ts';
import { DIGEST_METADATA, isSignedBy, SIGNATURE_ALGORITHM } from '../../cloudtrail/digest-signature.ts';
import { excerpt } from '../../cloudtrail/excerpt.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import type { FoundDigest } from './find-digests.ts';
import type { KeyRing } from './key-ring.ts';
import { findOrigin, type KeyMap, type Whereabouts } from './origin.ts';
import type { KeyWindow } from './ports.ts';
import type { FaultCode, Signer } from './report.ts';

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
  /** Its metadata have no signature; a later digest has it. */
  readonly isVouched: boolean;
}

export interface InvalidDigest extends Judged {
  readonly kind: 'invalid';
  readonly code: FaultCode;
  readonly message: string;
}

/** What other digests say of it. */
export interface Hints {
  /** Of the digest after it, which holds. */
  readonly voucher: PreviousDigest | undefined;
  /** That later digests give it, whether they hold or not: hex. */
  readonly signatures: readonly string[];
}

interface Verdict {
  readonly code: FaultCode;
  readonly message: string;
}

export async function judgeDigest(
  found: FoundDigest,
  hints: Hints,
  keys: KeyRing,
  whereabouts: Whereabouts,
): Promise<JudgedDigest> {
  const { key, name, endMs, content } = found;
  const judged = { key, isBackfill: name.backfill };
  const invalid = ({ code, message }: Verdict): InvalidDigest => {
    return { kind: 'invalid', ...judged, fromMs: endMs - HOUR_MS, untilMs: endMs, code, message };
  };
  if (content.kind === 'unusable') return invalid(content);
  const { digest, metadata } = content;
  const { voucher } = hints;
  const toStoredKey = findOrigin(key, digest, whereabouts);
  if (toStoredKey === undefined) return invalid(moved(digest));
  const otherAlgorithm = findOtherAlgorithm(digest, metadata[DIGEST_METADATA.algorithm]);
  if (otherAlgorithm !== undefined) return invalid(otherAlgorithm);
  const stated = metadata[DIGEST_METADATA.signature];
  const signatures = stated === undefined ? hints.signatures : [stated];
  if (signatures.length === 0) return invalid(LACKS_SIGNATURE);
  const signedAt = name.backfill ? generationOf(metadata[DIGEST_METADATA.generatedAt]) : timeOf(digest);
  if (signedAt === undefined && voucher === undefined) return invalid(LACKS_TIME);
  const search = await keys.find(name.region, digest.fingerprint, signedAt ?? timeOf(digest));
  if (search.kind === 'none') {
    // Signed by nobody knows whom proves nothing; that a later digest knows other bytes does.
    const isReplaced = voucher !== undefined && voucher.sha256 !== digest.sha256;
    return invalid(isReplaced ? CONTRADICTED : search);
  }
  const signature = findSignature(digest, signatures, search.key);
  if (signature === undefined) return invalid(NOT_SIGNED);
  if (voucher !== undefined && !isVouchedFor(digest, signature, voucher)) return invalid(CONTRADICTED);
  return {
    kind: 'valid',
    ...judged,
    fromMs: Date.parse(digest.startTime),
    untilMs: Date.parse(digest.endTime),
    digest,
    toStoredKey,
    signer: search.signer,
    isVouched: stated === undefined,
  };
}

function timeOf({ startTime, endTime }: Digest): KeyWindow {
  return { from: new Date(startTime), until: new Date(endTime) };
}

/** A backfill digest is signed when it is made, which may be long after the time that it is about. */
function generationOf(stated: string | undefined): KeyWindow | undefined {
  const ms = Date.parse(stated ?? '');
  return Number.isNaN(ms) ? undefined : { from: new Date(ms - HOUR_MS), until: new Date(ms + HOUR_MS) };
}

function findSignature(digest: Digest, signatures: readonly string[], key: KeyObject): string | undefined {
  return signatures.find((signature) => isSignedBy(digest, signature, key));
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

const LACKS_SIGNATURE: Verdict = {
  code: 'digest-metadata',
  message: `The object has no metadata "${DIGEST_METADATA.signature}", and no later digest has its signature.`,
};

const LACKS_TIME: Verdict = {
  code: 'digest-metadata',
  message: `The object has no time in its metadata "${DIGEST_METADATA.generatedAt}", and no later digest vouches for it.`,
};

function moved({ bucket, key }: Digest): Verdict {
  const place = excerpt(`s3://${bucket}/${key}`, 600);
  const message = `The digest has been moved or copied: it says that it was delivered as ${place}.`;
  return { code: 'digest-moved', message };
}

function findOtherAlgorithm({ signatureAlgorithm }: Digest, stated: string | undefined): Verdict | undefined {
  const other = [stated, signatureAlgorithm].find(
    (name) => name !== undefined && name !== SIGNATURE_ALGORITHM,
  );
  if (other === undefined) return undefined;
  const message = `The digest is said to be signed by ${excerpt(other)}; CloudTrail signs by ${SIGNATURE_ALGORITHM}.`;
  return { code: 'digest-algorithm', message };
}
