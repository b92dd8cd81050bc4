/**
 * Announces large files to a process that has the memory of a function, and no more, and says what came of them.
 *
 * Lambda leaves a Node function about nine tenths of its memory for the heap; what a process had in all, its peak, must
 * stay below the function's memory, or Lambda ends it in the middle of everybody's files.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LargeReport } from './large-child.ts';
import { type LargeFile, type LargeOutcome, writeLargeFile } from './large-files.ts';

const CHILD = fileURLToPath(new URL('./large-child.ts', import.meta.url));
/** The least and the usual that `ingest.memoryMiB` says. */
export const SMALLEST_FUNCTION_MIB = 512;
export const USUAL_FUNCTION_MIB = 1024;
const HEAP_SHARE = 0.9;
/** Several times what the slowest takes. */
const CHILD_TIMEOUT_MS = 300_000;

export interface LargeRun {
  readonly memoryMiB: number;
  readonly maxInflatedBytes: number;
  /** How many copies of the file one message announces. */
  readonly copies: number;
}

export interface LargeResult {
  /** One for each copy. */
  readonly outcomes: readonly LargeOutcome[];
  readonly reasons: readonly (string | undefined)[];
  readonly written: number;
  readonly peakMiB: number;
}

/** Fails with what the process said last where it did not come to its end. */
export async function runLargeFile(file: LargeFile, run: LargeRun): Promise<LargeResult> {
  const folder = await mkdtemp(join(tmpdir(), 'traildex-large-'));
  try {
    const path = join(folder, 'large.json.gz');
    await writeLargeFile(file, path);
    const heap = `--max-old-space-size=${Math.floor(run.memoryMiB * HEAP_SHARE)}`;
    const paths = Array.from({ length: run.copies }, () => path);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [heap, CHILD, String(run.maxInflatedBytes), ...paths],
      { timeout: CHILD_TIMEOUT_MS },
    );
    const { entries, written, peakMiB }: LargeReport = JSON.parse(stdout);
    return {
      outcomes: entries.map(({ status, records = 0, indexed = 0 }) => ({ status, records, indexed })),
      reasons: entries.map(({ reason }) => reason),
      written,
      peakMiB,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
