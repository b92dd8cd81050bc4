import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildDayFolder,
  buildLogFileKey,
  parseLogFileName,
  parseObjectKey,
} from '../../lib/cloudtrail/object-key.ts';

const NAME = '111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json.gz';
const FOLDERS = 'AWSLogs/111122223333/CloudTrail/us-east-2/2023/07/19';

const LOG_FILE = {
  kind: 'log-file',
  accountId: '111122223333',
  folder: 'CloudTrail',
  region: 'us-east-2',
  day: '2023-07-19',
  fileName: NAME,
  deliveredAt: '2023-07-19T21:33Z',
  uniqueString: 'Mu0KsOhtH1ar15ZZ',
};

describe('parseObjectKey on log files', () => {
  it('reads a key without prefix and organization', () => {
    expect(parseObjectKey(`${FOLDERS}/${NAME}`)).toEqual(LOG_FILE);
  });

  it('reads an organization trail', () => {
    const key = `AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`;
    expect(parseObjectKey(key)).toEqual({ ...LOG_FILE, organizationId: 'o-exampleorg1' });
  });

  it.each([
    'audit',
    'audit/trails',
    'o-exampleorg1',
    'AWSLogs',
    'AWSLogs/111122223333',
    'AWSLogs/111122223333/CloudTrail/us-east-2/2023/07/19',
    'copies of AWSLogs',
    'logs/',
    'größe +%20',
    'p'.repeat(200),
  ])('takes everything before the last possible AWSLogs as prefix: %j', (prefix) => {
    expect(parseObjectKey(`${prefix}/${FOLDERS}/${NAME}`)).toEqual({ ...LOG_FILE, prefix });
  });

  it('reads prefix and organization together, as AWS Control Tower sets them', () => {
    const key = `o-exampleorg1/AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`;
    expect(parseObjectKey(key)).toEqual({
      ...LOG_FILE,
      prefix: 'o-exampleorg1',
      organizationId: 'o-exampleorg1',
    });
  });

  it('tells a leading slash, an empty prefix, from no prefix', () => {
    expect(parseObjectKey(`/${FOLDERS}/${NAME}`)).toEqual({ ...LOG_FILE, prefix: '' });
  });

  it.each([
    'CloudTrail',
    'CloudTrail-Insight',
    'CloudTrail-NetworkActivity',
    'CloudTrail-Aggregated',
    'CloudTrail-SomethingNew2',
  ])('knows the folder %s', (folder) => {
    const fileName = `111122223333_${folder}_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json.gz`;
    expect(parseObjectKey(`AWSLogs/111122223333/${folder}/us-east-2/2023/07/19/${fileName}`)).toEqual({
      ...LOG_FILE,
      folder,
      fileName,
    });
  });

  it.each(['us-gov-west-1', 'cn-north-1', 'ap-southeast-7', 'eusc-de-east-1'])(
    'knows the region %s',
    (region) => {
      const key = `AWSLogs/111122223333/CloudTrail/${region}/2023/07/19/renamed.json.gz`;
      expect(parseObjectKey(key)).toMatchObject({ kind: 'log-file', region });
    },
  );

  it('reads the old names without an underscore before the unique string', () => {
    const fileName = '111122223333_CloudTrail_us-east-2_20140306T1255ZHdkvFTXOA3Vnhbc.json.gz';
    expect(parseObjectKey(`AWSLogs/111122223333/CloudTrail/us-east-2/2014/03/06/${fileName}`)).toEqual({
      ...LOG_FILE,
      day: '2014-03-06',
      fileName,
      deliveredAt: '2014-03-06T12:55Z',
      uniqueString: 'HdkvFTXOA3Vnhbc',
    });
  });

  it.each([
    'renamed.json.gz',
    '.json.gz',
    'inflated.json',
    'events.gz',
    'SHOUTED.JSON.GZ',
    '111122223333_CloudTrail_us-east-2-20230719T2133.json.gz',
    '111122223333_CloudTrail_us-east-2_20230231T2133Z_Mu0KsOhtH1ar15ZZ.json.gz',
    '111122223333_CloudTrail_us-east-2_20230719T2433Z_Mu0KsOhtH1ar15ZZ.json.gz',
    '111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ (1).json.gz',
    'zwei Zeilen \u{1f600}.json.gz',
  ])('keeps a file with the odd name %j, without a minute', (fileName) => {
    expect(parseObjectKey(`${FOLDERS}/${fileName}`)).toEqual({
      kind: 'log-file',
      accountId: '111122223333',
      folder: 'CloudTrail',
      region: 'us-east-2',
      day: '2023-07-19',
      fileName,
    });
  });

  it('takes the day from the folders and the minute from the name, where the two disagree', () => {
    expect(parseObjectKey(`AWSLogs/111122223333/CloudTrail/us-east-2/2024/02/29/${NAME}`)).toEqual({
      ...LOG_FILE,
      day: '2024-02-29',
    });
  });
});

