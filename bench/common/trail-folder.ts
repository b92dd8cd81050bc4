/** Log files on the disk, by their keys: what instant-aws.ts serves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogFile } from './corpus.ts';

/** Gives the keys. */
export function writeTrail(folder: string, files: Iterable<LogFile>): readonly string[] {
  const keys = Array.from(files, ({ key, body }) => {
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
    return key;
  });
  if (keys.length === 0)
    throw new Error('There are too few events for a log file of the size that is measured with.');
  return keys;
}
