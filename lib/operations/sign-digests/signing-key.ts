/** A private key with its public half as CloudTrail hands keys out: PKCS#1, known by its fingerprint. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { fingerprintOf, type PublicKey } from '../../cloudtrail/public-key.ts';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

export function toSigningKey(privateKey: KeyObject): SigningKey {
  const der = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  return { privateKey, publicKey: { fingerprint: fingerprintOf(der), der } };
}
