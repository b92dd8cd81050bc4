import { describe, expect, it } from 'vitest';
import { findNearestFolders } from '../../../lib/operations/backfill/nearest-folders.ts';
import { BackfillWorld, keyOf } from './backfill-world.ts';

function nearestTo(beginning: string, ...keys: string[]) {
  const world = new BackfillWorld();
  world.store(...keys);
  return findNearestFolders(world.context().listing, beginning);
}

describe('what is near a beginning of keys', () => {
  it.each(['', 'AWSLogs', 'AWSLogs/1111', 'AWSLogs/111122223333/', keyOf()])(
    'is nothing to look for where keys begin with "%s"',
    async (beginning) => {
      expect(await nearestTo(beginning, keyOf())).toBeUndefined();
    },
  );

  it.each<[string, string, string[]]>([
    ['AWSLogs/999999999999', 'AWSLogs/', ['AWSLogs/111122223333/', 'AWSLogs/444455556666/']],
    ['AWSLogs/999999999999/CloudTrail/', 'AWSLogs/', ['AWSLogs/111122223333/', 'AWSLogs/444455556666/']],
    [
      'AWSLogs/111122223333/CloudTrail/us-west',
      'AWSLogs/111122223333/CloudTrail/',
      ['AWSLogs/111122223333/CloudTrail/us-east-1/'],
    ],
    ['audit/AWSLogs/1', '', ['AWSLogs/']],
    ['x', '', ['AWSLogs/']],
  ])('%s is what the folder above it has', async (beginning, folder, folders) => {
    const keys = [keyOf(), keyOf({ root: 'AWSLogs/444455556666' })];
    expect(await nearestTo(beginning, ...keys)).toEqual({ folder, folders });
  });

  it('is nothing in an empty bucket', async () => {
    expect(await nearestTo('AWSLogs/1')).toEqual({ folder: '', folders: [] });
  });
});
