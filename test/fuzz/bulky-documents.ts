/**
 * Documents that are all size: one long text, one deep nest, one long list. Here up to a few megabytes, in process and
 * judged record by record; large-files.ts has those that must not fit into memory.
 */
import type { Random } from '../../lib/sample/random.ts';
import { nested } from './hostile-values.ts';
import { jsonText, textOf } from './json-tree.ts';

type Bulk = (event: (members: string) => string, random: Random) => string;

const BULKS: readonly [Bulk, ...Bulk[]] = [
  (event, random) => event(`"requestParameters":${textOf(nested(10_000, random))}`),
  (event, random) => event(`"responseElements":${textOf(nested(100_000, random))}`),
  (event, random) => event(`"userIdentity":${textOf(nested(100_000, random))}`),
  (_, random) => textOf(nested(100_000, random)),
  (event) => event(`"errorMessage":"${'x'.repeat(262_144 - 300)}"`),
  (event) => event(`"userAgent":"${'\\u0000\\ud800'.repeat(100_000)}"`),
  (event) => event(`"eventName":"${'n'.repeat(5_000_000)}"`),
  (event) => event(`"eventID":"${'\xf0\x9f\x98\x80'.repeat(250_000)}"`),
  (event) => event(`"eventTime":"2026-03-17T09:00:00.${'9'.repeat(1_000_000)}Z"`),
  (event) => event(`"requestParameters":{"bucketName":${'1'.repeat(2_000_000)}}`),
  (event) =>
    event(
      `"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/${'/'.repeat(1_000_000)}"}`,
    ),
  (event) => event(`"resources":[${'{"ARN":"arn:aws:s3:::b"},'.repeat(50_000)}{}]`),
  (event) => event(`"requestParameters":{${manyMembers(50_000)}}`),
  (event) => event(manyMembers(50_000)),
  (event) => event(`${'"eventTime":"no",'.repeat(50_000)}"eventTime":"2026-03-17T09:00:00Z"`),
  () => `{}${',{}'.repeat(20_000)}`,
  () => `0${',0'.repeat(20_000)}`,
  () => `"eventTime"${',"eventTime"'.repeat(20_000)}`,
  (event) => Array.from({ length: 2_000 }, (_, index) => event(`"eventID":"${index}"`)).join(),
  (event) => Array.from({ length: 2_000 }, () => event('"eventID":"same"')).join(),
  (event) => Array.from({ length: 500 }, (_, index) => event(`"eventTime":${dayText(index)}`)).join(),
];

export function bulkyDocument(random: Random): Buffer {
  const time = '"eventTime":"2026-03-17T09:00:00Z"';
  const event = (members: string) =>
    `{${time},"eventSource":"s3.amazonaws.com","eventName":"GetObject",${members}}`;
  return Buffer.from(`{"Records":[${random.pick(BULKS)(event, random)}]}`, 'latin1');
}

/** Each on a day of its own. */
function dayText(index: number): string {
  return jsonText(new Date(Date.UTC(1900, 0, index)).toISOString());
}

function manyMembers(count: number): string {
  return Array.from({ length: count }, (_, index) => `"m${index}":"arn:aws:s3:::b${index}"`).join();
}
