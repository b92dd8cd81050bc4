import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Digest, DigestError, parseDigest } from '../../lib/cloudtrail/digest.ts';
import { PUBLISHED_DIGEST, PUBLISHED_SIGNATURES } from './published-keys.ts';

function parse(json: unknown): Digest {
  return parseDigest(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)));
}

const PREVIOUS_MEMBERS = [
  'previousDigestS3Bucket',
  'previousDigestS3Object',
  'previousDigestHashValue',
  'previousDigestHashAlgorithm',
  'previousDigestSignature',
] as const;

const withoutPrevious = Object.fromEntries(PREVIOUS_MEMBERS.map((name) => [name, null]));
const [logFile] = PUBLISHED_DIGEST.logFiles;

describe('the digest that AWS shows', () => {
  it('is read', () => {
    const text = JSON.stringify(PUBLISHED_DIGEST, null, 2);
    expect(parse(text)).toEqual({
      accountId: '111122223333',
      startTime: '2015-08-17T14:01:31Z',
      endTime: '2015-08-17T15:01:31Z',
      bucket: 'amzn-s3-demo-bucket',
      key: 'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T150131Z.json.gz',
      fingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
      signatureAlgorithm: 'SHA256withRSA',
      previous: {
        bucket: 'amzn-s3-demo-bucket',
        key: 'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T140131Z.json.gz',
        sha256: '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
        signature: PUBLISHED_SIGNATURES[0].signature,
      },
      logFiles: [
        {
          bucket: 'amzn-s3-demo-bucket',
          key: 'AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/17/111122223333_CloudTrail_us-east-2_20150817T1445Z_9nYN7gp2eWAJHIfT.json.gz',
          sha256: '9bb6196fc6b84d6f075a56548feca262bd99ba3c2de41b618e5b6e22c1fc71f6',
        },
      ],
      sha256: createHash('sha256').update(text).digest('hex'),
    });
  });

  it('has the hash of its bytes as they are, not of JSON written anew', () => {
    const written = JSON.stringify(PUBLISHED_DIGEST);
    const spaced = JSON.stringify(PUBLISHED_DIGEST, null, 1);
    expect(parse(written).sha256).not.toBe(parse(spaced).sha256);
  });
});

describe('a digest', () => {
  it('is the first of a chain where all that it could say of the one before is null or absent', () => {
    expect(parse({ ...PUBLISHED_DIGEST, ...withoutPrevious }).previous).toBeUndefined();
    const entries = Object.entries(PUBLISHED_DIGEST).filter(([name]) => !name.startsWith('previous'));
    expect(parse(Object.fromEntries(entries)).previous).toBeUndefined();
  });

  it.each(PREVIOUS_MEMBERS)('cannot pass for the first of a chain with %s taken out', (name) => {
    expect(() => parse({ ...PUBLISHED_DIGEST, [name]: null })).toThrow(DigestError);
  });

  it.each(PREVIOUS_MEMBERS)('cannot pass for the first of a chain with %s left in', (name) => {
    const left = { [name]: PUBLISHED_DIGEST[name] };
    expect(() => parse({ ...PUBLISHED_DIGEST, ...withoutPrevious, ...left })).toThrow(DigestError);
  });

  it('may list nothing', () => {
    expect(parse({ ...PUBLISHED_DIGEST, logFiles: [] }).logFiles).toEqual([]);
  });

  it('may begin and end at one time', () => {
    const instant = { digestStartTime: '2015-08-17T15:01:31Z' };
    expect(parse({ ...PUBLISHED_DIGEST, ...instant }).startTime).toBe('2015-08-17T15:01:31Z');
  });

  it('may have members that nobody knows yet', () => {
    expect(parse({ ...PUBLISHED_DIGEST, digestVersion: { major: 2 } })).toMatchObject({
      accountId: '111122223333',
    });
  });

  it('has hashes and signatures in lowercase, however they are written', () => {
    const shouting = {
      ...PUBLISHED_DIGEST,
      digestPublicKeyFingerprint: PUBLISHED_DIGEST.digestPublicKeyFingerprint.toUpperCase(),
      previousDigestHashValue: PUBLISHED_DIGEST.previousDigestHashValue.toUpperCase(),
      logFiles: [{ ...logFile, hashValue: logFile?.hashValue.toUpperCase() }],
    };
    const { fingerprint, previous, logFiles } = parse(shouting);
    expect([fingerprint, previous?.sha256, logFiles[0]?.sha256]).toEqual([
      '31e8b5433410dfb61a9dc45cc65b22ff',
      '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
      '9bb6196fc6b84d6f075a56548feca262bd99ba3c2de41b618e5b6e22c1fc71f6',
    ]);
  });

  it('has the signature of the one before as it is written: it is part of what is signed', () => {
    const previousDigestSignature = PUBLISHED_SIGNATURES[0].signature.toUpperCase();
    const { previous } = parse({ ...PUBLISHED_DIGEST, previousDigestSignature });
    expect(previous?.signature).toBe(previousDigestSignature);
  });

  it('says what algorithm it was signed with, known or not, or nothing', () => {
    const algorithmOf = (digestSignatureAlgorithm: unknown) =>
      parse({ ...PUBLISHED_DIGEST, digestSignatureAlgorithm }).signatureAlgorithm;
    expect([algorithmOf('SHA1withRSA'), algorithmOf(null)]).toEqual(['SHA1withRSA', undefined]);
  });
});

