/** The pipe that people type: every log file through jq, then sorted. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Competitor } from './competitor.ts';

const LARGEST_ANSWER_BYTES = 64 * 1024 ** 2;

const FILTER = '.Records[] | select(.eventName == $name) | [.eventTime, .eventID, .userIdentity.arn] | @tsv';
const PIPE = `find "$1" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r --arg name "$2" "$3" | LC_ALL=C sort -ru | head -n "$4"`;

const run = promisify(execFile);

/** Undefined where there is no jq. */
export async function findJq(): Promise<Competitor | undefined> {
  try {
    await run('jq', ['--version']);
  } catch {
    return undefined;
  }
  return {
    name: '`zcat`, `jq`, `sort`',
    async ask({ folder, eventName, limit }) {
      const { stdout } = await run('sh', ['-c', PIPE, 'sh', folder, eventName, FILTER, String(limit)], {
        maxBuffer: LARGEST_ANSWER_BYTES,
      });
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[1] ?? '');
    },
  };
}
