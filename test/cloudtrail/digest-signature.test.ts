import { constants, publicDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../lib/cloudtrail/digest.ts';
import { buildStringToSign, isSignedBy, signDigest } from '../../lib/cloudtrail/digest-signature.ts';
import { loadPublicKey } from '../../lib/cloudtrail/public-key.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from '../audit/verify/world/signing-key.ts';
import { PUBLISHED_DIGEST, PUBLISHED_KEYS, PUBLISHED_SIGNATURES } from './published-keys.ts';

/** RFC 8017, 9.2: the bytes that say SHA-256 before the hash itself. */
const SHA256_DIGEST_INFO = '3031300d060960864801650304020105000420';

/** What a signature of 2,048 bits is made of, in hex. */
function openSignature(signature: string, fingerprint: string): string {
  const { Value } = PUBLISHED_KEYS.find((key) => key.Fingerprint === fingerprint) ?? { Value: '' };
  const key = loadPublicKey({ fingerprint, der: Buffer.from(Value, 'base64') });
  return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(signature, 'hex')).toString(
    'hex',
  );
}

describe("CloudTrail's published signatures", () => {
  it.each(PUBLISHED_SIGNATURES)(
    'are PKCS #1 v1.5 of SHA-256 with the published key: $sha256',
    (published) => {
      const block = openSignature(published.signature, published.signedBy);
      expect(block).toBe(`0001${'ff'.repeat(202)}00${SHA256_DIGEST_INFO}${published.sha256}`);
    },
  );

  it('are of no other published key', () => {
    const others = PUBLISHED_KEYS.filter(({ form }) => form === 'pkcs1');
    const blocks = others.map((key) => openSignature(PUBLISHED_SIGNATURES[0].signature, key.Fingerprint));
    expect(blocks.map((block) => block.endsWith(PUBLISHED_SIGNATURES[0].sha256))).toEqual([false, false]);
  });
});

const PARTS = {
  endTime: '2026-03-17T09:13:52Z',
  bucket: 'trail-bucket',
  key: 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17/d.json.gz',
  sha256: '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
  previous: { bucket: 'trail-bucket', key: 'p.json.gz', sha256: 'ab'.repeat(32), signature: '50887ccf' },
};

describe('the text that is signed', () => {
  it('is four lines without a break at the end', () => {
    expect(buildStringToSign(PARTS)).toBe(
      '2026-03-17T09:13:52Z\n' +
        'trail-bucket/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17/d.json.gz\n' +
        '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d\n' +
        '50887ccf',
    );
  });

  it('ends with the word null in the first digest of a chain', () => {
    const lines = buildStringToSign({ ...PARTS, previous: undefined }).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('null');
  });

  it('is made from a digest as it stands in the bucket', () => {
    const text = JSON.stringify(PUBLISHED_DIGEST);
    expect(buildStringToSign(parseDigest(Buffer.from(text))).split('\n')).toEqual([
      '2015-08-17T15:01:31Z',
      'amzn-s3-demo-bucket/AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T150131Z.json.gz',
      '187b8225a358d665dc1d1b81e67e8e018dcec410844d5c825a4caf0cd6c24dac',
      PUBLISHED_SIGNATURES[0].signature,
    ]);
  });
});

const ORIGINAL = loadPublicKey(CLOUDTRAIL_KEY.published);
const SIGNATURE = signDigest(PARTS, CLOUDTRAIL_KEY.privateKey);

describe('a signature', () => {
  it('holds for the digest that was signed, as lowercase hex or not', () => {
    expect(SIGNATURE).toMatch(/^[0-9a-f]{512}$/);
    expect(isSignedBy(PARTS, SIGNATURE, ORIGINAL)).toBe(true);
    expect(isSignedBy(PARTS, SIGNATURE.toUpperCase(), ORIGINAL)).toBe(true);
  });

  it('does not hold for another key', () => {
    expect(isSignedBy(PARTS, SIGNATURE, loadPublicKey(FOREIGN_KEY.published))).toBe(false);
  });

  it.each([
    ['end', { ...PARTS, endTime: '2026-03-17T09:13:53Z' }],
    ['bucket', { ...PARTS, bucket: 'trail-bucket-2' }],
    ['key', { ...PARTS, key: `${PARTS.key}2` }],
    ['hash', { ...PARTS, sha256: `0${PARTS.sha256.slice(1)}` }],
    ['signature before', { ...PARTS, previous: { ...PARTS.previous, signature: '50887cce' } }],
    ['place in the chain', { ...PARTS, previous: undefined }],
  ])('does not hold for another %s', (_name, other) => {
    expect(isSignedBy(other, SIGNATURE, ORIGINAL)).toBe(false);
  });

  it.each([
    ['no text', ''],
    ['no hex', 'not hex at all'],
    ['half a byte less', SIGNATURE.slice(1)],
    ['a byte less', SIGNATURE.slice(2)],
    ['a byte more', `${SIGNATURE}00`],
    ['a line break', `${SIGNATURE}\n`],
    ['a hex number in its notation', `0x${SIGNATURE}`],
  ])('is none with %s', (_name, signature) => {
    expect(isSignedBy(PARTS, signature, ORIGINAL)).toBe(false);
  });

  it('is none with any bit turned', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2047 }), (bit) => {
        const bytes = Buffer.from(SIGNATURE, 'hex');
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(isSignedBy(PARTS, bytes.toString('hex'), ORIGINAL)).toBe(false);
      }),
    );
  });

  it('is never taken from text that somebody made up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(?:[0-9a-f]{2})*$/)), (signature) => {
        expect(isSignedBy(PARTS, signature, ORIGINAL)).toBe(false);
      }),
    );
  });
});
