/** What the cases are made from: small log files of the sample trail, every folder and every kind of identity among them. */
import { gunzipSync } from 'node:zlib';
import { type LogFileFolder, parseObjectKey } from '../../lib/cloudtrail/object-key.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';

export interface PoolFile {
  readonly folder: LogFileFolder;
  readonly inflated: Buffer;
  readonly records: readonly unknown[];
}

/** Larger files say nothing more and take longer. */
const MOST_RECORDS = 8;
/** The pool is the same for every seed, so that a case depends on its seed and number alone. */
const SAMPLE = { seed: 5, eventCount: 1_500 };

export function readPool(): readonly [PoolFile, ...PoolFile[]] {
  const files = [...generateSampleTrail(SAMPLE)]
    .filter(({ recordCount }) => recordCount <= MOST_RECORDS)
    .map(({ key, body }) => {
      const parsed = parseObjectKey(key);
      if (parsed.kind !== 'log-file') throw new Error(`${key} is no log file of the sample trail.`);
      const inflated = gunzipSync(body);
      const { Records: records }: { Records: unknown[] } = JSON.parse(inflated.toString());
      return { folder: parsed.folder, inflated, records };
    });
  const [first, ...rest] = files;
  if (first === undefined) throw new Error('The sample trail has no small files.');
  return [first, ...rest];
}
