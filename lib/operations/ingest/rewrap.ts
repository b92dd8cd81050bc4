/**
 * Finds the records in documents that hold CloudTrail's events in another form than its log files, and wraps them as one.
 *
 * Known forms: JSON lines (or any JSON values one after the other, log files that were joined included), bare arrays,
 * and what `aws cloudtrail lookup-events` prints, whole or cut out with a query: there a record is the text of
 * `CloudTrailEvent`. Records keep exactly their bytes; what should hold a record and does not is kept as it stands, so
 * that it is refused by position instead of vanishing. A document that cannot be read through is read by lines: one that
 * is cut off or broken costs only itself, and stands as a JSON string where a record would.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import { isObject, memberOf } from '../../cloudtrail/json.ts';
import { beginsValue, JsonValueEnd, UNFINISHED } from '../../cloudtrail/json-value-end.ts';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { createRecordSplitter, type SplitterOptions } from '../../cloudtrail/record-splitter.ts';

/** The document is none of the known forms. */
export class UnknownFormError extends Error {
  override readonly name = 'UnknownFormError';
  readonly code = 'unknown-form';
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const OBJECT = '{'.charCodeAt(0);
const ARRAY = '['.charCodeAt(0);
const STRING = '"'.charCodeAt(0);
const LINE_FEED = 0x0a;
/** Characters (UTF-16 units) of a broken line that are kept: enough to recognise it by. */
const LONGEST_STAND_IN = 1_000;
/** At most, for each UTF-16 unit: what needs four bytes is two units. */
const UTF8_BYTES_PER_CHARACTER = 3;
/** What JSON.parse is asked to take at once: far below the longest string of V8. */
const LONGEST_PARSED_BYTES = 256 * 1024 ** 2;

/**
 * The records of a document that is held whole, as views of it where they stand in it verbatim. Found anew, and lazily,
 * each time they are iterated.
 *
 * @throws {UnknownFormError} where neither the document nor a single line of it is of a known form.
 */
export function findRecords(document: Uint8Array): Iterable<Uint8Array> {
  try {
    for (const _ of checkedRecordsIn(document));
  } catch (error) {
    if (!(error instanceof UnknownFormError) || !hasReadableLine(document)) throw error;
    return { [Symbol.iterator]: () => recordsInLines(document) };
  }
  return { [Symbol.iterator]: () => recordsIn(document) };
}

/** The log file of these records: their bytes, and nothing but punctuation around them. */
export function* wrapRecords(records: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  yield Buffer.from('{"Records":[');
  let isFirst = true;
  for (const record of records) {
    if (!isFirst) yield Buffer.from(',');
    isFirst = false;
    yield record;
  }
  yield Buffer.from(']}');
}

/** The records of values that have been checked. */
function* recordsIn(document: Uint8Array): Generator<Uint8Array, void> {
  for (const value of jsonValuesIn(document)) yield* recordsInValue(value);
}

/**
 * The same, but where an object is no JSON, which its brackets do not tell: after a string that was cut off they may
 * balance lines further on, and whole records would vanish inside.
 *
 * @throws {UnknownFormError}
 */
function* checkedRecordsIn(document: Uint8Array): Generator<Uint8Array, void> {
  let values = 0;
  for (const value of jsonValuesIn(document)) {
    values++;
    for (const record of recordsInValue(value)) {
      if (record === value && parse(value) === undefined) throw new UnknownFormError('An object is no JSON.');
      yield record;
    }
  }
  if (values === 0) throw new UnknownFormError('The file is empty.');
}

function* recordsInLines(document: Uint8Array): Generator<Uint8Array, void> {
  for (const line of linesIn(document)) yield* recordsInLine(line) ?? [standIn(line)];
}

function hasReadableLine(document: Uint8Array): boolean {
  for (const line of linesIn(document)) {
    if (recordsInLine(line)?.length) return true;
  }
  return false;
}

function recordsInLine(line: Uint8Array): readonly Uint8Array[] | undefined {
  if (!mayBeWhole(line)) return undefined;
  try {
    return [...checkedRecordsIn(line)];
  } catch (error) {
    if (error instanceof UnknownFormError) return undefined;
    throw error;
  }
}

/** Saves an exception for most lines of a document that is merely laid out in lines: there may be millions. */
function mayBeWhole(line: Uint8Array): boolean {
  const last = String.fromCharCode(line.at(-1) ?? 0);
  return beginsValue(line[markLengthOf(line)] ?? 0) && !'{[,:'.includes(last);
}

/** What takes the position of a line without a record: the line if it is JSON, otherwise its beginning as a string. */
function standIn(line: Uint8Array): Uint8Array {
  if (mayBeWhole(line) && line.length <= LONGEST_PARSED_BYTES && parse(line) !== undefined) return line;
  const beginning = new TextDecoder().decode(line.subarray(0, LONGEST_STAND_IN * UTF8_BYTES_PER_CHARACTER));
  return Buffer.from(JSON.stringify(beginning.slice(0, LONGEST_STAND_IN)));
}

/** Lines that are not empty, without the white space around them. */
function* linesIn(document: Uint8Array): Generator<Uint8Array, void> {
  let from = 0;
  while (from < document.length) {
    const lineFeed = document.indexOf(LINE_FEED, from);
    const next = lineFeed === -1 ? document.length : lineFeed + 1;
    const line = trim(document.subarray(from, next));
    if (line.length > 0) yield line;
    from = next;
  }
}

function trim(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (from < to && isWhiteSpace(bytes[from] ?? 0)) from++;
  while (to > from && isWhiteSpace(bytes[to - 1] ?? 0)) to--;
  return bytes.subarray(from, to);
}

/** The top-level values, with any white space or none between them. */
function* jsonValuesIn(document: Uint8Array): Generator<Uint8Array, void> {
  const valueEnd = new JsonValueEnd();
  let at = markLengthOf(document);
  while (at < document.length) {
    const first = document[at] ?? 0;
    if (isWhiteSpace(first)) {
      at++;
      continue;
    }
    if (!beginsValue(first)) throw new UnknownFormError(`No JSON value begins at byte ${at}.`);
    valueEnd.begin(first);
    const end = valueEnd.find(document, at);
    if (end === UNFINISHED) throw new UnknownFormError(`The JSON value at byte ${at} has no end.`);
    yield document.subarray(at, end);
    at = end;
  }
}

function markLengthOf(document: Uint8Array): number {
  const hasMark = BYTE_ORDER_MARK.every((byte, position) => document[position] === byte);
  return hasMark ? BYTE_ORDER_MARK.length : 0;
}

function recordsInValue(value: Uint8Array): Iterable<Uint8Array> {
  switch (value[0]) {
    case OBJECT:
      return logFileRecords(value) ?? lookedUpRecords(value) ?? [carriedRecord(value) ?? value];
    case ARRAY:
      return arrayElements(value).map((element) => carriedRecord(element) ?? element);
    case STRING: {
      const record = carriedRecord(value);
      if (record !== undefined) return [record];
    }
  }
  throw new UnknownFormError('A number, a word or a text stands where a record should.');
}

/** A whole log file among several. */
function logFileRecords(value: Uint8Array): readonly Uint8Array[] | undefined {
  if (!contains(value, '"Records"')) return undefined;
  try {
    return split(value, {});
  } catch (error) {
    if (error instanceof LogFileError) return undefined;
    throw error;
  }
}

/** `{"Events":[{"EventId":…,"CloudTrailEvent":"…"},…]}`, the answer of LookupEvents. */
function lookedUpRecords(value: Uint8Array): readonly Uint8Array[] | undefined {
  if (!contains(value, '"Events"')) return undefined;
  const answer = parse(value);
  const events = memberOf(answer, 'Events');
  if (!Array.isArray(events) || memberOf(answer, 'eventTime') !== undefined) return undefined;
  const elements: readonly unknown[] = events;
  return elements.map((element) => recordCarriedBy(element) ?? Buffer.from(JSON.stringify(element)));
}

function arrayElements(value: Uint8Array): readonly Uint8Array[] {
  try {
    return split(value, { acceptBareArray: true });
  } catch (error) {
    if (error instanceof LogFileError) throw new UnknownFormError(error.message, { cause: error });
    throw error;
  }
}

function split(value: Uint8Array, options: SplitterOptions): readonly Uint8Array[] {
  const splitter = createRecordSplitter({ ...options, maxRecordBytes: Number.POSITIVE_INFINITY });
  const records: Uint8Array[] = [];
  for (const part of splitter.push(value)) {
    if (part.kind === 'record') records.push(part.bytes);
  }
  splitter.end();
  return records;
}

/** The record inside a value of LookupEvents: an event of its answer, or the text `CloudTrailEvent` cut out of one. */
function carriedRecord(value: Uint8Array): Uint8Array | undefined {
  const mayCarry = value[0] === STRING || (value[0] === OBJECT && contains(value, '"CloudTrailEvent"'));
  return mayCarry ? recordCarriedBy(parse(value)) : undefined;
}

function recordCarriedBy(value: unknown): Uint8Array | undefined {
  const text = typeof value === 'string' ? value : memberOf(value, 'CloudTrailEvent');
  if (typeof text !== 'string' || memberOf(value, 'eventTime') !== undefined) return undefined;
  // Only a whole object can stand among other records without breaking them.
  return isObject(parseText(text)) ? Buffer.from(text.trim()) : undefined;
}

function parse(value: Uint8Array): unknown {
  if (value.length > LONGEST_PARSED_BYTES)
    throw new UnknownFormError('One JSON value is too large to be looked into.');
  return parseText(new TextDecoder().decode(value));
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contains(value: Uint8Array, text: string): boolean {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes(text);
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
