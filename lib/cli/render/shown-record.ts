/**
 * A full record as `show` writes it: for a person with where it came from and how it was checked, as JSON with the same
 * facts, or as its very bytes.
 */
import type { FullRecord } from '../full-records.ts';
import { describeLogFileFault, judgeLogFile } from '../log-file-verdict.ts';
import { escapeControls, escapeJson } from './escape.ts';
import { paint } from './paint.ts';
import { layOutJson } from './pretty-json.ts';
import { utcSecond } from './utc-second.ts';

type Line = readonly [name: string, value: string, color?: 'green' | 'red' | 'yellow'];

export function toReadableRecord(full: FullRecord, color: boolean): string {
  const { shown } = full;
  const lines = [...linesOf(full), ...notesOf(full)].map(([name, value, paintedIn]) => {
    const line = `${name.padEnd(10)}${escapeControls(value)}`;
    return color ? paint(line, paintedIn ?? 'bold') : line;
  });
  const record =
    shown.kind === 'unreadable' || shown.bytes === undefined ? '' : `${layOutJson(decode(shown.bytes))}\n`;
  return `${lines.join('\n')}\n${escapeJson(record)}`;
}

function linesOf({ shown, origin }: FullRecord): readonly Line[] {
  const { event, logFile } = shown;
  const isKnown = shown.kind !== 'unreadable' || shown.reason !== 'unknown-log-file';
  return [
    ['event', event.eventID],
    ['time', utcSecond(event.eventTime)],
    ['log file', isKnown ? `s3://${origin.bucket}/${logFile}` : logFile],
    ...fileHashOf(origin.entry?.sha256),
    ['position', `record ${event.recordIndex} (counted from 0)`],
    shown.kind === 'intact'
      ? ['check', `intact: its SHA-256 begins with ${event.recordHash}, as when it was indexed`, 'green']
      : ['check', shown.problem, 'red'],
  ];
}

function fileHashOf(sha256: string | undefined): readonly Line[] {
  return sha256 === undefined ? [] : [['SHA-256', `${sha256} (the log file, inflated)`]];
}

function notesOf(full: FullRecord): readonly Line[] {
  const { shown, origin } = full;
  const notes: Line[] = [];
  const fault = describeLogFileFault(shown, origin);
  if (fault !== undefined) notes.push(['note', fault, 'red']);
  if (origin.entry?.notAsDelivered) {
    const note =
      'the log file was put together from another file: not as CloudTrail delivered it, no evidence';
    notes.push(['note', note, 'yellow']);
  }
  return notes;
}

/** An object for `-o json`; the record stands in it as it was written, so that no number is rounded. */
export function toJsonRecord(full: FullRecord): string {
  const { shown } = full;
  const record = shown.kind === 'unreadable' || shown.bytes === undefined ? 'null' : toJsonText(shown.bytes);
  return escapeJson(`${JSON.stringify(factsOf(full)).slice(0, -1)},"record":${record}}`);
}

/** Where a record came from and how it was checked; what is undefined is left out. */
export function factsOf(full: FullRecord) {
  const { shown, origin } = full;
  const { event, logFile } = shown;
  const verdict = judgeLogFile(shown, origin);
  return {
    eventID: event.eventID,
    bucket: origin.bucket,
    logFile,
    recordIndex: event.recordIndex,
    recordHash: event.recordHash,
    intact: shown.kind === 'intact',
    ...(shown.kind === 'intact' ? {} : { fault: faultOf(shown), problem: shown.problem }),
    logFileSha256: origin.entry?.sha256,
    logFileIntact: verdict === 'unknown' || verdict === 'unread' ? undefined : verdict === 'as-indexed',
    notAsDelivered: origin.entry?.notAsDelivered,
  };
}

/** One word for programs. */
function faultOf(shown: Exclude<FullRecord['shown'], { kind: 'intact' }>): string {
  return shown.kind === 'altered' ? 'altered' : shown.reason;
}

/** A record for `-o json` where it is all that is wanted. */
export function toBareJsonRecord(bytes: Uint8Array): string {
  return escapeJson(toJsonText(bytes));
}

/** The exact bytes and a newline; on a terminal with hidden characters as JSON's escapes, the same value. */
export function toRecordLine(bytes: Uint8Array, onTerminal: boolean): Uint8Array | string {
  if (onTerminal) return `${escapeJson(decode(bytes).replace(/[\n\r\t]/g, ' '))}\n`;
  return Buffer.concat([onOneLine(bytes), Buffer.from('\n')]);
}

const [LINE_FEED, CARRIAGE_RETURN, BLANK] = [0x0a, 0x0d, 0x20];

/** In JSON a line break stands between tokens only, where a blank says the same. CloudTrail writes none. */
function onOneLine(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? BLANK : byte));
}

/** Invalid UTF-8 becomes U+FFFD: for eyes and parsers, never for the hash. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The record's own text where it is JSON, else that text as a string: the array around it must stay readable. */
function toJsonText(bytes: Uint8Array): string {
  const text = decode(bytes);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
