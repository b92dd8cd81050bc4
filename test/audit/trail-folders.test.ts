import { describe, expect, it } from 'vitest';
import {
  ANY_KEY_PREFIX,
  dayFolderIn,
  findAccounts,
  findRegionFolders,
} from '../../lib/audit/trail-folders.ts';
import { BackfillWorld, keyOf } from '../operations/backfill/backfill-world.ts';

function listingOf(...keys: string[]) {
  const world = new BackfillWorld();
  world.store(...keys);
  return world.context().listing;
}

describe('the region folders', () => {
  it('are found in every account, for every content, digests included', async () => {
    const listing = listingOf(
      keyOf(),
      keyOf({ region: 'eu-west-1' }),
      keyOf({ content: 'CloudTrail-Digest' }),
      keyOf({ content: 'CloudTrail-Insight', root: 'AWSLogs/444455556666' }),
      keyOf({ content: 'CloudTrail-SomethingNew', root: 'AWSLogs/444455556666' }),
    );
    expect((await findRegionFolders(listing, {})).toSorted()).toEqual([
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/',
      'AWSLogs/111122223333/CloudTrail/us-east-1/',
      'AWSLogs/444455556666/CloudTrail-Insight/us-east-1/',
      'AWSLogs/444455556666/CloudTrail-SomethingNew/us-east-1/',
    ]);
  });

  it.each([
    [
      'every organisation',
      undefined,
      ['AWSLogs/111122223333', 'AWSLogs/o-exampleorg1/444455556666', 'AWSLogs/o-exampleorg2/444455556666'],
    ],
    ['one organisation', 'o-exampleorg1', ['AWSLogs/111122223333', 'AWSLogs/o-exampleorg1/444455556666']],
    ['none', '', ['AWSLogs/111122223333']],
  ])('are those of accounts without an organisation and of %s', async (_, organizationId, roots) => {
    const listing = listingOf(
      keyOf(),
      keyOf({ root: 'AWSLogs/o-exampleorg1/444455556666' }),
      keyOf({ root: 'AWSLogs/o-exampleorg2/444455556666' }),
    );
    expect(await findRegionFolders(listing, { organizationId })).toEqual(
      roots.map((root) => `${root}/CloudTrail/us-east-1/`),
    );
  });

  it.each([
    ['a prefix', 'audit/main', ['audit/main/AWSLogs/111122223333/CloudTrail/us-east-1/']],
    ['none', '', ['AWSLogs/111122223333/CloudTrail/us-east-1/']],
    ['none that is named', undefined, ['AWSLogs/111122223333/CloudTrail/us-east-1/']],
  ])('are those of the key prefix: %s', async (_, keyPrefix, expected) => {
    const listing = listingOf(keyOf(), keyOf({ root: 'audit/main/AWSLogs/111122223333' }));
    expect(await findRegionFolders(listing, { keyPrefix })).toEqual(expected);
  });

  it('are those of all key prefixes where any is asked for, however deep', async () => {
    const listing = listingOf(
      keyOf(),
      keyOf({ root: 'audit/main/AWSLogs/111122223333' }),
      keyOf({ root: 'audit/o-exampleorg1/AWSLogs/o-exampleorg1/444455556666' }),
    );
    expect((await findRegionFolders(listing, { keyPrefix: ANY_KEY_PREFIX })).toSorted()).toEqual([
      'AWSLogs/111122223333/CloudTrail/us-east-1/',
      'audit/main/AWSLogs/111122223333/CloudTrail/us-east-1/',
      'audit/o-exampleorg1/AWSLogs/o-exampleorg1/444455556666/CloudTrail/us-east-1/',
    ]);
  });

  it('are those of the accounts that are named, digests included, with and without an organisation', async () => {
    const listing = listingOf(
      keyOf(),
      keyOf({ content: 'CloudTrail-Digest' }),
      keyOf({ root: 'AWSLogs/444455556666' }),
      keyOf({ root: 'AWSLogs/444455556666', content: 'CloudTrail-Digest' }),
      keyOf({ root: 'AWSLogs/o-exampleorg1/111122223333' }),
      keyOf({ root: 'AWSLogs/o-exampleorg1/777788889999' }),
    );
    const folders = await findRegionFolders(listing, { accountIds: ['111122223333', '777788889999'] });
    expect(folders.toSorted()).toEqual([
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/',
      'AWSLogs/111122223333/CloudTrail/us-east-1/',
      'AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-1/',
      'AWSLogs/o-exampleorg1/777788889999/CloudTrail/us-east-1/',
    ]);
    expect(await findRegionFolders(listing, { accountIds: [] })).toEqual([]);
  });

  it.each<[string, string[]]>([
    [
      'AWSLogs/111122223333',
      ['AWSLogs/111122223333/CloudTrail/eu-west-1/', 'AWSLogs/111122223333/CloudTrail/us-east-1/'],
    ],
    ['AWSLogs/111122223333/CloudTrail/us-', ['AWSLogs/111122223333/CloudTrail/us-east-1/']],
    [
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a',
      ['AWSLogs/111122223333/CloudTrail/us-east-1/'],
    ],
    ['AWSLogs/o-', ['AWSLogs/o-exampleorg1/444455556666/CloudTrail/us-east-1/']],
    ['AWSLogs/9', []],
  ])('are those in which keys begin with %s, without a look into others', async (within, expected) => {
    const world = new BackfillWorld();
    world.store(
      keyOf(),
      keyOf({ region: 'eu-west-1' }),
      keyOf({ root: 'AWSLogs/444455556666' }),
      keyOf({ root: 'AWSLogs/o-exampleorg1/444455556666' }),
    );
    const listed: string[] = [];
    world.onList = (folder) => listed.push(folder);
    expect(await findRegionFolders(world.context().listing, { within })).toEqual(expected);
    expect(listed).not.toContain('AWSLogs/444455556666/');
  });

  it('leave out what other services deliver, without a look into it', async () => {
    const world = new BackfillWorld();
    world.store(
      keyOf(),
      'AWSLogs/111122223333/Config/us-east-1/2026/3/17/ConfigHistory/a.json.gz',
      'AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/03/17/a.log.gz',
      'AWSLogs/aws-account-id=111122223333/aws-service=route53/a.gz',
      'AWSLogs/111122223333/CloudTrail/Not A Region/2026/03/17/a.json.gz',
    );
    const listed: string[] = [];
    world.onList = (folder) => listed.push(folder);
    const folders = await findRegionFolders(world.context().listing, {});
    expect(folders).toEqual(['AWSLogs/111122223333/CloudTrail/us-east-1/']);
    expect(listed).toEqual(['AWSLogs/', 'AWSLogs/111122223333/', 'AWSLogs/111122223333/CloudTrail/']);
  });
});

