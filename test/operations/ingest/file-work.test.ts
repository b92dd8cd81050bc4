import { describe, expect, it } from 'vitest';
import { workOf } from '../../../lib/operations/ingest/file-work.ts';

describe('the work of a file', () => {
  it.each([
    ['a tiny log file', 'a.json.gz', 800, 1_300],
    ['a large log file', 'a.json.gz', 40_000, 40_500],
    ['the same, inflated', 'a.json', 400_000, 40_500],
    ['lines', 'a.jsonl', 400_000, 40_500],
    ['nothing', 'AWSLogs', 0, 500],
  ])('of %s', (_, path, sizeBytes, work) => {
    expect(workOf({ path, sizeBytes })).toBe(work);
  });
});
