/** Log files on the disk, by their keys: what instant-aws.ts serves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogFile } from './corpus.ts';

/** Gives the keys. */
export function writeTrail(folder: string, files: Iterable<LogFile>): readonly string[] {
  return Array.from(files, ({ key, body }) => {
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
    return key;
  });
}