describe('parseObjectKey on digests', () => {
  const folders = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2023/07/19';
  const digest = {
    kind: 'digest',
    accountId: '111122223333',
    folder: 'CloudTrail-Digest',
    region: 'us-east-2',
    day: '2023-07-19',
  };

  it.each([
    'trail',
    'my-trail',
    'my_trail',
    'my.trail',
    'a_20230719T213341Z_b',
    'x_us-east-1',
    'trail_backfill',
    '_._',
    '111122223333_CloudTrail-Digest_us-east-2_trail',
  ])('finds the trail name %s between the regions', (trailName) => {
    const fileName = `111122223333_CloudTrail-Digest_us-east-2_${trailName}_eu-west-1_20230719T213341Z.json.gz`;
    expect(parseObjectKey(`${folders}/${fileName}`)).toEqual({
      ...digest,
      fileName,
      trailName,
      homeRegion: 'eu-west-1',
      endTime: '2023-07-19T21:33:41Z',
      backfill: false,
    });
  });

  it('knows a backfill digest', () => {
    const fileName =
      '111122223333_CloudTrail-Digest_us-east-2_my_trail_eu-west-1_20230719T213341Z_backfill.json.gz';
    expect(parseObjectKey(`audit/${folders}/${fileName}`)).toEqual({
      ...digest,
      prefix: 'audit',
      fileName,
      trailName: 'my_trail',
      homeRegion: 'eu-west-1',
      endTime: '2023-07-19T21:33:41Z',
      backfill: true,
    });
  });

  it('reads the digest of an organization trail', () => {
    const fileName = '111122223333_CloudTrail-Digest_us-east-2_org_us-east-2_20230719T000000Z.json.gz';
    const key = `AWSLogs/o-exampleorg1/111122223333/CloudTrail-Digest/us-east-2/2023/07/19/${fileName}`;
    expect(parseObjectKey(key)).toEqual({
      ...digest,
      organizationId: 'o-exampleorg1',
      fileName,
      trailName: 'org',
      homeRegion: 'us-east-2',
      endTime: '2023-07-19T00:00:00Z',
      backfill: false,
    });
  });

  it.each([
    ['renamed.json.gz', false],
    ['renamed_backfill.json.gz', true],
    [NAME, false],
    ['111122223333_CloudTrail-Digest_us-east-2_trail_us-east-2_20230719T213399Z.json.gz', false],
    ['111122223333_CloudTrail-Digest_us-east-2_trail_us-east-2_20230719T2133Z.json.gz', false],
  ])('keeps a digest with the odd name %s', (fileName, backfill) => {
    expect(parseObjectKey(`${folders}/${fileName}`)).toEqual({ ...digest, fileName, backfill });
  });
});

