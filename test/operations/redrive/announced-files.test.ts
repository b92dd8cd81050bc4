import { describe, expect, it } from 'vitest';
import { readAnnounced } from '../../../lib/operations/redrive/announced-files.ts';
import { BUCKET, keyOf, notificationOf } from './redrive-world.ts';

const TRAIL = { trailBucket: BUCKET, keyPrefix: '' };

function about(key: string, bucket = BUCKET): string {
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key] });
}

describe('what a dead letter announces', () => {
  it('is each of its log files, with the day whose ledger knows it', () => {
    expect(readAnnounced(notificationOf('a', 'b'), TRAIL)).toEqual([
      { kind: 'file', key: keyOf('a'), deliveryDay: '2026-07-19' },
      { kind: 'file', key: keyOf('b'), deliveryDay: '2026-07-19' },
    ]);
  });

  it('is a digest as well', () => {
    const key = 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/07/19/digest.json.gz';
    expect(readAnnounced(about(key), TRAIL)).toEqual([{ kind: 'file', key, deliveryDay: '2026-07-19' }]);
  });

  it.each([
    [about(keyOf('a'), 'theirs'), `The object is in a bucket other than the trail's, ${BUCKET}.`],
    [about('AWSLogs/readme.txt'), 'It is not [prefix/]AWSLogs/'],
    [about('AWSLogs/111122223333/'), 'It is a folder.'],
    [about(`other/${keyOf('a')}`), 'The trail has no prefix, the key has another.'],
    [about(keyOf('x'.repeat(500))), 'The key is longer than 512 bytes.'],
    [about(keyOf('\ud800')), 'It is not valid Unicode.'],
    [
      about(keyOf('a').replace('AWSLogs/', 'AWSLogs/o-other12345/')),
      'The key belongs to organisation o-other12345.',
    ],
  ])('%# is nothing of the trail', (body, reason) => {
    const [announced] = readAnnounced(body, { ...TRAIL, organizationId: 'o-own1234567' });
    expect(announced).toMatchObject({ kind: 'foreign', reason: expect.stringContaining(reason) });
  });

  it.each([
    ['CloudTrail validation message.', 'nothing', 'CloudTrail validation message.'],
    ['{"Records":[]}', 'nothing', 'JSON object with the members "Records".'],
    [
      JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [] }),
      'nothing',
      'CloudTrail message without log files.',
    ],
    ['hello', 'no-notification', 'The notification is not JSON: it begins "hello"'],
    ['{"s3Bucket":7,"s3ObjectKey":["a"]}', 'no-notification', 's3Bucket is a number, expected text'],
    [
      JSON.stringify({
        s3Bucket: BUCKET,
        s3ObjectKey: Array.from({ length: 10_001 }, (_, n) => keyOf(`${n}`)),
      }),
      'no-notification',
      'index them with a backfill instead',
    ],
  ])('%# is no object', (body, kind, reason) => {
    expect(readAnnounced(body, TRAIL)).toEqual([{ kind, reason: expect.stringContaining(reason) }]);
  });

  it('is nothing of the trail where the account is another', () => {
    const accountIds = ['999988887777'];
    expect(readAnnounced(notificationOf('a'), { ...TRAIL, accountIds })).toMatchObject([
      { kind: 'foreign', reason: 'The key belongs to account 111122223333.' },
    ]);
    expect(
      readAnnounced(notificationOf('a'), { ...TRAIL, accountIds: [...accountIds, '111122223333'] }),
    ).toMatchObject([{ kind: 'file' }]);
  });

  it('is a log file of any prefix, organisation and account where nothing is said of them', () => {
    const key = keyOf('a').replace('AWSLogs/', 'any/AWSLogs/o-any1234567/');
    expect(readAnnounced(about(key), { trailBucket: BUCKET })).toMatchObject([{ kind: 'file', key }]);
  });

  it('takes keys of the organisation, and of none, and below the prefix', () => {
    const trail = { ...TRAIL, organizationId: 'o-own1234567', keyPrefix: 'audit' };
    const own = `audit/${keyOf('a').replace('AWSLogs/', 'AWSLogs/o-own1234567/')}`;
    expect(readAnnounced(about(own), trail)).toMatchObject([{ kind: 'file' }]);
    expect(readAnnounced(about(`audit/${keyOf('a')}`), trail)).toMatchObject([{ kind: 'file' }]);
    expect(readAnnounced(about(keyOf('a')), trail)).toMatchObject([{ kind: 'foreign' }]);
  });
});
