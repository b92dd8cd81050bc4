/**
 * What the digests that are there already say: which log files they list, which hours they are about, and where a chain
 * can go on. A digest that cannot be read, or that another one names and that is gone, closes its hour: whoever verifies
 * must find it so, and no new one in its place.
 */
import { isLocalTrail } from '../../audit/verify/local-trail.ts';
import type { StoredDigest } from '../../audit/verify/ports.ts';
import { type Digest, DigestError, type PreviousDigest, parseDigest } from '../../cloudtrail/digest.ts';
import { DIGEST_METADATA } from '../../cloudtrail/digest-signature.ts';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { type DigestKey, parseObjectKey } from '../../cloudtrail/object-key.ts';
import { chooseDigests } from './choose-digests.ts';
import type { DigestHour } from './digest-hours.ts';
import { hourOfName } from './hour-of-name.ts';
import type { OwnDigest, StandingDigests } from './plan-digests.ts';
import type { DigestObject, RegionContents } from './region-contents.ts';

export interface Standing extends StandingDigests {
  /** Whether a digest lists the log file. */
  isListed(key: string): boolean;
}

type ReadDigest = (key: string) => Promise<StoredDigest>;

export async function readStanding(
  { logFiles, digests }: RegionContents,
  readDigest: ReadDigest,
): Promise<Standing> {
  const { toRead, passed } = chooseDigests(digests, logFiles);
  const own = passed.flatMap((parsed) => toOwn(parsed, hourOfName(parsed), undefined));
  const closed: DigestHour[] = [];
  const listed = new Set<string>();
  const present = new Set(digests.map(({ key }) => key));
  for (const { parsed, digest, link } of await Promise.all(toRead.map((one) => readOne(one, readDigest)))) {
    const hours = digest === undefined ? hourOfName(parsed) : [hourOf(digest)];
    if (isLocalTrail(parsed)) own.push(...toOwn(parsed, hours, link));
    if (digest === undefined) closed.push(...hours);
    for (const { key } of digest?.logFiles ?? []) listed.add(fromRoot(key));
    const previous = digest?.previous?.key;
    if (previous !== undefined && !present.has(previous))
      closed.push(...hourOfName(parseObjectKey(previous)));
  }
  return { own, closed, isListed: (key) => listed.has(fromRoot(key)) };
}

interface ReadDigestObject {
  readonly parsed: DigestKey;
  /** Undefined where it cannot be read, or is of another place. */
  readonly digest: Digest | undefined;
  /** Undefined where nothing can be said of it that would prove it. */
  readonly link: PreviousDigest | undefined;
}

async function readOne({ key, parsed }: DigestObject, readDigest: ReadDigest): Promise<ReadDigestObject> {
  try {
    const { bytes, metadata } = await readDigest(key);
    const digest = parseDigest(bytes);
    if (isLocalTrail(parsed) && digest.key !== key) return { parsed, digest: undefined, link: undefined };
    const signature = metadata[DIGEST_METADATA.signature];
    const { bucket, sha256 } = digest;
    return { parsed, digest, link: signature === undefined ? undefined : { bucket, key, sha256, signature } };
  } catch (error) {
    if (!(error instanceof DigestError) && !(error instanceof LogFileError)) throw error;
    return { parsed, digest: undefined, link: undefined };
  }
}

function toOwn(
  { trailName = '', backfill }: DigestKey,
  hours: readonly DigestHour[],
  link: OwnDigest['link'],
): readonly OwnDigest[] {
  return hours.map((hour) => ({ ...hour, trailName, backfill, link }));
}

function hourOf({ startTime, endTime }: Digest): DigestHour {
  return { startMs: Date.parse(startTime), endMs: Date.parse(endTime) };
}

/** Digests name log files where they were delivered to; here the key prefix may be another one. */
function fromRoot(key: string): string {
  const parsed = parseObjectKey(key);
  const prefix = 'prefix' in parsed ? parsed.prefix : undefined;
  return prefix === undefined ? key : key.slice(prefix.length + 1);
}
