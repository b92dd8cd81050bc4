/**
 * The log files that are measured with: of the sample trail at any size, or those of a folder given.
 *
 * The sample's files hold 5 to 60 events, as CloudTrail's do. `joinedLogFile` makes one large file of many, because what
 * a record costs and what a file costs are two questions.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parseObjectKey } from '../../lib/cloudtrail/object-key.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';

export interface LogFile {
  /** Of the trail bucket. */
  readonly key: string;
  /** As delivered: gzip. */
  readonly body: Uint8Array;
}

export interface Corpus {
  /** For the report: `the sample trail`, or the folder's name. */
  readonly name: string;
  readonly isSample: boolean;
  /** Log files of at least so many records, as far as there are; over `days` days where they are invented. */
  logFiles(recordCount: number, days?: number): Iterable<LogFile>;
}

export function sampleCorpus(): Corpus {
  return {
    name: 'the sample trail',
    isSample: true,
    *logFiles(recordCount, days = 1) {
      for (const file of generateSampleTrail({ seed: 1, eventCount: recordCount, days })) {
        if (isLogFileKey(file.key)) yield file;
      }
    },
  };
}

export function folderCorpus(folder: string): Corpus {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json.gz') && !path.includes('CloudTrail-Digest'))
    .sort();
  if (paths.length === 0) throw new Error(`${folder} holds no log files (*.json.gz).`);
  return {
    name: folder,
    isSample: false,
    *logFiles(recordCount) {
      let records = 0;
      for (const path of paths) {
        if (records >= recordCount) return;
        const body = readFileSync(join(folder, path));
        records += recordsIn(body).length;
        yield { key: keyOf(path), body };
      }
    },
  };
}

/** One log file with the records of many, in their order. */
export function joinedLogFile(files: Iterable<LogFile>): LogFile & { inflated: Buffer; records: number } {
  const texts: string[] = [];
  let key: string | undefined;
  for (const file of files) {
    key ??= file.key;
    texts.push(...recordsIn(file.body).map((record) => JSON.stringify(record)));
  }
  if (key === undefined) throw new Error('There are no log files.');
  const inflated = Buffer.from(`{"Records":[${texts.join(',')}]}`);
  return { key, body: gzipSync(inflated), inflated, records: texts.length };
}

export function recordsIn(body: Uint8Array): readonly unknown[] {
  return (JSON.parse(gunzipSync(body).toString()) as { Records?: unknown[] }).Records ?? [];
}

function isLogFileKey(key: string): boolean {
  const parsed = parseObjectKey(key);
  return parsed.kind === 'log-file' && parsed.folder === 'CloudTrail';
}

/** From where a trail's tree begins; a file that lies outside one gets a name of the same form. */
function keyOf(path: string): string {
  const at = path.indexOf('AWSLogs/');
  if (at >= 0) return path.slice(at);
  const unique = hash('sha256', path).slice(0, 16);
  return `AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/111122223333_CloudTrail_us-east-1_20260317T0000Z_${unique}.json.gz`;
}
