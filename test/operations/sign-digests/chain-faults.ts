/** An independent look at everything in a bucket that was signed: what is wrong with it, in words; nothing if all is well. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Digest, parseDigest } from '../../../lib/cloudtrail/digest.ts';
import { isSignedBy } from '../../../lib/cloudtrail/digest-signature.ts';
import { type DigestKey, parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { loadPublicKey } from '../../../lib/cloudtrail/public-key.ts';
import { BUCKET, type SigningWorld } from './signing-world.ts';

interface Found {
  readonly digest: Digest;
  readonly parsed: DigestKey;
  readonly signature: string;
}

export function chainFaults(world: SigningWorld): readonly string[] {
  const found = findDigests(world);
  const byKey = new Map(found.map((one) => [one.digest.key, one]));
  return [
    ...found.flatMap((one) => ownFaults(one, world)),
    ...found.flatMap((one) => previousFaults(one, byKey.get(one.digest.previous?.key ?? ''))),
    ...forks(found),
    ...overlaps(found),
  ];
}

/** How many digests list each log file. */
export function timesListed(world: SigningWorld): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { digest } of findDigests(world)) {
    for (const { key } of digest.logFiles) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function findDigests(world: SigningWorld): readonly Found[] {
  return [...world.objects].flatMap(([key, { body, metadata }]) => {
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'digest') return [];
    return [{ parsed, digest: parseDigest(gunzipSync(body)), signature: metadata.signature ?? '' }];
  });
}

function ownFaults({ digest, parsed, signature }: Found, world: SigningWorld): string[] {
  const { key, fingerprint, startTime, endTime } = digest;
  const faults: string[] = [];
  const archived = world.archived.find(
    (one) => one.key.fingerprint === fingerprint && one.region === parsed.region,
  );
  if (archived === undefined) faults.push(`${key}: its key is not archived`);
  else if (!isSignedBy(digest, signature, loadPublicKey(archived.key))) faults.push(`${key}: its signature`);
  if (!world.objects.has(key)) faults.push(`${key}: not at its place`);
  if (parsed.endTime !== endTime) faults.push(`${key}: ends at ${endTime}`);
  if (Date.parse(endTime) - Date.parse(startTime) !== 3_600_000) faults.push(`${key}: is no hour`);
  for (const { key: file, sha256, bucket } of digest.logFiles) {
    const bytes = gunzipSync(world.objectAt(file).body);
    const name = parseObjectKey(file);
    const time = name.kind === 'log-file' ? Date.parse(name.deliveredAt ?? '') : Number.NaN;
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) faults.push(`${key}: hash of ${file}`);
    if (bucket !== BUCKET) faults.push(`${key}: bucket of ${file}`);
    if (!(time >= Date.parse(startTime) && time < Date.parse(endTime)))
      faults.push(`${key}: time of ${file}`);
  }
  return faults;
}

function previousFaults({ digest, parsed }: Found, before: Found | undefined): string[] {
  const { key, previous, startTime } = digest;
  if (previous === undefined) return [];
  if (before === undefined) return [`${key}: its previous is not there`];
  const faults: string[] = [];
  if (before.digest.sha256 !== previous.sha256) faults.push(`${key}: hash of its previous`);
  if (before.signature !== previous.signature) faults.push(`${key}: signature of its previous`);
  if (before.parsed.trailName !== parsed.trailName) faults.push(`${key}: previous of another trail`);
  if (before.parsed.backfill !== parsed.backfill) faults.push(`${key}: previous of another kind`);
  if (before.digest.endTime > startTime) faults.push(`${key}: begins before its previous ends`);
  if (!parsed.backfill && before.digest.endTime !== startTime) faults.push(`${key}: a gap before it`);
  return faults;
}

function forks(found: readonly Found[]): string[] {
  const named = found.flatMap(({ digest }) => digest.previous?.key ?? []);
  return named.filter((key, index) => named.indexOf(key) !== index).map((key) => `${key}: two come after it`);
}

/** Of one place, trail name and kind; ordinary digests of any trail name. */
function overlaps(found: readonly Found[]): string[] {
  const faults: string[] = [];
  const newest = new Map<string, Digest>();
  for (const { digest, parsed } of found.toSorted((a, b) =>
    a.digest.startTime < b.digest.startTime ? -1 : 1,
  )) {
    const { accountId, region, trailName, backfill } = parsed;
    const group = JSON.stringify([accountId, region, backfill, backfill && trailName]);
    const before = newest.get(group);
    if (before !== undefined && before.endTime > digest.startTime)
      faults.push(`${digest.key} overlaps ${before.key}`);
    newest.set(group, digest);
  }
  return faults;
}