describe('parseObjectKey on everything else', () => {
  it.each([
    'AWSLogs/111122223333/CloudTrail/',
    'AWSLogs/111122223333/CloudTrail-Digest/',
    'audit/AWSLogs/o-exampleorg1/111122223333/CloudTrail/',
    `${FOLDERS}/`,
    'anything/',
    '/',
  ])('calls %s a folder marker', (key) => {
    expect(parseObjectKey(key)).toEqual({ kind: 'folder-marker' });
  });

  const misplaced = 'it is not [prefix/]AWSLogs/[organization/]account/CloudTrail/region/YYYY/MM/DD/file';
  it.each([
    ['', 'it is empty'],
    ['notes.txt', misplaced],
    [NAME, misplaced],
    [`awslogs/111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`, misplaced],
    [`xAWSLogs/111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`, misplaced],
    [`${FOLDERS}/${NAME}/more.json.gz`, '"111122223333" is not an organization id'],
    [`${FOLDERS}/sub/sub/${NAME}`, misplaced],
    [`AWSLogs/111122223333/CloudTrail/us-east-2/2023/07/${NAME}`, misplaced],
    ['AWSLogs/111122223333/Config/ConfigWritabilityCheckFile', misplaced],
    [
      `AWSLogs/o-short/111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`,
      '"o-short" is not an organization id',
    ],
    [`AWSLogs//111122223333/CloudTrail/us-east-2/2023/07/19/${NAME}`, '"" is not an organization id'],
    [`AWSLogs/1111/CloudTrail/us-east-2/2023/07/19/${NAME}`, '"1111" is not a 12-digit account id'],
    [
      `AWSLogs/1111222233334/CloudTrail/us-east-2/2023/07/19/${NAME}`,
      '"1111222233334" is not a 12-digit account id',
    ],
    [
      `AWSLogs/11112222333x/CloudTrail/us-east-2/2023/07/19/${NAME}`,
      '"11112222333x" is not a 12-digit account id',
    ],
    [
      'AWSLogs/111122223333/vpcflowlogs/us-east-2/2023/07/19/x.gz',
      '"vpcflowlogs" is not a folder of CloudTrail\'s',
    ],
    [
      'AWSLogs/111122223333/cloudtrail/us-east-2/2023/07/19/x.gz',
      '"cloudtrail" is not a folder of CloudTrail\'s',
    ],
    [
      'AWSLogs/111122223333/CloudTrailX/us-east-2/2023/07/19/x.gz',
      '"CloudTrailX" is not a folder of CloudTrail\'s',
    ],
    [
      'AWSLogs/111122223333/CloudTrail-/us-east-2/2023/07/19/x.gz',
      '"CloudTrail-" is not a folder of CloudTrail\'s',
    ],
    ['AWSLogs/111122223333/CloudTrail/US East/2023/07/19/x.gz', '"US East" is not a region'],
    ['AWSLogs/111122223333/CloudTrail//2023/07/19/x.gz', '"" is not a region'],
    ['AWSLogs/111122223333/CloudTrail/us-east-2/2024/02/31/x.gz', '"2024/02/31" is not a day (YYYY/MM/DD)'],
    ['AWSLogs/111122223333/CloudTrail/us-east-2/2023/02/29/x.gz', '"2023/02/29" is not a day (YYYY/MM/DD)'],
    ['AWSLogs/111122223333/CloudTrail/us-east-2/2023/13/01/x.gz', '"2023/13/01" is not a day (YYYY/MM/DD)'],
    ['AWSLogs/111122223333/CloudTrail/us-east-2/2023/00/10/x.gz', '"2023/00/10" is not a day (YYYY/MM/DD)'],
    ['AWSLogs/111122223333/CloudTrail/us-east-2/2023/7/19/x.gz', '"2023/7/19" is not a day (YYYY/MM/DD)'],
    [
      'AWSLogs/111122223333/CloudTrail/us-east-2/２023/07/19/x.gz',
      '"\\uff12023/07/19" is not a day (YYYY/MM/DD)',
    ],
    [`${FOLDERS}/foo.txt`, '"foo.txt" does not end with .json.gz, .json or .gz'],
    [`${FOLDERS}/foo.json.gz.part`, '"foo.json.gz.part" does not end with .json.gz, .json or .gz'],
    [`${FOLDERS}/gz`, '"gz" does not end with .json.gz, .json or .gz'],
    [`${FOLDERS}/foo.json.gz\n`, 'it holds a control character'],
    [`${FOLDERS}/fo\u009bo.json.gz`, 'it holds a control character'],
    [`${FOLDERS}/\ud800.json.gz`, 'it is not valid Unicode'],
    [`${'p'.repeat(1000)}/${FOLDERS}/${NAME}`, 'it is longer than the 1024 bytes that S3 allows'],
  ])('says why %j is foreign', (key, reason) => {
    expect(parseObjectKey(key)).toEqual({ kind: 'foreign', reason });
  });

  it('counts the limit of a key in bytes', () => {
    const fill = 1024 - `${FOLDERS}/.json.gz`.length;
    expect(parseObjectKey(`${FOLDERS}/${'x'.repeat(fill)}.json.gz`).kind).toBe('log-file');
    expect(parseObjectKey(`${FOLDERS}/${'x'.repeat(fill - 1)}ü.json.gz`).kind).toBe('foreign');
  });

  it('takes any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'AWSLogs',
        'o-exampleorg1',
        '111122223333',
        'CloudTrail',
        'CloudTrail-Digest',
        'us-east-2',
      ),
      fc.constantFrom('2023', '07', '19', '', NAME, 'x.json.gz'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('/')),
    );
    fc.assert(
      fc.property(key, (text) => {
        expect(['log-file', 'digest', 'folder-marker', 'foreign']).toContain(parseObjectKey(text).kind);
      }),
    );
  });

  // A quadratic pattern would need minutes for these lengths, which parseLogFileName takes unbounded.
  it.each([
    ['_', (n: number) => `111122223333_CloudTrail_us-east-2_20230719T2133Z_${'_'.repeat(n)}`],
    ['-', (n: number) => `111122223333_CloudTrail-${'-'.repeat(n)}`],
    ['_a', (n: number) => `111122223333_CloudTrail_us-east-2_20230719T2133Z_${'_a'.repeat(n)}.json.g`],
    ['a-', (n: number) => `111122223333_CloudTrail-Insight_${'a-'.repeat(n)}`],
  ])('refuses a long name of repeated %j at once', (_, hostile) => {
    expect(parseLogFileName(hostile(2_000_000))).toBeUndefined();
  });

  it('reads the longest possible digest names of underscores at once', () => {
    const start =
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2023/07/19/111122223333_CloudTrail-Digest_us-east-2';
    for (let round = 0; round < 2_000; round += 1) {
      expect(parseObjectKey(`${start}${'_a'.repeat(440)}.json.gz`)).not.toHaveProperty('trailName');
    }
  });
});

