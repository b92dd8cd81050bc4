import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/config/settings.ts';

/** What is wrong with a configuration, as a person reads it at synth. */
function complaintAbout(settings: unknown): string {
  try {
    parseSettings(settings);
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

/** An object with `value` at the end of a path such as `trail.name`. */
function withSetting(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

const NAME_RULE =
  'takes 3 to 128 letters, digits and single ".", "_" or "-" between them, and is no IP address.';
const PREFIX_RULE =
  'takes 1 to 200 letters, digits and ! - _ . \' ( ) /, no slash at either end, no folder that is empty, "." or "..".';
const RETENTION_RULE =
  'takes one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.';

describe('parseSettings', () => {
  it('needs nothing to be set', () => {
    expect(parseSettings(undefined)).toEqual({
      trail: {},
      bucket: { expireNoncurrentVersionsAfterDays: 90 },
      index: { writeShards: 1 },
      ingest: {
        memoryMiB: 1024,
        batchSize: 100,
        maxConcurrency: 10,
        maxInflatedMiB: 1024,
        maxRecordMiB: 16,
        logRetentionDays: 30,
      },
      removalPolicy: 'retain',
    });
  });

  it('names every mistake at once, with its key and what stands there', () => {
    const message = complaintAbout({
      index: { retentionDays: 'a year', shards: 2 },
      removalPolicy: 'keep',
    });
    expect(message).toContain('traildex.index.retentionDays is "a year"');
    expect(message).toContain('traildex.index.shards is not a setting');
    expect(message).toContain('traildex.removalPolicy is "keep"');
  });

  it.each([
    ['trail', 'main', 'expected object'],
    ['trail.name', 'ab', NAME_RULE],
    ['trail.name', 'x'.repeat(129), NAME_RULE],
    ['trail.name', '-main', NAME_RULE],
    ['trail.name', 'main-_trail', NAME_RULE],
    ['trail.name', '192.0.2.1', NAME_RULE],
    ['trail.keyPrefix', '', PREFIX_RULE],
    ['trail.keyPrefix', '/audit', PREFIX_RULE],
    ['trail.keyPrefix', 'audit/', PREFIX_RULE],
    ['trail.keyPrefix', 'audit//main', PREFIX_RULE],
    ['trail.keyPrefix', 'audit/../main', PREFIX_RULE],
    ['trail.keyPrefix', '.', PREFIX_RULE],
    ['trail.keyPrefix', 'audit main', PREFIX_RULE],
    ['trail.keyPrefix', 'prüfung', PREFIX_RULE],
    // Would open the bucket policy to every prefix.
    ['trail.keyPrefix', '*', PREFIX_RULE],
    ['trail.keyPrefix', 'x'.repeat(201), PREFIX_RULE],
    ['bucket.expireLogFilesAfterDays', 0, '>=1'],
    ['bucket.expireNoncurrentVersionsAfterDays', 0, '>=1'],
    ['index.retentionDays', 0.5, 'expected int'],
    ['index.writeShards', 0, '>=1'],
    ['index.writeShards', 101, '<=100'],
    ['ingest.memoryMiB', 511, '>=512'],
    ['ingest.memoryMiB', 10_241, '<=10240'],
    ['ingest.batchSize', 0, '>=1'],
    ['ingest.batchSize', 1_001, '<=1000'],
    ['ingest.maxConcurrency', 1, '>=2'],
    ['ingest.maxConcurrency', 1_001, '<=1000'],
    ['ingest.maxInflatedMiB', 63, '>=64'],
    ['ingest.maxInflatedMiB', 1_025, '<=1024'],
    ['ingest.maxRecordMiB', 0, '>=1'],
    ['ingest.maxRecordMiB', 33, '<=32'],
    ['ingest.logRetentionDays', 31, RETENTION_RULE],
    ['ingest.logRetentionDays', '30', RETENTION_RULE],
    ['removalPolicy', 'keep', '"retain"|"destroy"'],
  ])('names the key of a mistake: %s %j', (path, value, rule) => {
    const message = complaintAbout(withSetting(path, value));
    expect(message).toContain(`traildex.${path} is ${JSON.stringify(value)}: `);
    expect(message).toContain(rule);
  });

  it.each([
    ['trail.name', 'a.b_c-1'],
    ['trail.name', 'x'.repeat(128)],
    ['trail.keyPrefix', 'a'],
    ['trail.keyPrefix', "Audit_2026/main-(!)/it's..fine"],
    ['trail.keyPrefix', 'x'.repeat(200)],
    ['ingest.memoryMiB', 512],
    ['ingest.maxInflatedMiB', 64],
    ['ingest.maxRecordMiB', 32],
    ['ingest.logRetentionDays', 3653],
  ])('accepts what is just allowed: %s %j', (path, value) => {
    expect(parseSettings(withSetting(path, value))).toMatchObject(Object(withSetting(path, value)));
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
