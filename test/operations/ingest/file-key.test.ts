import { describe, expect, it } from 'vitest';
import { alternativeKey, keyOfPath } from '../../../lib/operations/ingest/file-key.ts';

const NAME = '111122223333_CloudTrail_eu-west-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';
const KEY = `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/${NAME}`;
const DIGEST_NAME = '111122223333_CloudTrail-Digest_eu-west-1_main_trail_us-east-1_20260317T091500Z.json.gz';
const DIGEST_KEY = `AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17/${DIGEST_NAME}`;

describe('the key that a path implies', () => {
  it.each([
    ['a copy of a bucket', `/home/mary/logs/${KEY}`, KEY],
    ['a copy of a bucket whose trail had a prefix', `/copy/audit/trail/${KEY}`, KEY],
    ['a copy inside a folder that is itself called AWSLogs', `/AWSLogs/backup/${KEY}`, KEY],
    [
      'an organization trail',
      `/x/${KEY.replace('/1111', '/o-abcde12345/1111')}`,
      KEY.replace('/1111', '/o-abcde12345/1111'),
    ],
    ['an inflated file in a copy', `/x/${KEY.slice(0, -3)}`, KEY],
    [
      'an odd name in a log file folder',
      `/x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/renamed.json.gz`,
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/renamed.json.gz',
    ],
    ['a bare name', `/downloads/${NAME}`, KEY],
    ['the bare name of an inflated file', `/downloads/${NAME.slice(0, -3)}`, KEY],
    [
      'a bare name of the old form',
      '/d/111122223333_CloudTrail_us-east-1_20150801T1255ZHdkvFTXOA3Vnhbc.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2015/08/01/111122223333_CloudTrail_us-east-1_20150801T1255ZHdkvFTXOA3Vnhbc.json.gz',
    ],
    [
      'a bare Insights file',
      '/d/111122223333_CloudTrail-Insight_ca-central-1_20260317T0516Z_KL5e9VCV2SS7IqzB.json.gz',
      'AWSLogs/111122223333/CloudTrail-Insight/ca-central-1/2026/03/17/111122223333_CloudTrail-Insight_ca-central-1_20260317T0516Z_KL5e9VCV2SS7IqzB.json.gz',
    ],
  ])('is found for %s', (_, path, key) => {
    expect(keyOfPath(path)).toEqual({
      key,
      deliveryDay: path.includes('2015') ? '2015-08-01' : '2026-03-17',
      isDigest: false,
    });
  });

  it.each([
    ['in a copy of a bucket', `/copy/${DIGEST_KEY}`, DIGEST_KEY],
    ['lying by itself', `/downloads/${DIGEST_NAME}`, DIGEST_KEY],
    ['inflated, lying by itself', `/downloads/${DIGEST_NAME.slice(0, -3)}`, DIGEST_KEY],
    [
      'backfill, lying by itself',
      `/d/${DIGEST_NAME.replace('.json', '_backfill.json')}`,
      DIGEST_KEY.replace('.json', '_backfill.json'),
    ],
  ])('is a digest key for a digest %s', (_, path, key) => {
    expect(keyOfPath(path)).toEqual({ key, deliveryDay: '2026-03-17', isDigest: true });
  });

  it('goes under the prefix of the trail it is delivered to, not of the one it came from', () => {
    expect(keyOfPath(`/copy/old/${KEY}`, 'new/prefix')?.key).toBe(`new/prefix/${KEY}`);
    expect(keyOfPath(`/downloads/${NAME}`, 'new/prefix')?.key).toBe(`new/prefix/${KEY}`);
  });

  it.each([
    ['another name', '/logs/export.json.gz'],
    [
      'a day that does not exist',
      `/x/${KEY.replaceAll('/03/17/', '/02/31/').replace('20260317', '20260231')}`,
    ],
    [
      'another extension in a log file folder',
      '/x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/lines.jsonl',
    ],
    ['another folder of AWSLogs', '/x/AWSLogs/111122223333/Config/eu-west-1/2026/03/17/a.json.gz'],
    [
      'a key longer than the ingest function takes',
      `/x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/${'n'.repeat(500)}.json.gz`,
    ],
  ])('is none for %s', (_, path) => {
    expect(keyOfPath(path)).toBeUndefined();
  });
});

describe('the key beside a key that is taken', () => {
  it('differs in the unique string', () => {
    expect(alternativeKey(`p/${KEY}`, 'AAAABBBBCCCCDDDD')).toBe(
      'p/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/111122223333_CloudTrail_eu-west-1_20260317T0915Z_AAAABBBBCCCCDDDD.json.gz',
    );
  });

  it('is the unique string alone where the name has none', () => {
    expect(
      alternativeKey('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/odd.json.gz', 'AAAABBBBCCCCDDDD'),
    ).toBe('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/AAAABBBBCCCCDDDD.json.gz');
    expect(keyOfPath(`/${alternativeKey(DIGEST_KEY, 'AAAABBBBCCCCDDDD')}`)?.isDigest).toBe(true);
  });
});
