import { describe, expect, it } from 'vitest';
import {
  buildDigest,
  buildDigestKey,
  type DigestContents,
  type DigestKeyParts,
} from '../../lib/cloudtrail/build-digest.ts';
import { parseDigest } from '../../lib/cloudtrail/digest.ts';
import { parseObjectKey } from '../../lib/cloudtrail/object-key.ts';

const PARTS: DigestKeyParts = {
  accountId: '111122223333',
  region: 'us-east-2',
  trailName: 'my_trail.v-2',
  homeRegion: 'us-east-1',
  endTime: '2015-08-17T15:01:31Z',
  backfill: false,
};

const KEY =
  'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/' +
  '111122223333_CloudTrail-Digest_us-east-2_my_trail.v-2_us-east-1_20150817T150131Z.json.gz';

const STARTING: DigestContents = {
  accountId: '111122223333',
  startTime: '2015-08-17T14:01:31Z',
  endTime: '2015-08-17T15:01:31Z',
  bucket: 'trail',
  key: KEY,
  fingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
  previous: undefined,
  logFiles: [],
};

function read(contents: DigestContents): unknown {
  return JSON.parse(Buffer.from(buildDigest(contents)).toString());
}

describe('the key of a digest', () => {
  it('is the one that CloudTrail gives, by the end of its time', () => {
    expect(buildDigestKey(PARTS)).toBe(KEY);
  });

  it.each([
    { backfill: true },
    { prefix: 'a/b', organizationId: 'o-abcdefghij' },
    { endTime: '2015-08-18T00:00:00Z' },
  ])('is read as it was meant: %o', (parts) => {
    const wanted = { ...PARTS, ...parts };
    expect(parseObjectKey(buildDigestKey(wanted))).toMatchObject({
      kind: 'digest',
      ...wanted,
      day: wanted.endTime.slice(0, 10),
    });
  });
});

describe('a digest', () => {
  it('has the members of CloudTrail, in its order, all of them in one that starts a chain and lists nothing', () => {
    expect(Object.entries(read(STARTING) as object)).toEqual([
      ['awsAccountId', '111122223333'],
      ['digestStartTime', '2015-08-17T14:01:31Z'],
      ['digestEndTime', '2015-08-17T15:01:31Z'],
      ['digestS3Bucket', 'trail'],
      ['digestS3Object', KEY],
      ['digestPublicKeyFingerprint', '31e8b5433410dfb61a9dc45cc65b22ff'],
      ['digestSignatureAlgorithm', 'SHA256withRSA'],
      ['newestEventTime', null],
      ['oldestEventTime', null],
      ['previousDigestS3Bucket', null],
      ['previousDigestS3Object', null],
      ['previousDigestHashValue', null],
      ['previousDigestHashAlgorithm', null],
      ['previousDigestSignature', null],
      ['logFiles', []],
    ]);
  });

  it('lists log files with the times of their events, to the second, and what it follows', () => {
    const digest: DigestContents = {
      ...STARTING,
      previous: { bucket: 'trail', key: 'before', sha256: 'cc'.repeat(32), signature: 'dd'.repeat(128) },
      logFiles: [
        {
          bucket: 'trail',
          key: 'one',
          sha256: 'aa'.repeat(32),
          oldestEventTime: '2015-08-17T14:42:27Z',
          newestEventTime: '2015-08-17T14:52:27.250Z',
        },
        { bucket: 'trail', key: 'two', sha256: 'bb'.repeat(32), oldestEventTime: '2015-08-17T14:40:00Z' },
        { bucket: 'trail', key: 'three', sha256: 'ee'.repeat(32) },
      ],
    };
    expect(read(digest)).toMatchObject({
      newestEventTime: '2015-08-17T14:52:27Z',
      oldestEventTime: '2015-08-17T14:40:00Z',
      previousDigestS3Object: 'before',
      previousDigestHashAlgorithm: 'SHA-256',
      logFiles: [
        {
          s3Bucket: 'trail',
          s3Object: 'one',
          hashValue: 'aa'.repeat(32),
          hashAlgorithm: 'SHA-256',
          newestEventTime: '2015-08-17T14:52:27Z',
          oldestEventTime: '2015-08-17T14:42:27Z',
        },
        { s3Object: 'two', newestEventTime: null, oldestEventTime: '2015-08-17T14:40:00Z' },
        { s3Object: 'three', newestEventTime: null, oldestEventTime: null },
      ],
    });
    expect(parseDigest(buildDigest(digest))).toMatchObject({
      startTime: digest.startTime,
      endTime: digest.endTime,
      previous: digest.previous,
      logFiles: digest.logFiles.map(({ bucket, key, sha256 }) => ({ bucket, key, sha256 })),
    });
  });
});
