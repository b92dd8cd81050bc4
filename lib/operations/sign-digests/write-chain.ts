/**
 * Writes the digests of a chain, each before its successor: whenever a run is cut off, what is in the bucket is a chain
 * that the next run goes on with.
 */
import { gzipSync } from 'node:zlib';
import { buildDigest, buildDigestKey } from '../../cloudtrail/build-digest.ts';
import { type PreviousDigest, parseDigest } from '../../cloudtrail/digest.ts';
import { DIGEST_METADATA, SIGNATURE_ALGORITHM, signDigest } from '../../cloudtrail/digest-signature.ts';
import { toTimeText } from '../../cloudtrail/utc.ts';
import type { HashedFile } from './find-unsigned.ts';
import type { PlannedChain, PlannedDigest } from './plan-digests.ts';
import type { DigestDelivery, DigestToStore } from './ports.ts';
import type { DigestToRecord } from './record-digests.ts';
import type { RegionPlace } from './region-contents.ts';
import type { SigningKey } from './signing-key.ts';

export interface Signer {
  readonly key: SigningKey;
  readonly bucket: string;
  readonly homeRegion: string;
  readonly now: Date;
}

export interface ChainToWrite {
  readonly place: RegionPlace;
  readonly chain: PlannedChain<HashedFile>;
}

export interface WrittenDigest extends DigestToRecord {
  readonly logFiles: number;
}

/** Gives each digest when it is in the bucket. */
export async function* writeChain(
  { place, chain }: ChainToWrite,
  signer: Signer,
  delivery: DigestDelivery,
): AsyncGenerator<WrittenDigest, void> {
  let { previous } = chain;
  for (const digest of chain.digests) {
    const { link, ...object } = buildSigned(digest, { place, chain, previous }, signer);
    await delivery.putDigest(object);
    const deliveryDay = toTimeText(digest.endMs).slice(0, 'YYYY-MM-DD'.length);
    yield { key: link.key, deliveryDay, logFiles: digest.files.length };
    previous = link;
  }
}

type PositionInChain = ChainToWrite & { readonly previous: PreviousDigest | undefined };

function buildSigned(
  { startMs, endMs, files }: PlannedDigest<HashedFile>,
  { place, chain: { trailName, backfill }, previous }: PositionInChain,
  { key: { privateKey, publicKey }, bucket, homeRegion, now }: Signer,
): DigestToStore & { readonly link: PreviousDigest } {
  const endTime = toTimeText(endMs);
  const key = buildDigestKey({ ...place, trailName, homeRegion, endTime, backfill });
  const bytes = buildDigest({
    accountId: place.accountId,
    startTime: toTimeText(startMs),
    endTime,
    bucket,
    key,
    fingerprint: publicKey.fingerprint,
    previous,
    logFiles: files.map((file) => ({ ...file, bucket })),
  });
  const digest = parseDigest(bytes);
  const signature = signDigest(digest, privateKey);
  const metadata = {
    [DIGEST_METADATA.signature]: signature,
    [DIGEST_METADATA.algorithm]: SIGNATURE_ALGORITHM,
    ...(backfill ? { [DIGEST_METADATA.generatedAt]: now.toISOString() } : {}),
  };
  return { key, body: gzipSync(bytes), metadata, link: { bucket, key, sha256: digest.sha256, signature } };
}
