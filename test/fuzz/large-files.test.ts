/** Files of any size in the memory of the smallest function that can be configured, and eight at once in the usual one. */
import { describe, expect, it } from 'vitest';
import { largeFiles } from './large-files.ts';
import { runLargeFile, SMALLEST_FUNCTION_MIB, USUAL_FUNCTION_MIB } from './large-run.ts';

/** The smallest limit that can be configured: bombs of a gigabyte are for the long run. */
const MAX_INFLATED_BYTES = 64 * 1024 ** 2;

const FILES = largeFiles(MAX_INFLATED_BYTES);
const AT_ONCE = ['the largest record', 'the deepest record', 'a bomb in a text'];

describe('large log files', { timeout: 300_000 }, () => {
  it.each(FILES)('$name', async (file) => {
    const run = { memoryMiB: SMALLEST_FUNCTION_MIB, maxInflatedBytes: MAX_INFLATED_BYTES, copies: 1 };
    const { outcomes, written, peakMiB } = await runLargeFile(file, run);
    expect(outcomes).toMatchObject([file.expected]);
    expect(written).toBe(file.expected.indexed);
    expect(peakMiB).toBeLessThan(SMALLEST_FUNCTION_MIB);
  });

  it.each(FILES.filter(({ name }) => AT_ONCE.includes(name)))('eight at once: $name', async (file) => {
    const run = { memoryMiB: USUAL_FUNCTION_MIB, maxInflatedBytes: MAX_INFLATED_BYTES, copies: 8 };
    const { outcomes, peakMiB } = await runLargeFile(file, run);
    expect(outcomes).toMatchObject(Array.from({ length: 8 }, () => file.expected));
    expect(peakMiB).toBeLessThan(USUAL_FUNCTION_MIB);
  });
});
