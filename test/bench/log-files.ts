/** A log file of given records, for tests of what measures with log files. */
import { gzipSync } from 'node:zlib';
import type { LogFile } from '../../bench/common/corpus.ts';

export function logFile(key: string, records: readonly unknown[]): LogFile {
  return { key, body: gzipSync(JSON.stringify({ Records: records })) };
}
