/**
 * Public keys with which CloudTrail's digests are checked, and how a key is told from another one.
 *
 * A key is known by its fingerprint, the MD5 of its DER bytes; whoever hands a key out is not believed. MD5 is
 * CloudTrail's choice: it names a key, the signature is what proves. The bytes are documented as PKCS#1, and some that
 * CloudTrail publishes are SubjectPublicKeyInfo.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { excerpt } from './excerpt.ts';
import { memberOf, textIn } from './json.ts';

export interface PublicKey {
  /** Lowercase hex MD5 of `der`. */
  readonly fingerprint: string;
  /** PKCS#1 or SubjectPublicKeyInfo. */
  readonly der: Uint8Array;
  /** ISO 8601; undefined where nobody says. */
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

/** A key is not what it is said to be, or no key at all. */
export class PublicKeyError extends Error {
  override readonly name = 'PublicKeyError';
  readonly code = 'invalid-public-key';
}

export function fingerprintOf(der: Uint8Array): string {
  return createHash('md5').update(der).digest('hex');
}

/** @throws {PublicKeyError} when the bytes have another fingerprint, or are no RSA key. */
export function loadPublicKey({ fingerprint, der }: PublicKey): KeyObject {
  if (fingerprintOf(der) !== fingerprint)
    throw new PublicKeyError(`The public key ${excerpt(fingerprint)} has other bytes than its name says.`);
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type });
      if (key.asymmetricKeyType === 'rsa') return key;
    } catch {
      // Of the other form, or none.
    }
  }
  throw new PublicKeyError(`The public key ${excerpt(fingerprint)} cannot be read as an RSA key.`);
}

/**
 * Keys as `aws cloudtrail list-public-keys` prints them. The fingerprint of each is made from its bytes.
 *
 * @throws {PublicKeyError} for text that is no such list, or a key whose stated fingerprint is another.
 */
export function parsePublicKeyList(text: string): readonly PublicKey[] {
  let list: unknown;
  try {
    const answer: unknown = JSON.parse(text);
    // The user guide's sample spells it with a small p.
    list = memberOf(answer, 'PublicKeyList') ?? memberOf(answer, 'publicKeyList');
  } catch {
    throw new PublicKeyError('it is not JSON.');
  }
  if (!Array.isArray(list))
    throw new PublicKeyError('it has no PublicKeyList, as `aws cloudtrail list-public-keys` prints one.');
  return list.map(toPublicKey);
}

function toPublicKey(entry: unknown, index: number): PublicKey {
  const value = textIn(entry, 'Value');
  if (value === undefined) throw new PublicKeyError(`key ${index + 1} of PublicKeyList has no Value.`);
  const der = Buffer.from(value, 'base64');
  const fingerprint = fingerprintOf(der);
  const stated = textIn(entry, 'Fingerprint')?.toLowerCase();
  if (stated !== undefined && stated !== fingerprint) {
    throw new PublicKeyError(
      `key ${index + 1} of PublicKeyList is said to have the fingerprint ${excerpt(stated)}, and its bytes have ${fingerprint}.`,
    );
  }
  const key = { fingerprint, der, ...validityOf(entry) };
  loadPublicKey(key);
  return key;
}

function validityOf(entry: unknown): Pick<PublicKey, 'validFrom' | 'validUntil'> {
  const validFrom = toTime(memberOf(entry, 'ValidityStartTime'));
  const validUntil = toTime(memberOf(entry, 'ValidityEndTime'));
  return {
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** Versions of the AWS CLI print times as ISO 8601, as epoch seconds, and as these in quotes. What is neither is left out. */
function toTime(value: unknown): string | undefined {
  const isSeconds = typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value));
  const ms = isSeconds ? Number(value) * 1000 : Date.parse(typeof value === 'string' ? value : '');
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
