/**
 * Log files that are far larger than they may ever be in memory, written as streams, with what must become of each.
 *
 * The expectations follow from how the files are made; an oracle that reads them whole would need what is denied here.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DEFAULT_MAX_RECORD_BYTES } from '../../lambdas/ingest/env.ts';
import type { LogFileStatus } from '../../lib/event-index/ledger.ts';

export interface LargeFile {
  readonly name: string;
  readonly text: () => Iterable<string>;
  readonly expected: LargeOutcome;
}

export interface LargeOutcome {
  readonly status: LogFileStatus;
  readonly indexed: number;
  /** Undefined where it does not matter how many were read before the file was given up. */
  readonly records?: number;
}

/** Brackets that a record has room for, each with its partner. */
const DEEPEST = DEFAULT_MAX_RECORD_BYTES / 2 - 100;
const MOST_OBJECTS = Math.floor(DEFAULT_MAX_RECORD_BYTES / 3) - 100;
const PIECE_BYTES = 256 * 1024;

/** `maxInflatedBytes`: what the function inflates; the bombs are a tenth larger. */
export function largeFiles(maxInflatedBytes: number): readonly LargeFile[] {
  const bombBytes = Math.ceil(maxInflatedBytes * 1.1);
  return [
    indexing('50 MB of records', 50_000, () => events(50_000, 900)),
    indexing('one record of 256 KB', 1, () => events(1, 262_000)),
    indexing('the largest record', 1, () => events(1, DEFAULT_MAX_RECORD_BYTES - 200)),
    indexing('100,000 tiny events', 100_000, () => events(100_000, 1)),
    indexing('the deepest record', 1, () => eventAround(joined(times('[', DEEPEST), times(']', DEEPEST)))),
    indexing('a record of most objects', 1, () =>
      eventAround(joined(['['], list('{}', MOST_OBJECTS), [']'])),
    ),
    refusing('100,000 empty objects', 100_000, () => list('{}', 100_000)),
    rejecting('4,000,000 zeros', () => documentOf(list('0', 4_000_000))),
    refusing('one record of 20 MB', 1, () => events(1, 20 * 1024 ** 2)),
    rejecting('a bomb of zero bytes', () => times('\0', bombBytes)),
    rejecting('a bomb in a text', () => joined(['{"Records":[],"a":"'], times('a', bombBytes), ['"}'])),
    rejecting('a bomb of white space', () => joined(['{"Records":['], times(' ', bombBytes), [']}'])),
    rejecting('a bomb of nested Records', () => times('{"Records":', Math.ceil(bombBytes / 11))),
  ];
}

/** All records of it are events. */
function indexing(name: string, records: number, text: () => Iterable<string>): LargeFile {
  return { name, text: () => documentOf(text()), expected: { status: 'indexed', records, indexed: records } };
}

/** The file is read, and none of its records is an event. */
function refusing(name: string, records: number, text: () => Iterable<string>): LargeFile {
  return { name, text: () => documentOf(text()), expected: { status: 'indexed', records, indexed: 0 } };
}

function rejecting(name: string, text: () => Iterable<string>): LargeFile {
  return { name, text, expected: { status: 'rejected', indexed: 0 } };
}

export async function writeLargeFile({ text }: LargeFile, path: string): Promise<void> {
  const gzip = createGzip({ level: 1 });
  await pipeline(Readable.from(inPieces(text()), { objectMode: false }), gzip, createWriteStream(path));
}

function documentOf(records: Iterable<string>): Iterable<string> {
  return joined(['{"Records":['], records, [']}']);
}

function* events(count: number, padding: number): Iterable<string> {
  for (let index = 0; index < count; index++) {
    if (index > 0) yield ',';
    yield `{"eventTime":"2026-03-17T09:00:00Z","eventID":"${index}","errorMessage":"${'x'.repeat(padding)}"}`;
  }
}

function eventAround(value: Iterable<string>): Iterable<string> {
  return joined(['{"eventTime":"2026-03-17T09:00:00Z","requestParameters":'], value, ['}']);
}

function list(element: string, count: number): Iterable<string> {
  return joined(times(`${element},`, count - 1), [element]);
}

function* joined(...parts: Iterable<string>[]): Iterable<string> {
  for (const part of parts) yield* part;
}

function* times(text: string, count: number): Iterable<string> {
  const atOnce = Math.ceil(PIECE_BYTES / text.length);
  const piece = text.repeat(atOnce);
  let left = count;
  for (; left >= atOnce; left -= atOnce) yield piece;
  yield text.repeat(left);
}

/** Streams are slow in handing on single records. */
function* inPieces(texts: Iterable<string>): Iterable<Buffer> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_BYTES) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}
