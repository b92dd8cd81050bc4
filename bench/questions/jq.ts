/** The pipe that people type: every log file through jq, then sorted. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FileQuestion } from './duckdb.ts';

const LARGEST_ANSWER_BYTES = 64 * 1024 ** 2;

/** @throws where there is no jq. */
export async function askJq({ folder, eventName, limit }: FileQuestion): Promise<number> {
  const filter = `.Records[] | select(.eventName == "${eventName}") | [.eventTime, .eventID, .userIdentity.arn] | @tsv`;
  const script = `find "$1" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r "$2" | sort -r | head -n ${limit}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'jq', folder, filter], {
    maxBuffer: LARGEST_ANSWER_BYTES,
  });
  return stdout.trimEnd().split('\n').length;
}
