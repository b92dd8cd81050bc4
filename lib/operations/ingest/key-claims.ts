/**
 * Gives each file the key under which it is delivered, so that no delivery replaces other bytes.
 *
 * Two files of one key and one content are one file. Of two contents the later gets a key of its own, and so does a file
 * whose key the ledger knows as indexed from other bytes: what CloudTrail delivered is evidence and stays. Remembered of
 * a file are two hashes of 12 bytes, so that hundreds of thousands of files cost a few dozen megabytes.
 */
import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { LedgerKeyParts } from '../ports.ts';
import { alternativeKey } from './file-key.ts';
import type { PreparedLogFile } from './prepare-log-file.ts';
import { uniqueStringOf } from './unique-string.ts';

export type Claim =
  /** Another file of this run has brought the same bytes under this key. */
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'claimed';
      readonly key: string;
      /** What the ledger said of the key before anything was delivered. */
      readonly previous: LedgerEntry | undefined;
      /** The key is not the file's own: other bytes have that. */
      readonly isAlternative: boolean;
    };

export type KeyClaims = (file: PreparedLogFile) => Promise<Claim>;

export function createKeyClaims(
  lookUp: (file: LedgerKeyParts) => Promise<LedgerEntry | undefined>,
): KeyClaims {
  const contents = new Map<string, string>();

  async function claim(file: PreparedLogFile, key: string): Promise<Claim | undefined> {
    const previous = await lookUp({ deliveryDay: file.deliveryDay, key });
    // From here on nothing waits: of two files that want the same key, one comes first.
    const content = contentOf(file.sha256);
    const name = nameOf(key);
    const holder = contents.get(name);
    if (holder === content) return { kind: 'duplicate' };
    const indexed = previous?.status === 'indexed' ? previous.sha256 : undefined;
    const isTaken = holder !== undefined || (indexed !== undefined && indexed !== file.sha256);
    if (isTaken) return undefined;
    contents.set(name, content);
    return { kind: 'claimed', key, previous, isAlternative: key !== file.key };
  }

  return async (file) => {
    const first = await claim(file, file.key);
    if (first !== undefined) return first;
    const key = alternativeKey(file.key, uniqueStringOf(file.sha256));
    const second = await claim(file, key);
    if (second !== undefined) return second;
    throw new Error(
      `Both ${file.key} and ${key} hold other bytes, although the second is named after a hash of these.`,
    );
  };
}

function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('base64').slice(0, 16);
}

function contentOf(sha256: string): string {
  return Buffer.from(sha256.slice(0, 24), 'hex').toString('base64');
}