describe('the accounts', () => {
  it('are those that CloudTrail has delivered anything for, each once, in their order', async () => {
    const listing = listingOf(
      keyOf({ root: 'AWSLogs/o-exampleorg1/444455556666' }),
      keyOf({ root: 'AWSLogs/444455556666', region: 'eu-west-1' }),
      keyOf({ content: 'CloudTrail-Digest' }),
      'AWSLogs/777788889999/Config/us-east-1/2026/3/17/ConfigHistory/a.json.gz',
    );
    expect(await findAccounts(listing, {})).toEqual(['111122223333', '444455556666']);
  });

  it('are those of the organisation and the key prefix that are asked for', async () => {
    const listing = listingOf(
      keyOf(),
      keyOf({ root: 'audit/AWSLogs/o-exampleorg1/444455556666' }),
      keyOf({ root: 'audit/AWSLogs/o-exampleorg2/777788889999' }),
    );
    const folders = { keyPrefix: 'audit', organizationId: 'o-exampleorg1' };
    expect(await findAccounts(listing, folders)).toEqual(['444455556666']);
  });

  it('are none where nothing was delivered', async () => {
    expect(await findAccounts(listingOf(), {})).toEqual([]);
  });
});

describe('the folder of a day', () => {
  it('is below that of the region', () => {
    expect(dayFolderIn('AWSLogs/111122223333/CloudTrail/us-east-1/', '2026-03-07')).toBe(
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/07/',
    );
  });
});
