/**
 * What must become of a file, told by zlib and JSON.parse over the whole of it: the fuzz cases are judged against this.
 *
 * Nothing of lib/cloudtrail is used. Where the design is deliberately stricter or more lenient than zlib and JSON are, the
 * rule has a function or a name of its own: one gzip member and nothing else, a file that is not gzip is read as it is,
 * limits, a damaged record among good ones, a second `Records`.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { FuzzCase } from './fuzz-case.ts';
import { outlineOf, type Span } from './json-outline.ts';

export interface ExpectedRecord {
  readonly fate: 'indexed' | 'rejected' | 'expired';
  /** Hex of the first 16 bytes of the SHA-256 of its bytes. */
  readonly hash: string;
  /** What JSON.parse makes of it; undefined where it is no object. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  /** `YYYY-MM-DDTHH:mm:ssZ`, where it has a time. */
  readonly time: string | undefined;
}

export type Expectation =
  | { readonly status: 'rejected'; readonly because: string }
  | { readonly status: 'indexed'; readonly inflated: Buffer; readonly records: readonly ExpectedRecord[] };

/** Headers longer than this are refused: no field of a gzip header says anything about a log file. */
const LONGEST_GZIP_HEADER_BYTES = 128 * 1024;
const GZIP_TRAILER_BYTES = 8;

export function expectationOf(fuzzCase: FuzzCase): Expectation {
  const inflated = inflate(fuzzCase.body, fuzzCase.maxInflatedBytes);
  if (typeof inflated === 'string') return { status: 'rejected', because: inflated };
  const text = inflated.toString('latin1');
  const acceptBareArray = fuzzCase.folder === 'CloudTrail-Aggregated';
  const outline = outlineOf(text, acceptBareArray);
  checkOutline(inflated, outline, acceptBareArray);
  if (outline === undefined) return { status: 'rejected', because: 'no whole document with Records' };
  return { status: 'indexed', inflated, records: outline.map((span) => recordAt(inflated, span, fuzzCase)) };
}

/** The inflated bytes, or why there are none. */
function inflate(body: Buffer, maxInflatedBytes: number): Buffer | string {
  if (body[0] !== 0x1f || body[1] !== 0x8b) {
    return body.byteLength > maxInflatedBytes ? 'too large' : body;
  }
  try {
    const inflated = gunzipSync(body, { maxOutputLength: maxInflatedBytes });
    const header = headerBytes(body);
    if (header > LONGEST_GZIP_HEADER_BYTES) return 'a header too long';
    return header + deflatedBytes(body.subarray(header)) + GZIP_TRAILER_BYTES === body.byteLength
      ? inflated
      : 'more than one gzip member';
  } catch (error) {
    return `no gzip: ${(error as Error).message}`;
  }
}

/** Of the header of a member that zlib has found right: name and comment end with a zero, the extra field says its length. */
function headerBytes(body: Buffer): number {
  const flags = body[3] ?? 0;
  let end = 10;
  if (flags & 0x04) end += 2 + body.readUInt16LE(end);
  if (flags & 0x08) end = body.indexOf(0, end) + 1;
  if (flags & 0x10) end = body.indexOf(0, end) + 1;
  return flags & 0x02 ? end + 2 : end;
}

function deflatedBytes(body: Buffer): number {
  const { engine } = inflateRawSync(body, { info: true }) as unknown as { engine: { bytesWritten: number } };
  return engine.bytesWritten;
}

/** The outline is a rule of our own, so where JSON.parse understands the document both must have found the same. */
function checkOutline(
  inflated: Buffer,
  outline: readonly Span[] | undefined,
  acceptBareArray: boolean,
): void {
  const document = parseJson(inflated);
  if (document === undefined) return;
  const isBareArray = acceptBareArray && Array.isArray(document);
  const records = isBareArray ? document : ownMember(document, 'Records');
  const expected = Array.isArray(records) ? records.length : undefined;
  // JSON.parse keeps the last of several members of a name, the outline the records of all.
  const mayBeSeveral = inflated.toString('latin1').split(/Records|\\u/).length > 2;
  if (outline?.length === expected || mayBeSeveral) return;
  throw new Error(
    `The oracle contradicts itself: ${outline?.length} records by outline, ${expected} by JSON.parse.`,
  );
}

function recordAt(inflated: Buffer, [from, to]: Span, fuzzCase: FuzzCase): ExpectedRecord {
  const bytes = inflated.subarray(from, to);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const parsed = bytes.byteLength > fuzzCase.maxRecordBytes ? undefined : parseJson(bytes);
  const isEvent = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  const value = isEvent ? (parsed as Readonly<Record<string, unknown>>) : undefined;
  const time = value === undefined ? undefined : timeOf(value);
  if (time === undefined) return { fate: 'rejected', hash, value, time };
  return { fate: isExpired(time, fuzzCase) ? 'expired' : 'indexed', hash, value, time };
}

function parseJson(bytes: Buffer): unknown {
  try {
    // Invalid UTF-8 becomes U+FFFD, and a byte order mark at the beginning is skipped.
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isExpired(time: string, { retentionDays, now }: FuzzCase): boolean {
  return retentionDays !== undefined && Date.parse(time) + retentionDays * 86_400_000 <= now.getTime();
}

/** Aggregated events have a window for a time. */
function timeOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const own = ownMember(record, 'eventTime');
  if (own !== undefined && own !== null) return utcOf(own);
  const category = ownMember(record, 'eventCategory');
  const isSaid = typeof category === 'string' && category !== '';
  const type = ownMember(record, 'eventType');
  if (isSaid ? category !== 'Aggregated' : type !== 'AwsAggregatedEvent') return undefined;
  return utcOf(ownMember(ownMember(record, 'timeWindow'), 'windowStart'));
}

function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** Any ISO 8601 date and time down to seconds, as whole seconds in UTC. Date says which exist. */
function utcOf(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined;
  const [, date, clock, zone = 'Z'] =
    /^(\d{8}|\d{4}-\d\d-\d\d)[Tt](\d{6}|\d\d:\d\d:\d\d)(?:[.,]\d+)?([Zz]|[-+]\d\d(?::?\d\d)?)?$/.exec(
      written,
    ) ?? [];
  if (date === undefined || clock === undefined || date.includes('-') !== clock.includes(':'))
    return undefined;
  const [year, month, day] = /^(....)-?(..)-?(..)$/.exec(date)?.slice(1) ?? [];
  const [hour, minute, second] = /^(..):?(..):?(..)$/.exec(clock)?.slice(1) ?? [];
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const moment = new Date(`${local}Z`);
  if (Number.isNaN(moment.getTime()) || moment.toISOString() !== `${local}.000Z` || year === '0000')
    return undefined;
  const offset = /^([-+])(\d\d):?(\d\d)?$/.exec(zone);
  if (offset === null) return `${local}Z`;
  const [, sign, hours = '', minutes = '00'] = offset;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const utc = new Date(moment.getTime() - ahead).toISOString();
  return /^(?!0000)\d{4}-/.test(utc) ? `${utc.slice(0, 19)}Z` : undefined;
}
