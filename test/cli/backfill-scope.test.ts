import { describe, expect, it } from 'vitest';
import { foldersFor } from '../../lib/cli/backfill-scope.ts';

function within(prefix: string, keyPrefix: string | undefined, local = false) {
  const tables = {
    eventsTable: 'e',
    logFilesTable: 'l',
    deliveryTopic: 't',
    optionalIndexes: [],
    retention: {},
  };
  return foldersFor({ ...tables, trailBucket: 'trail', keyPrefix }, { local, prefix }).within;
}

describe('a prefix, as the beginning of keys', () => {
  it.each<[string, string | undefined, string]>([
    ['', undefined, ''],
    ['AWS', undefined, 'AWS'],
    ['AWSLogs', undefined, 'AWSLogs'],
    ['AWSLogs/', undefined, 'AWSLogs/'],
    ['AWSLogs/1111', undefined, 'AWSLogs/1111'],
    ['1111', undefined, 'AWSLogs/1111'],
    ['o-exampleorg1/1111', undefined, 'AWSLogs/o-exampleorg1/1111'],
    ['s3://trail', undefined, ''],
    ['s3://trail/AWSLogs/1111', undefined, 'AWSLogs/1111'],
    ['audit', 'audit/main', 'audit'],
    ['audit/main/AWSLogs/1111', 'audit/main', 'audit/main/AWSLogs/1111'],
    ['AWSLogs/1111', 'audit/main', 'audit/main/AWSLogs/1111'],
    ['AWSLogs', 'audit/main', 'audit/main/AWSLogs/'],
    ['1111/CloudTrail', 'audit/main', 'audit/main/AWSLogs/1111/CloudTrail'],
    ['s3://trail/audit/main/AWSLogs/1', 'audit/main', 'audit/main/AWSLogs/1'],
  ])('"%s" with the key prefix %s is "%s"', (prefix, keyPrefix, expected) => {
    expect(within(prefix, keyPrefix)).toBe(expected);
  });

  it('may be of any trail on this machine', () => {
    expect(within('audit/AWSLogs/1111', undefined, true)).toBe('audit/AWSLogs/1111');
    expect(within('1111', undefined, true)).toBe('AWSLogs/1111');
  });
});
