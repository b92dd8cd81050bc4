/**
 * Finds the public key that a digest names: among those that were given, with CloudTrail, or in the archive.
 *
 * CloudTrail is asked before the archive: whoever can write to the table could put a key of their own there, and nobody
 * can do that to CloudTrail.
 *
 * What CloudTrail gives is put into the archive, so that it is found there when CloudTrail no longer hands it out. That is
 * worth a try and no more: whoever may only read verifies all the same. A region is asked about a week at a time, once,
 * however many digests ask: an answer holds the keys of all of them, and a refusal is remembered as well. One of these is
 * for one run.
 */
import type { FoundKey, KeyWindow, PublicKeys } from '../audit/verify/ports.ts';
import type { Signer } from '../audit/verify/report.ts';
import { fingerprintOf, type PublicKey } from '../cloudtrail/public-key.ts';
import type { KeyArchive } from './key-archive.ts';
import type { PublishedKeys } from './published-keys.ts';

export interface PublicKeySources {
  /** Keys from a file, of any region. */
  readonly given?: readonly PublicKey[] | undefined;
  readonly archive: KeyArchive;
  /** Undefined where there is no CloudTrail. */
  readonly published?: Pick<PublishedKeys, 'list'> | undefined;
  readonly now: Date;
}

/** A digest comes, and is signed, up to this long after the time that it is about. */
const SIGNED_WITHIN_MS = 2 * 3_600_000;

const WEEK_MS = 7 * 24 * 3_600_000;

export function openPublicKeys({ given = [], archive, published, now }: PublicKeySources): PublicKeys {
  const givenKeys = new Map(given.map((key) => [key.fingerprint, key]));

  const readArchive = remembering(async (region: string, fingerprint: string) => {
    const archived = await archive.read(region, fingerprint);
    // An item of other bytes is no reason not to ask CloudTrail.
    if (archived === undefined || fingerprintOf(archived.key.der) !== fingerprint) return undefined;
    const signer: Signer = archived.signer === 'cloudtrail' ? 'archived' : 'local';
    return { key: archived.key, signer };
  });

  const listPublished = remembering(async (region: string, from: string, until: string) => {
    if (published === undefined) return new Map<string, PublicKey>();
    const keys = await published.list(region, { from: new Date(from), until: new Date(until) });
    await Promise.allSettled(
      keys.map((key) => archive.put({ region, key, signer: 'cloudtrail', archivedAt: now.toISOString() })),
    );
    return new Map(keys.map((key) => [key.fingerprint, key]));
  });

  async function findPublished(
    region: string,
    fingerprint: string,
    window: KeyWindow,
  ): Promise<FoundKey | undefined> {
    const { from, until } = wholeWeeks(window, now);
    const key = (await listPublished(region, from.toISOString(), until.toISOString())).get(fingerprint);
    return key && { key, signer: 'cloudtrail' };
  }

  return {
    async find(region, fingerprint, window) {
      const key = givenKeys.get(fingerprint);
      if (key !== undefined) return { key, signer: 'given' };
      try {
        return (await findPublished(region, fingerprint, window)) ?? (await readArchive(region, fingerprint));
      } catch (error) {
        const archived = await readArchive(region, fingerprint);
        if (archived === undefined) throw error;
        return archived;
      }
    },
  };
}

/** The weeks that the window touches, as far as there can be keys of them yet. */
function wholeWeeks({ from, until }: KeyWindow, now: Date): KeyWindow {
  const signedMs = until.getTime() + SIGNED_WITHIN_MS;
  const latestMs = Math.max(signedMs, now.getTime() + SIGNED_WITHIN_MS);
  return {
    from: new Date(Math.floor(from.getTime() / WEEK_MS) * WEEK_MS),
    until: new Date(Math.min(Math.ceil(signedMs / WEEK_MS) * WEEK_MS, latestMs)),
  };
}

/** `read`, asked once for the same words. */
function remembering<Words extends readonly string[], Value>(
  read: (...words: Words) => Promise<Value>,
): (...words: Words) => Promise<Value> {
  const answers = new Map<string, Promise<Value>>();
  return (...words) => {
    const name = words.join('\t');
    const answer = answers.get(name) ?? read(...words);
    answers.set(name, answer);
    return answer;
  };
}
