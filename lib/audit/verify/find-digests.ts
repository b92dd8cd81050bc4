/**
 * Finds and reads the digests of a region whose time touches a window, and those just after it, which vouch for them.
 *
 * What lies in a digest's folder is read whatever it is called: a digest that somebody renamed says itself where it
 * belongs.
 */
import { type Digest, DigestError, parseDigest } from '../../cloudtrail/digest.ts';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { type DigestKey, parseObjectKey } from '../../cloudtrail/object-key.ts';
import { describeError } from '../../cloudtrail/unreadable.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import type { ListedObject } from '../ports.ts';
import { dayFolderIn } from '../trail-folders.ts';
import type { DigestReader } from './ports.ts';
import type { FaultCode } from './report.ts';
import type { PlaceRun } from './run.ts';
import { toSentence } from './sentence.ts';

export interface FoundDigest {
  readonly kind: 'found';
  readonly key: string;
  readonly name: DigestKey;
  /** By its name; where that tells none, the end of its day. */
  readonly endMs: number;
  readonly content: DigestContent;
}

export type DigestContent =
  | {
      readonly kind: 'digest';
      readonly digest: Digest;
      readonly metadata: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'unusable'; readonly code: FaultCode; readonly message: string };

/** Digests may be this late, so the one that vouches for the last of the window is looked for so long after it. */
export const WITNESS_MS = 2 * HOUR_MS;

/** A digest is held whole, inflated: of larger ones, which list thousands of log files, few are at a time. */
const LARGE_BYTES = 256 * 1024;

export interface FoundDigests {
  readonly found: readonly FoundDigest[];
  /** On the day on which the window begins, there are digests of earlier hours. */
  readonly hasEarlier: boolean;
}

export async function findDigests(run: PlaceRun): Promise<FoundDigests> {
  const { place, stores } = run;
  let hasEarlier = false;
  const near: { readonly name: DigestKey; readonly object: ListedObject }[] = [];
  for (const day of run.days(WITNESS_MS)) {
    for (const folder of place.digestFolders) {
      for await (const object of stores.listing.listObjects(dayFolderIn(folder, day))) {
        const name = parseObjectKey(object.key);
        if (name.kind !== 'digest') continue;
        hasEarlier ||= name.endTime !== undefined && Date.parse(name.endTime) <= run.window.fromMs;
        if (isNear(name, run)) near.push({ name, object });
      }
    }
  }
  const found = await Promise.all(
    near.map(({ name, object: { key, sizeBytes } }) => {
      const gate = sizeBytes > LARGE_BYTES ? run.largeGate : run.gate;
      return gate(() => readFoundDigest(key, name, run));
    }),
  );
  return { found, hasEarlier };
}

async function readFoundDigest(key: string, name: DigestKey, run: PlaceRun): Promise<FoundDigest> {
  run.signal?.throwIfAborted();
  const content = await readContent(key, run.stores.digests);
  run.count('digests');
  return { kind: 'found', key, name, endMs: Date.parse(name.endTime ?? `${name.day}T23:59:59Z`), content };
}

/** Whether recorded or there: a digest of that name belongs to the window, or vouches for one that does. */
export function isNear({ endTime, trailName }: DigestKey, { window, request }: PlaceRun): boolean {
  if (request.trailName !== undefined && trailName !== request.trailName) return false;
  if (endTime === undefined) return true;
  const endMs = Date.parse(endTime);
  return endMs > window.fromMs && endMs <= window.untilMs + WITNESS_MS;
}

async function readContent(key: string, reader: DigestReader): Promise<DigestContent> {
  try {
    const { bytes, metadata } = await reader.readDigest(key);
    return { kind: 'digest', digest: parseDigest(bytes), metadata };
  } catch (error) {
    return { kind: 'unusable', ...describeFailure(error) };
  }
}

function describeFailure(error: unknown): { code: FaultCode; message: string } {
  if (error instanceof DigestError)
    return { code: 'digest-invalid-format', message: `The object is no digest: ${error.message}.` };
  if (error instanceof LogFileError)
    return { code: 'digest-invalid-format', message: `The digest is damaged: ${error.message}` };
  const name = error instanceof Error ? error.name : '';
  if (name === 'NoSuchKey' || name === 'NotFound')
    return { code: 'digest-not-found', message: 'The digest was deleted while it was looked at.' };
  return {
    code: 'digest-unreadable',
    message: toSentence(`The digest cannot be read: ${describeError(error)}`),
  };
}
