/**
 * Where the files of a trial lie: in memory where there is room for them.
 *
 * The embedded DynamoDB waits for the disk with every write. On a disk that others use, too, a trial would take several
 * times as long, and would measure that disk.
 */
import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux's file system in memory. */
const IN_MEMORY = '/dev/shm';
/** Item, index entries and log file of an event take 5 KB. */
const BYTES_PER_EVENT = 8 * 1024;

/** The caller removes it. */
export async function makeTrialDirectory(eventCount: number): Promise<string> {
  const parent = (await hasRoom(IN_MEMORY, eventCount * BYTES_PER_EVENT)) ? IN_MEMORY : tmpdir();
  return mkdtemp(join(parent, 'traildex-trial-'));
}

async function hasRoom(directory: string, bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize > bytes;
  } catch {
    return false;
  }
}
