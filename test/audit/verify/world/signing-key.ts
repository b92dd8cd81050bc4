/**
 * Key pairs with which a test plays CloudTrail, published as CloudTrail publishes its own: DER and the MD5 of it.
 *
 * Made once for all tests, as making them is slow.
 */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { PublicKey } from '../../../../lib/cloudtrail/public-key.ts';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly published: PublicKey;
}

export function createSigningKey(form: 'pkcs1' | 'spki'): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: form });
  const fingerprint = createHash('md5').update(der).digest('hex');
  const validity = { validFrom: '2026-03-01T00:00:00.000Z', validUntil: '2026-03-31T00:00:00.000Z' };
  return { privateKey, published: { fingerprint, der, ...validity } };
}

/** CloudTrail's, as the world below has it. */
export const CLOUDTRAIL_KEY = createSigningKey('pkcs1');

/** Somebody else's, of the other form. */
export const FOREIGN_KEY = createSigningKey('spki');
