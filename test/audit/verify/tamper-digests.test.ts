/**
 * Each way to tamper with digests is named exactly, and nothing else is. What a digest lists that does not hold is not
 * judged file by file: nobody knows any more what CloudTrail delivered in that hour.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HourState } from '../../../lib/audit/verify/report.ts';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY, type SigningKey } from './world/signing-key.ts';
import { signText } from './world/trail-chain.ts';
import { type DeliveredTrail, deliverTrail, SOUND, type TrailWorld } from './world/trail-world.ts';

/** Keys of the digests that begin at 22, 23, 00, 01 and 02. */
interface Digests {
  readonly d22: string;
  readonly d23: string;
  readonly d00: string;
  readonly d01: string;
  readonly d02: string;
}

function digestsOf({ hours }: Pick<DeliveredTrail, 'hours'>): Digests {
  const [d22 = '', d23 = '', d00 = '', d01 = '', d02 = ''] = hours.map(({ digest }) => digest);
  return { d22, d23, d00, d01, d02 };
}

/** The digest says other things; signed, if by anybody, with this key. */
function rewrite(
  { bucket }: TrailWorld,
  key: string,
  change: Readonly<Record<string, unknown>>,
  signer?: SigningKey,
): void {
  const text = JSON.stringify({ ...JSON.parse(bucket.textOf(key)), ...change });
  bucket.replaceText(key, text);
  if (signer !== undefined) bucket.setMetadata(key, { signature: signText(text, signer) });
}

/** The later digest vouches for the earlier one as it is now, as far as its bytes can. */
function rehash(world: TrailWorld, later: string, earlier: string): void {
  const previousDigestHashValue = world.bucket.sha256Of(earlier);
  rewrite(world, later, {
    previousDigestHashValue,
    previousDigestSignature: world.bucket.object(earlier).metadata.signature,
  });
}

const foreignFingerprint = { digestPublicKeyFingerprint: FOREIGN_KEY.published.fingerprint };

interface Case {
  readonly name: string;
  readonly tamper: (trail: DeliveredTrail, digests: Digests) => void;
  readonly faults: (digests: Digests) => string[];
  readonly states: Partial<Record<keyof typeof SOUND, HourState>>;
}