describe('parseLogFileName', () => {
  it.each([
    NAME,
    '111122223333_CloudTrail_us-east-2_20230719T2133ZMu0KsOhtH1ar15ZZ.json.gz',
    '111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json',
    '111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.gz',
  ])('reads %s', (fileName) => {
    expect(parseLogFileName(fileName)).toEqual({
      accountId: '111122223333',
      folder: 'CloudTrail',
      region: 'us-east-2',
      deliveredAt: '2023-07-19T21:33Z',
      uniqueString: 'Mu0KsOhtH1ar15ZZ',
    });
  });

  it('reads the name of an Insights file', () => {
    expect(
      parseLogFileName(
        '111122223333_CloudTrail-Insight_ca-central-1_20200923T0516Z_KL5e9VCV2SS7IqzB.json.gz',
      ),
    ).toEqual({
      accountId: '111122223333',
      folder: 'CloudTrail-Insight',
      region: 'ca-central-1',
      deliveredAt: '2020-09-23T05:16Z',
      uniqueString: 'KL5e9VCV2SS7IqzB',
    });
  });

  it.each([
    '',
    'events.json.gz',
    `folder/${NAME}`,
    ` ${NAME}`,
    `${NAME}\n`,
    NAME.replace('111122223333', '1111'),
    NAME.replace('CloudTrail', 'Config'),
    NAME.replace('CloudTrail', 'CloudTrail-Digest'),
    NAME.replace('20230719T2133Z', '20230732T2133Z'),
    NAME.replace('20230719T2133Z', '20230719T2160Z'),
    NAME.replace('20230719T2133Z', '20230719T213341Z'),
    NAME.replace('Mu0KsOhtH1ar15ZZ', ''),
    '111122223333_CloudTrail-Digest_us-east-2_my-trail_us-east-2_20230719T213341Z.json.gz',
  ])('does not take %j for a log file name', (fileName) => {
    expect(parseLogFileName(fileName)).toBeUndefined();
  });
});

