/**
 * Refuses a data directory that is not there, or has nothing in it, for commands that would make an empty one where a name
 * was mistyped.
 */
import { readdirSync } from 'node:fs';
import type { Whereabouts } from '../open-index.ts';
import { UsageError } from './errors.ts';
import { shellWord } from './shell-word.ts';

/** @throws UsageError */
export function requireDataDirectory({ local, dataDir }: Whereabouts): void {
  if (!local) return;
  const entries = countEntries(dataDir);
  if (entries === 'unknown' || (entries !== 'no folder' && entries > 0)) return;
  const fault = entries === 0 ? 'There is nothing in the data directory' : 'There is no data directory';
  throw new UsageError(
    `${fault} ${dataDir}. traildex ingest PATH --local --data ${shellWord(dataDir)} makes one.`,
  );
}

/** What is no folder, or may not be read, is for others to judge. */
function countEntries(folder: string): number | 'no folder' | 'unknown' {
  try {
    return readdirSync(folder).length;
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ENOENT' ? 'no folder' : 'unknown';
  }
}
