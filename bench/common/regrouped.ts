/**
 * The records of log files, put anew into files of one size: what a file costs is measured at sizes that the corpus need
 * not have. A file's records stay those of one account, region and day, as CloudTrail delivers them.
 */
import { gzipSync } from 'node:zlib';
import { type LogFile, recordsIn } from './corpus.ts';

export interface RegroupedFile extends LogFile {
  readonly records: readonly unknown[];
}

/** Each record once. What is left of a folder at the end and fills no file is left out. */
export function* regroup(files: Iterable<LogFile>, recordsEach: number): Generator<RegroupedFile> {
  const waiting = new Map<string, { key: string; record: unknown }[]>();
  const seen = new Set<string>();
  let made = 0;
  for (const { key, body } of files) {
    const folder = key.slice(0, key.lastIndexOf('/'));
    const held = waiting.get(folder) ?? [];
    waiting.set(folder, held);
    for (const record of recordsIn(body)) {
      const text = JSON.stringify(record);
      if (!seen.has(text)) held.push({ key, record });
      seen.add(text);
    }
    while (held.length >= recordsEach) {
      const taken = held.splice(0, recordsEach);
      const records = taken.map(({ record }) => record);
      yield {
        key: withUniqueString(taken.at(-1)?.key ?? key, made++),
        body: gzipSync(JSON.stringify({ Records: records })),
        records,
      };
    }
  }
}

/** Of the time at which the last of its records was delivered. */
function withUniqueString(key: string, number: number): string {
  return key.replace(/_[^_/]+\.json\.gz$/, `_${String(number).padStart(16, '0')}.json.gz`);
}