describe('buildLogFileKey', () => {
  const parts = {
    accountId: '111122223333',
    folder: 'CloudTrail',
    region: 'us-east-2',
    deliveredAt: '2023-07-19T21:33Z',
    uniqueString: 'Mu0KsOhtH1ar15ZZ',
  } as const;

  it('writes the key as CloudTrail does', () => {
    expect(buildLogFileKey(parts)).toBe(
      'AWSLogs/111122223333/CloudTrail/us-east-2/2023/07/19/111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json.gz',
    );
    expect(
      buildLogFileKey({
        ...parts,
        prefix: 'a/b',
        organizationId: 'o-exampleorg1',
        folder: 'CloudTrail-Insight',
      }),
    ).toBe(
      'a/b/AWSLogs/o-exampleorg1/111122223333/CloudTrail-Insight/us-east-2/2023/07/19/111122223333_CloudTrail-Insight_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json.gz',
    );
  });

  it('takes an empty prefix for none', () => {
    expect(buildLogFileKey({ ...parts, prefix: '' })).toBe(`${FOLDERS}/${NAME}`);
  });

  it('drops the seconds of a time', () => {
    expect(buildLogFileKey({ ...parts, deliveredAt: '2023-07-19T21:33:59Z' })).toBe(`${FOLDERS}/${NAME}`);
  });

  it('rebuilds the key from a bare file name', () => {
    const name = parseLogFileName(NAME);
    expect(name && buildLogFileKey(name)).toBe(`${FOLDERS}/${NAME}`);
  });

  it('keeps a name of its own', () => {
    const fileName = '111122223333_CloudTrail_us-east-2_20230719T2133ZMu0KsOhtH1ar15ZZ.json.gz';
    expect(buildLogFileKey({ ...parts, fileName })).toBe(`${FOLDERS}/${fileName}`);
  });

  it('writes what parseObjectKey reads', () => {
    const token = (characters: string, minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
    const alphanumeric = 'abcxyzABCXYZ0189';
    const built = fc.record(
      {
        prefix: fc.oneof(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
          fc.constantFrom('AWSLogs', 'AWSLogs/o-exampleorg1', FOLDERS, 'a//b', 'a/'),
        ),
        organizationId: token('abcxyz0189', 10, 32).map((id) => `o-${id}`),
        accountId: token('0123456789', 12, 12),
        folder: fc.oneof(
          fc.constantFrom('CloudTrail' as const, 'CloudTrail-Insight' as const),
          token(alphanumeric, 1, 12).map((content) => `CloudTrail-${content}` as const),
        ),
        region: fc.constantFrom('us-east-1', 'us-gov-west-1', 'ap-southeast-7'),
        deliveredAt: fc
          .date({ min: new Date('2013-11-13T00:00:00Z'), max: new Date('2100-01-01'), noInvalidDate: true })
          .map((time) => `${time.toISOString().slice(0, 16)}Z`),
        uniqueString: token(alphanumeric, 1, 20),
      },
      { requiredKeys: ['accountId', 'folder', 'region', 'deliveredAt', 'uniqueString'] },
    );
    fc.assert(
      fc.property(built, (generated) => {
        const key = buildLogFileKey(generated);
        expect(parseObjectKey(key)).toEqual({
          ...generated,
          kind: 'log-file',
          day: generated.deliveredAt.slice(0, 10),
          fileName: key.slice(key.lastIndexOf('/') + 1),
        });
      }),
    );
  });
});

describe('buildDayFolder', () => {
  it('ends with a slash, so that it lists one day only', () => {
    const day = { accountId: '111122223333', region: 'us-east-2', day: '2023-07-19' };
    expect(buildDayFolder({ ...day, folder: 'CloudTrail' })).toBe(`${FOLDERS}/`);
    expect(
      buildDayFolder({
        ...day,
        folder: 'CloudTrail-Digest',
        prefix: 'audit',
        organizationId: 'o-exampleorg1',
      }),
    ).toBe('audit/AWSLogs/o-exampleorg1/111122223333/CloudTrail-Digest/us-east-2/2023/07/19/');
  });
});
