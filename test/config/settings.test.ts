import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/config/settings.ts';

describe('parseSettings', () => {
  it('needs nothing to be set', () => {
    expect(parseSettings(undefined)).toEqual({
      trail: {},
      bucket: { expireNoncurrentVersionsAfterDays: 90 },
      index: { writeShards: 1 },
      ingest: { memoryMiB: 1024, batchSize: 100, maxConcurrency: 10, logRetentionDays: 30 },
      removalPolicy: 'retain',
    });
  });

  it('names every mistake at once, with its key and what stands there', () => {
    const mistaken = { index: { retentionDays: 'a year', shards: 2 }, removalPolicy: 'keep' };
    const message = (() => {
      try {
        parseSettings(mistaken);
        return 'accepted';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    })();
    expect(message).toContain('traildex.index.retentionDays is "a year"');
    expect(message).toContain('traildex.index.shards is not a setting');
    expect(message).toContain('traildex.removalPolicy is "keep"');
  });

  it('refuses an index that outlives the log files it points to', () => {
    expect(() => parseSettings({ bucket: { expireLogFilesAfterDays: 90 } })).toThrow(
      'retentionDays is not set',
    );
    expect(() =>
      parseSettings({ bucket: { expireLogFilesAfterDays: 90 }, index: { retentionDays: 91 } }),
    ).toThrow('at most 90');
    expect(
      parseSettings({ bucket: { expireLogFilesAfterDays: 90 }, index: { retentionDays: 90 } }),
    ).toBeDefined();
  });
});