const changed = (change: Record<string, unknown>) => JSON.stringify({ ...PUBLISHED_DIGEST, ...change });
const withLogFile = (change: Record<string, unknown>) => changed({ logFiles: [{ ...logFile, ...change }] });

describe('no digest', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'it is not JSON'],
    ['text', 'digest', 'it is not JSON'],
    ['half a digest', JSON.stringify(PUBLISHED_DIGEST).slice(0, 300), 'it is not JSON'],
    ['a digest and more', `${JSON.stringify(PUBLISHED_DIGEST)} x`, 'it is not JSON'],
    ['null', 'null', 'it is not a JSON object'],
    ['a list', '[]', 'it is not a JSON object'],
    ['a number', '7', 'it is not a JSON object'],
    ['a log file', '{"Records":[]}', 'it has no digestStartTime'],
    ['no start', changed({ digestStartTime: null }), 'it has no digestStartTime'],
    ['no end', changed({ digestEndTime: null }), 'it has no digestEndTime'],
    ['no bucket', changed({ digestS3Bucket: null }), 'it has no digestS3Bucket'],
    ['no key', changed({ digestS3Object: '' }), 'it has no digestS3Object'],
    [
      'no key of its signer',
      changed({ digestPublicKeyFingerprint: 7 }),
      'it has no digestPublicKeyFingerprint',
    ],
    ['a time in words', changed({ digestEndTime: 'yesterday' }), 'its digestEndTime is not a time'],
    [
      'a time of another zone',
      changed({ digestEndTime: '2015-08-17T15:01:31+02:00' }),
      'its digestEndTime is not a time',
    ],
    [
      'a time with a line break',
      changed({ digestEndTime: '2015-08-17T15:01:31Z\n' }),
      'its digestEndTime is not a time',
    ],
    ['a 13th month', changed({ digestEndTime: '2015-13-17T15:01:31Z' }), 'its digestEndTime is not a time'],
    [
      'a 31st February',
      changed({ digestStartTime: '2015-02-31T14:01:31Z' }),
      'its digestStartTime is not a time',
    ],
    [
      'an end before the start',
      changed({ digestEndTime: '2015-08-17T13:01:31Z' }),
      'its digestStartTime is after its digestEndTime',
    ],
    ['no list', changed({ logFiles: null }), 'it has no list of log files'],
    ['a list that is none', changed({ logFiles: {} }), 'it has no list of log files'],
    ['a log file that is text', changed({ logFiles: ['a'] }), 'one of its log files is not an object'],
    ['a log file that is null', changed({ logFiles: [null] }), 'one of its log files is not an object'],
    ['a log file of no bucket', withLogFile({ s3Bucket: null }), 'it has no s3Bucket'],
    ['a log file of no key', withLogFile({ s3Object: null }), 'it has no s3Object'],
    ['a log file of no hash', withLogFile({ hashValue: null }), 'it has no hashValue'],
    ['a log file of half a hash', withLogFile({ hashValue: '9bb6' }), 'its hashValue is not a SHA-256'],
    ['a log file of another hash', withLogFile({ hashAlgorithm: 'MD5' }), 'its hashAlgorithm is not SHA-256'],
    [
      'a log file of no kind of hash',
      withLogFile({ hashAlgorithm: null }),
      'its hashAlgorithm is not SHA-256',
    ],
    [
      'another hash of the one before',
      changed({ previousDigestHashAlgorithm: 'MD5' }),
      'its previousDigestHashAlgorithm is not SHA-256',
    ],
    [
      'half a hash of the one before',
      changed({ previousDigestHashValue: 'ab' }),
      'its previousDigestHashValue is not a SHA-256',
    ],
    [
      'a signature that is none',
      changed({ previousDigestSignature: 'null' }),
      'its previousDigestSignature is not hexadecimal',
    ],
    [
      'a signature of half a byte',
      changed({ previousDigestSignature: 'abc' }),
      'its previousDigestSignature is not hexadecimal',
    ],
  ])('is %s', (_name, text, message) => {
    expect(() => parse(text)).toThrow(new DigestError(message));
  });

  it('is text in another encoding', () => {
    const latin1 = Buffer.from(changed({ awsAccountId: 'ä' }), 'latin1');
    expect(() => parseDigest(latin1)).toThrow(new DigestError('it is not JSON'));
  });

  it('is anything else, and the error is its own', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          expect(() => parseDigest(bytes)).toThrow(DigestError);
        },
      ),
    );
  });

  it('is one with any member replaced by anything, or it is read without a complaint of another kind', () => {
    const names = fc.constantFrom(...Object.keys(PUBLISHED_DIGEST));
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, value) => {
        try {
          parse({ ...PUBLISHED_DIGEST, [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(DigestError);
        }
      }),
    );
  });
});
