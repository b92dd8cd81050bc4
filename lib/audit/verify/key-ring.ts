/** The public keys that a verification has met, each looked for and loaded once. */
import type { KeyObject } from 'node:crypto';
import { excerpt } from '../../cloudtrail/excerpt.ts';
import { loadPublicKey, PublicKeyError } from '../../cloudtrail/public-key.ts';
import { describeError } from '../../cloudtrail/unreadable.ts';
import { type KeyWindow, type PublicKeys, PublicKeysError } from './ports.ts';
import type { FaultCode, Signer } from './report.ts';
import { toSentence } from './sentence.ts';

export type KeySearch =
  | { readonly kind: 'key'; readonly key: KeyObject; readonly signer: Signer }
  | { readonly kind: 'none'; readonly code: FaultCode; readonly message: string };

export interface KeyRing {
  /** @param window in which the key must have been valid, for those who are asked by time */
  find(region: string, fingerprint: string, window: KeyWindow): Promise<KeySearch>;
}

export function openKeyRing(keys: PublicKeys): KeyRing {
  const found = new Map<string, KeySearch>();
  return {
    async find(region, fingerprint, window) {
      const identity = `${region}/${fingerprint}`;
      const known = found.get(identity);
      if (known !== undefined) return known;
      const search = await searchKey(keys.find(region, fingerprint, window), region, fingerprint);
      // One that is not there at one time may be at another.
      if (search.kind === 'key') found.set(identity, search);
      return search;
    },
  };
}

async function searchKey(
  finding: ReturnType<PublicKeys['find']>,
  region: string,
  fingerprint: string,
): Promise<KeySearch> {
  try {
    const found = await finding;
    if (found === undefined) {
      const message = `No public key with the fingerprint ${excerpt(fingerprint)} was found for the region ${region}.`;
      return { kind: 'none', code: 'digest-key-not-found', message };
    }
    return { kind: 'key', key: loadPublicKey(found.key), signer: found.signer };
  } catch (error) {
    const message = isOwn(error)
      ? error.message
      : toSentence(`The public key ${excerpt(fingerprint)} cannot be had: ${describeError(error)}`);
    return { kind: 'none', code: 'digest-key-unusable', message };
  }
}

function isOwn(error: unknown): error is Error {
  return error instanceof PublicKeyError || error instanceof PublicKeysError;
}
