/**
 * A log file of any size, written to the disk as it is made, so that nobody holds it in memory.
 *
 * It repeats the records that it is given, each time with another event id: copies of one record would be one item.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface LargeLogFile {
  readonly records: number;
  readonly inflatedBytes: number;
}

const CHUNK_BYTES = 1024 ** 2;
/** Takes the place of the id in a record's text; JSON escapes it, so no record has it. */
const ID_PLACE = '\u0000';

/** Ends with the record that reaches `atLeastBytes`. */
export async function writeLargeLogFile(
  path: string,
  records: readonly object[],
  atLeastBytes: number,
): Promise<LargeLogFile> {
  const written = { records: 0, inflatedBytes: 0 };
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(
    Readable.from(chunksOf(records, atLeastBytes, written)),
    createGzip({ level: 1 }),
    createWriteStream(path),
  );
  return written;
}

function* chunksOf(
  records: readonly object[],
  atLeastBytes: number,
  written: { records: number; inflatedBytes: number },
): Generator<Buffer> {
  const halves = records.map((record) => splitAtId(record));
  let text = '{"Records":[';
  for (let bytes = 0; bytes < atLeastBytes; ) {
    const [before, after] = halves[written.records % halves.length] ?? ['', ''];
    const record = `${written.records === 0 ? '' : ','}${before}${eventIdOf(written.records)}${after}`;
    text += record;
    // The sample's records are ASCII but for some names; what the length misses does not matter.
    bytes += record.length;
    written.records++;
    if (text.length < CHUNK_BYTES && bytes < atLeastBytes) continue;
    const chunk = Buffer.from(bytes < atLeastBytes ? text : `${text}]}`);
    written.inflatedBytes += chunk.length;
    yield chunk;
    text = '';
  }
}

function splitAtId(record: object): readonly [string, string] {
  const [before = '', after = ''] = JSON.stringify({ ...record, eventID: ID_PLACE }).split(
    JSON.stringify(ID_PLACE).slice(1, -1),
  );
  return [before, after];
}

function eventIdOf(number: number): string {
  const hash = createHash('md5').update(String(number)).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
