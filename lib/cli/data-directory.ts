/** Refuses a data directory that is not there, for commands that would make an empty one where a name was mistyped. */
import { existsSync } from 'node:fs';
import type { Whereabouts } from '../open-index.ts';
import { UsageError } from './errors.ts';
import { shellWord } from './shell-word.ts';

/** @throws UsageError */
export function requireDataDirectory({ local, dataDir }: Whereabouts): void {
  if (!local || existsSync(dataDir)) return;
  throw new UsageError(
    `There is no data directory ${dataDir}. traildex ingest PATH --local --data ${shellWord(dataDir)} makes one.`,
  );
}
