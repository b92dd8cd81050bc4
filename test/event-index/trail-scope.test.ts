import { describe, expect, it } from 'vitest';
import { readInScope, type TrailScope } from '../../lib/event-index/trail-scope.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz';
const OF_ORGANIZATION = KEY.replace('AWSLogs', 'AWSLogs/o-aaaaaaaaaa');
const TRAIL = { trailBucket: 'trail' };

const read = (scope: Partial<TrailScope>, key = KEY, bucket = 'trail') =>
  readInScope(bucket, key, { ...TRAIL, ...scope });

describe('an object that is taken', () => {
  it.each<[string, Partial<TrailScope>, string]>([
    ['of any prefix, organisation and account', {}, `audit/${OF_ORGANIZATION}`],
    ['without a prefix', { keyPrefix: '' }, KEY],
    ['below the prefix', { keyPrefix: 'audit/main' }, `audit/main/${KEY}`],
    ['of the organisation', { organizationId: 'o-aaaaaaaaaa' }, OF_ORGANIZATION],
    ['of no organisation, from before there was one', { organizationId: 'o-aaaaaaaaaa' }, KEY],
    ['of no organisation', { organizationId: '' }, KEY],
    ['of the account', { accountIds: ['111122223333'] }, KEY],
  ])('is one %s', (_, scope, key) => {
    expect(read(scope, key)).toMatchObject({ kind: 'log-file', accountId: '111122223333' });
  });

  it('is a digest or a folder marker as well', () => {
    expect(read({}, KEY.replace('/CloudTrail/', '/CloudTrail-Digest/'))).toMatchObject({ kind: 'digest' });
    expect(read({}, 'AWSLogs/')).toEqual({ kind: 'folder-marker' });
  });
});

describe('an object that is not taken', () => {
  it.each<[string, Partial<TrailScope>, string, string]>([
    [
      'an empty folder in front',
      { keyPrefix: '' },
      `/${KEY}`,
      'the trail has no prefix, the key has another',
    ],
    ['another prefix', { keyPrefix: 'audit' }, KEY, 'the trail\'s prefix is "audit", the key has another'],
    [
      'another organisation',
      { organizationId: 'o-bbbbbbbbbb' },
      OF_ORGANIZATION,
      'the key belongs to organisation o-aaaaaaaaaa',
    ],
    [
      'an organisation of a trail of one account',
      { organizationId: '' },
      OF_ORGANIZATION,
      'the key belongs to organisation o-aaaaaaaaaa',
    ],
    ['another account', { accountIds: ['444455556666'] }, KEY, 'the key belongs to account 111122223333'],
    ['no accounts at all', { accountIds: [] }, KEY, 'the key belongs to account 111122223333'],
    [
      'a key of more bytes than the ledger takes',
      {},
      KEY.replace('a.json', `${'é'.repeat(250)}.json`),
      'the key is longer than 512 bytes',
    ],
    ['no log file', {}, KEY.replace('.json.gz', '.txt'), '"a.txt" does not end with .json.gz, .json or .gz'],
  ])('has %s', (_, scope, key, reason) => {
    expect(read(scope, key)).toEqual({ kind: 'out-of-scope', reason });
  });

  it('lies in another bucket', () => {
    expect(read({}, KEY, 'trail.')).toEqual({
      kind: 'out-of-scope',
      reason: "the object is in a bucket other than the trail's, trail",
    });
  });
});
