import { describe, expect, it } from 'vitest';
import { findEdgeDay } from '../../lib/audit/edge-day.ts';
import { findRegionFolders } from '../../lib/audit/trail-folders.ts';
import { BackfillWorld, keyOf } from '../operations/backfill/backfill-world.ts';

function listingOf(...keys: string[]) {
  const world = new BackfillWorld();
  world.store(...keys);
  return world.context().listing;
}

const ACCOUNT = 'AWSLogs/111122223333/CloudTrail';

describe('the day at the edge', () => {
  const listing = listingOf(
    keyOf({ day: '2026-01-05' }),
    keyOf({ day: '2024-11-30', region: 'eu-west-1' }),
    keyOf({ day: '2024-03-12', region: 'ap-south-1' }),
    keyOf({ day: '2024-03-02', region: 'ap-south-1' }),
    keyOf({ day: '2026-01-05', region: 'ap-south-1' }),
    `${ACCOUNT}/us-east-1/1999x/a`,
    `${ACCOUNT}/us-east-1/2026/13/01/a.json.gz`,
  );

  it('is the oldest of any region, with the folders of those that have it', async () => {
    expect(await findEdgeDay(listing, await findRegionFolders(listing, {}), 'first')).toEqual({
      day: '2024-03-02',
      folders: [`${ACCOUNT}/ap-south-1/2024/03/02/`],
    });
  });

  it('is the newest of any region, with the folders of those that have it', async () => {
    expect(await findEdgeDay(listing, await findRegionFolders(listing, {}), 'last')).toEqual({
      day: '2026-01-05',
      folders: [`${ACCOUNT}/ap-south-1/2026/01/05/`, `${ACCOUNT}/us-east-1/2026/01/05/`],
    });
  });

  it('is none where nothing is', async () => {
    expect(await findEdgeDay(listingOf(), [], 'first')).toBeUndefined();
    expect(await findEdgeDay(listingOf(), [`${ACCOUNT}/us-east-1/`], 'last')).toBeUndefined();
  });
});
