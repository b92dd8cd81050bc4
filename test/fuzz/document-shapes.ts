/** Documents around good records that are not what a log file looks like, and some that only look odd. */
import type { Random } from '../../lib/sample/random.ts';
import { hostileName, hostileValue } from './hostile-values.ts';
import { textOf } from './json-tree.ts';

type Shape = (records: string, random: Random) => string;

const SPACES: readonly [string, ...string[]] = ['', ' ', '\n', '\r\n\t ', ' '.repeat(5_000)];

/** `records` are the elements with their commas, without the brackets. */
const SHAPES: readonly [Shape, ...Shape[]] = [
  (records) => `{"Records":[${records}]}`,
  (records) => `[${records}]`,
  (records) => `{"Records":{"0":${records}}}`,
  (records) => `{"Records":[[${records}]]}`,
  (records) => `{"records":[${records}]}`,
  (records) => `{"Records":[${records}],"Records":[{"eventTime":"2026-03-17T09:00:00Z"},${records}]}`,
  (records) => `{"Records":[${records}],"Records":null}`,
  (records) => `{"\\u0052ecords":[${records}]}`,
  (records) => `{"\\u0052\\u0065\\u0063\\u006f\\u0072\\u0064\\u0073":[${records}]}`,
  (records) => `{"Records ":[${records}]}`,
  (records) => `{"Records":[${records},]}`,
  (records) => `{"Records":[,${records}]}`,
  (records) => `{"Records":[${records}]`,
  (records) => `{"Records":[${records}]}}`,
  (records) => `{"Records":[${records}]}{"Records":[${records}]}`,
  (records) => `{"Records":[${records}]}\n{"Records":[${records}]}\n`,
  (records) => `{"Records":[${records}]}\x00`,
  (records) => `\xef\xbb\xbf{"Records":[${records}]}`,
  (records) => `\xef\xbb\xbf\xef\xbb\xbf{"Records":[${records}]}`,
  (records) => `\xef\xbb{"Records":[${records}]}`,
  (records) => Buffer.from(`{"Records":[${records}]}`, 'utf16le').toString('latin1'),
  (records) => `\xff\xfe${Buffer.from(`{"Records":[${records}]}`, 'utf16le').toString('latin1')}`,
  (records) => `{"a":{"Records":[${records}]}}`,
  (records) => `{"Records":[${records.replaceAll('},{', '}\n,\r\n{')}]}`,
  (records) => `{"Records":[${records.replaceAll('},{', '}{')}]}`,
  (records) => `'{"Records":[${records}]}'`,
  (records) => `/* */{"Records":[${records}]}`,
  (records) => records,
  () => '{"Records":[]}',
  () => '{}',
  () => '[]',
  () => 'null',
  () => '"Records"',
  () => '{"Records":[null,true,false,0,-0,1e400,"",[],[[]],{}]}',
  () => '{"Records":[nul,tru,1.2.3,-,--,0x10,{],[},"\\x"]}',
  () => '{"Records":"[]"}',
  () => '{"Records":0}',
  () => '{"digestStartTime":"2026-03-17T09:00:00Z","logFiles":[]}',
  (records, random) => `{${extraMembers(random)},"Records":[${records}],${extraMembers(random)}}`,
  (records, random) => `{${extraMembers(random)},"Records":[${records}]}`,
  (records, random) => {
    const space = () => random.pick(SPACES);
    return `${space()}{${space()}"Records"${space()}:${space()}[${space()}${records}${space()}]${space()}}${space()}`;
  },
  (records, random) => `{"Records":[${records},${textOf(hostileValue(random))}]}`,
];

export function shapedDocument(records: readonly string[], random: Random): Buffer {
  return Buffer.from(random.pick(SHAPES)(records.join(','), random), 'latin1');
}

function extraMembers(random: Random): string {
  const count = random.between(1, 4);
  return Array.from({ length: count }, () => `${hostileName(random)}:${textOf(hostileValue(random))}`).join(
    ',',
  );
}