const CASES: readonly Case[] = [
  {
    name: 'one deleted',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.delete(d23),
    faults: ({ d23 }) => faults(['digest-not-found', d23]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'one of a silent hour deleted',
    tamper: ({ world: { bucket } }, { d00 }) => bucket.delete(d00),
    faults: ({ d00 }) => faults(['digest-not-found', d00]),
    states: { '2026-03-17T00': 'missing' },
  },
  {
    name: 'two in a row deleted',
    tamper: ({ world: { bucket } }, { d23, d00 }) => bucket.delete(d23, d00),
    faults: ({ d23, d00 }) => faults(['digest-not-found', d23], ['digest-not-found', d00]),
    states: { '2026-03-16T23': 'missing', '2026-03-17T00': 'missing' },
  },
  {
    name: 'three in a row deleted',
    tamper: ({ world: { bucket } }, { d23, d00, d01 }) => bucket.delete(d23, d00, d01),
    faults: ({ d23, d00, d01 }) =>
      faults(['digest-not-found', d23], ['digest-not-found', d00], ['digest-not-found', d01]),
    states: { '2026-03-16T23': 'missing', '2026-03-17T00': 'missing', '2026-03-17T01': 'missing' },
  },
  {
    name: 'two deleted, one between them left',
    tamper: ({ world: { bucket } }, { d23, d01 }) => bucket.delete(d23, d01),
    faults: ({ d23, d01 }) => faults(['digest-not-found', d23], ['digest-not-found', d01]),
    states: { '2026-03-16T23': 'missing', '2026-03-17T01': 'missing' },
  },
  {
    name: 'the first of the chain deleted',
    tamper: ({ world: { bucket } }, { d22 }) => bucket.delete(d22),
    faults: ({ d22 }) => faults(['digest-not-found', d22]),
    states: { '2026-03-16T22': 'missing' },
  },
  {
    name: 'a log file taken from the list',
    tamper: ({ world }, { d01 }) => rewrite(world, d01, { logFiles: [] }),
    faults: ({ d01 }) => faults(['digest-signature', d01]),
    states: { '2026-03-17T01': 'altered' },
  },
  {
    name: 'the first of the chain altered',
    tamper: ({ world }, { d22 }) => rewrite(world, d22, { logFiles: [] }),
    faults: ({ d22 }) => faults(['digest-signature', d22]),
    states: { '2026-03-16T22': 'altered' },
  },
  {
    name: 'altered, and its hash put into the next, which is altered by that',
    tamper: ({ world }, { d23, d00 }) => {
      rewrite(world, d23, { logFiles: [] });
      rehash(world, d00, d23);
    },
    faults: ({ d23, d00 }) => faults(['digest-signature', d23], ['digest-signature', d00]),
    states: { '2026-03-16T23': 'altered', '2026-03-17T00': 'altered' },
  },
  {
    name: 'altered, and all after it re-hashed',
    tamper: ({ world }, { d23, d00, d01, d02 }) => {
      rewrite(world, d23, { logFiles: [] });
      rehash(world, d00, d23);
      rehash(world, d01, d00);
      rehash(world, d02, d01);
    },
    faults: ({ d23, d00, d01, d02 }) =>
      faults(...[d23, d00, d01, d02].map((key) => ['digest-signature', key] as const)),
    states: {
      '2026-03-16T23': 'altered',
      '2026-03-17T00': 'altered',
      '2026-03-17T01': 'altered',
      '2026-03-17T02': 'altered',
    },
  },
  {
    name: 'signed by a key that is not the one it names',
    tamper: ({ world }, { d02 }) => rewrite(world, d02, { logFiles: [] }, FOREIGN_KEY),
    faults: ({ d02 }) => faults(['digest-signature', d02]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'the newest signed by a key that nobody knows',
    tamper: ({ world }, { d02 }) => rewrite(world, d02, foreignFingerprint, FOREIGN_KEY),
    faults: ({ d02 }) => faults(['digest-key-not-found', d02]),
    states: { '2026-03-17T02': 'unproven' },
  },
  {
    name: 'one in the middle signed by a key that nobody knows: the next one vouches for another',
    tamper: ({ world }, { d23 }) => rewrite(world, d23, foreignFingerprint, FOREIGN_KEY),
    faults: ({ d23 }) => faults(['digest-chain', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: "signed by CloudTrail's own key, and the next one vouches for another",
    tamper: ({ world }, { d23 }) => rewrite(world, d23, { logFiles: [] }, CLOUDTRAIL_KEY),
    faults: ({ d23 }) => faults(['digest-chain', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'the next one vouches for another hash alone',
    tamper: ({ world }, { d02 }) =>
      rewrite(world, d02, { previousDigestHashValue: 'ab'.repeat(32) }, CLOUDTRAIL_KEY),
    faults: ({ d01 }) => faults(['digest-chain', d01]),
    states: { '2026-03-17T01': 'altered' },
  },
  {
    name: 'the next one vouches for another signature alone',
    tamper: ({ world }, { d02 }) =>
      rewrite(world, d02, { previousDigestSignature: 'ab'.repeat(256) }, CLOUDTRAIL_KEY),
    faults: ({ d01 }) => faults(['digest-chain', d01]),
    states: { '2026-03-17T01': 'altered' },
  },
  {
    name: 'another algorithm in the metadata',
    tamper: ({ world: { bucket } }, { d23 }) =>
      bucket.setMetadata(d23, { 'signature-algorithm': 'SHA1withRSA' }),
    faults: ({ d23 }) => faults(['digest-algorithm', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'another algorithm in the digest',
    tamper: ({ world }, { d02 }) => rewrite(world, d02, { digestSignatureAlgorithm: 'none' }, CLOUDTRAIL_KEY),
    faults: ({ d02 }) => faults(['digest-algorithm', d02]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'the signature of another digest in the metadata',
    tamper: ({ world: { bucket } }, { d23, d00 }) =>
      bucket.setMetadata(d23, { signature: bucket.object(d00).metadata.signature }),
    faults: ({ d23 }) => faults(['digest-signature', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a signature that is none',
    tamper: ({ world: { bucket } }, { d02 }) => bucket.setMetadata(d02, { signature: 'trust me' }),
    faults: ({ d02 }) => faults(['digest-signature', d02]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'the newest without metadata: nobody has its signature',
    tamper: ({ world: { bucket } }, { d02 }) =>
      bucket.setMetadata(d02, { signature: undefined, 'signature-algorithm': undefined }),
    faults: ({ d02 }) => faults(['digest-metadata', d02]),
    states: { '2026-03-17T02': 'unproven' },
  },
  {
    name: 'one without metadata before one that does not hold, and has its signature all the same',
    tamper: ({ world }, { d23, d00 }) => {
      world.bucket.setMetadata(d23, { signature: undefined });
      rewrite(world, d00, { newestEventTime: '2026-03-17T00:20:00Z' });
    },
    faults: ({ d00 }) => faults(['digest-signature', d00]),
    states: { '2026-03-17T00': 'altered' },
  },
  {
    name: 'without metadata, and altered: the next one has the signature',
    tamper: ({ world }, { d23 }) => {
      world.bucket.setMetadata(d23, { signature: undefined });
      rewrite(world, d23, { logFiles: [] });
    },
    faults: ({ d23 }) => faults(['digest-signature', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'renamed to the hour after the last',
    tamper: ({ world: { bucket } }, { d02 }) => bucket.rename(d02, d02.replace('T031352Z', 'T034000Z')),
    faults: ({ d02 }) =>
      faults(['digest-moved', d02.replace('T031352Z', 'T034000Z')], ['digest-not-found', d02]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'copied over another one',
    tamper: ({ world: { bucket } }, { d23, d00 }) => bucket.copy(d00, d23),
    faults: ({ d23 }) => faults(['digest-moved', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'two swapped',
    tamper: ({ world: { bucket } }, { d23, d00 }) => bucket.swap(d23, d00),
    faults: ({ d23, d00 }) => faults(['digest-moved', d23], ['digest-moved', d00]),
    states: { '2026-03-16T23': 'altered', '2026-03-17T00': 'altered' },
  },
  {
    name: 'one from another bucket in its place, signed there',
    tamper: ({ world }, { d02 }) => {
      rewrite(world, d02, { digestS3Bucket: 'another-bucket' }, CLOUDTRAIL_KEY);
    },
    faults: ({ d02 }) => faults(['digest-moved', d02]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'no digest any more',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.replaceText(d23, 'nothing'),
    faults: ({ d23 }) => faults(['digest-invalid-format', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'cut off',
    tamper: ({ world: { bucket } }, { d23 }) =>
      bucket.replaceStored(d23, bucket.object(d23).stored.subarray(0, 60)),
    faults: ({ d23 }) => faults(['digest-invalid-format', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a second gzip member appended',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.append(d23, gzipSync(' ')),
    faults: ({ d23 }) => faults(['digest-invalid-format', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a space appended to its text, which is the same JSON',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.replaceText(d23, `${bucket.textOf(d23)} `),
    faults: ({ d23 }) => faults(['digest-signature', d23]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'one turned into the first of a chain, to hide the one before, which is gone',
    tamper: ({ world }, { d23, d00 }) => {
      world.bucket.delete(d23);
      rewrite(world, d00, {
        previousDigestS3Bucket: null,
        previousDigestS3Object: null,
        previousDigestHashValue: null,
        previousDigestHashAlgorithm: null,
        previousDigestSignature: null,
      });
    },
    faults: ({ d23, d00 }) => faults(['digest-not-found', d23], ['digest-signature', d00]),
    states: { '2026-03-16T23': 'missing', '2026-03-17T00': 'altered' },
  },
  {
    name: 'read denied',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.deny(d23),
    faults: ({ d23 }) => faults(['digest-unreadable', d23]),
    states: { '2026-03-16T23': 'unproven' },
  },
  {
    name: 'archived',
    tamper: ({ world: { bucket } }, { d23 }) => bucket.archive(d23),
    faults: ({ d23 }) => faults(['digest-unreadable', d23]),
    states: { '2026-03-16T23': 'unproven' },
  },
];

describe.each([
  { knows: 'the ledger has recorded the digests', isRecorded: true },
  { knows: 'nobody has recorded the digests', isRecorded: false },
])('a digest, where $knows', ({ isRecorded }) => {
  async function deliver(): Promise<DeliveredTrail> {
    const trail = await deliverTrail();
    if (!isRecorded) for (const { digest } of trail.hours) trail.world.index.forgetFile(digest);
    return trail;
  }

  it('is proven where nobody touched it', async () => {
    expect(await verifyTrail(await deliver())).toMatchObject({ faults: [], states: SOUND });
  });

  // Without the ledger nobody knows that the renamed one was there: it is judged under its new name.
  const cases = CASES.filter(({ name }) => isRecorded || !name.startsWith('renamed'));
  it.each(cases)('$name', async ({ tamper, faults: expected, states }) => {
    const trail = await deliver();
    const digests = digestsOf(trail);
    tamper(trail, digests);
    const found = await verifyTrail(trail);
    expect(found.faults).toEqual(expected(digests));
    expect(found.states).toEqual({ ...SOUND, ...states });
  });

  it('is proven where it was compressed anew', async () => {
    const trail = await deliver();
    trail.world.bucket.recompress(digestsOf(trail).d23);
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
  });

  it.each(['d22', 'd23', 'd01'] as const)(
    'is proven without metadata by the one after it, and that is said: %s',
    async (name) => {
      const trail = await deliver();
      const key = digestsOf(trail)[name];
      trail.world.bucket.setMetadata(key, { signature: undefined, 'signature-algorithm': undefined });
      const { faults, states, notices } = await verifyTrail(trail);
      expect(faults).toEqual([]);
      expect(states).toEqual(SOUND);
      expect(notices).toContain(`digest-vouched ${key}`);
    },
  );

  it('is proven without metadata through several that have none', async () => {
    const trail = await deliver();
    const { d22, d23, d00, d01 } = digestsOf(trail);
    for (const key of [d22, d23, d00, d01]) trail.world.bucket.setMetadata(key, { signature: undefined });
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
  });
});

describe('the newest digest deleted', () => {
  it('is named where the ledger has recorded it, whatever the clock says', async () => {
    const trail = await deliverTrail();
    const { d02 } = digestsOf(trail);
    trail.world.bucket.delete(d02);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['digest-not-found', d02]));
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'missing' });
  });

  it('is not named where the ledger has only heard of one that it could not record', async () => {
    const trail = await deliverTrail();
    const { d02 } = digestsOf(trail);
    trail.world.bucket.delete(d02);
    trail.world.index.change(d02, { status: 'rejected', reason: 'gone' });
    const { faults } = await verifyTrail(trail);
    expect(faults.filter((fault) => fault.startsWith('digest-not-found'))).toEqual([]);
  });

  it('is named with its log files where these were deleted with it', async () => {
    const trail = await deliverTrail();
    const { digest, logFiles } = trail.hours[4] ?? { digest: '', logFiles: [] };
    trail.world.bucket.delete(digest, ...logFiles);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(
      faults(['digest-not-found', digest], ...logFiles.map((key) => ['log-file-not-found', key] as const)),
    );
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'missing' });
  });

  it('is overdue by the clock where nobody has recorded it', async () => {
    const trail = await deliverTrail();
    const { d02 } = digestsOf(trail);
    trail.world.bucket.delete(d02);
    trail.world.index.forgetFile(d02);
    const now = new Date('2026-03-17T05:13:53Z');
    const { faults: found, states } = await verifyTrail(trail, { isLive: true, now });
    expect(found).toEqual(['digest-overdue 2026-03-17T02:13:52Z..2026-03-17T03:00:00Z']);
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'overdue' });
  });

  it('is awaited before that', async () => {
    const trail = await deliverTrail();
    const { d02 } = digestsOf(trail);
    trail.world.bucket.delete(d02);
    trail.world.index.forgetFile(d02);
    const now = new Date('2026-03-17T03:50:00Z');
    const { faults: found, states } = await verifyTrail(trail, { isLive: true, now });
    expect(found).toEqual([]);
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'awaited' });
  });

  it('leaves time that nobody speaks for, where log files lie and CloudTrail is not delivering', async () => {
    const trail = await deliverTrail();
    const { d02 } = digestsOf(trail);
    trail.world.bucket.delete(d02);
    trail.world.index.forgetFile(d02);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^no-digest 2026-03-17T02:13:52Z\.\./);
    expect(states).toMatchObject({ ...SOUND, '2026-03-17T02': 'not-covered' });
  });
});

describe('every digest deleted', () => {
  it('is named one by one where the ledger has recorded them', async () => {
    const trail = await deliverTrail();
    trail.world.bucket.delete(...trail.hours.map(({ digest }) => digest));
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(...trail.hours.map(({ digest }) => ['digest-not-found', digest] as const)));
    expect(new Set(Object.values(states))).toEqual(new Set(['missing']));
  });

  it('leaves time that nobody speaks for, where nobody has', async () => {
    const trail = await deliverTrail();
    for (const { digest } of trail.hours) {
      trail.world.bucket.delete(digest);
      trail.world.index.forgetFile(digest);
    }
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual([expect.stringMatching(/^no-digest 2026-03-16T22:00:00Z\.\./)]);
    expect(new Set(Object.values(states))).toEqual(new Set(['not-covered']));
  });
});
