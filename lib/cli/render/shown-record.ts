/**
 * A full record as `show` writes it: for a person with where it came from and how it was checked, as JSON with the same
 * facts, or as its very bytes.
 */
import type { ShownRecord } from '../../audit/show.ts';
import { escapeControls, escapeJson } from './escape.ts';
import { paint } from './paint.ts';
import { layOutJson } from './pretty-json.ts';

export interface RecordOrigin {
  /** The log file was rewrapped on its way in: no evidence. */
  readonly notAsDelivered: boolean;
}

export function toReadableRecord(shown: ShownRecord, origin: RecordOrigin, color: boolean): string {
  const { event, logFile } = shown;
  const intact = shown.kind === 'intact';
  const lines = [
    ['event', event.eventID],
    ['time', `${event.eventTime.replace('T', ' ').replace(/Z$/, '')} UTC`],
    ['log file', logFile],
    ['position', `record ${event.recordIndex} (counted from 0)`],
    [
      'check',
      intact ? `intact: its SHA-256 begins with ${event.recordHash}, as when it was indexed` : shown.problem,
    ],
    ...(origin.notAsDelivered
      ? [
          [
            'note',
            'the log file was put together from another file: not as CloudTrail delivered it, no evidence',
          ],
        ]
      : []),
  ].map(([name = '', value = '']) => {
    const line = `${name.padEnd(10)}${escapeControls(value)}`;
    if (!color) return line;
    return name === 'check' ? paint(line, intact ? 'green' : 'red') : paint(line, 'bold');
  });
  const record =
    shown.kind === 'unreadable' || shown.bytes === undefined ? '' : `${layOutJson(decode(shown.bytes))}\n`;
  return `${lines.join('\n')}\n${escapeJson(record)}`;
}

/** An object for `-o json`; the record stands in it as it was written, so that no number is rounded. */
export function toJsonRecord(shown: ShownRecord, origin: RecordOrigin): string {
  const { event, logFile } = shown;
  const intact = shown.kind === 'intact';
  const facts = {
    eventID: event.eventID,
    logFile,
    recordIndex: event.recordIndex,
    recordHash: event.recordHash,
    intact,
    ...(intact ? {} : { problem: shown.problem }),
    ...(origin.notAsDelivered ? { notAsDelivered: true } : {}),
  };
  const record = shown.kind === 'unreadable' || shown.bytes === undefined ? 'null' : toJsonText(shown.bytes);
  return escapeJson(`${JSON.stringify(facts).slice(0, -1)},"record":${record}}`);
}

/** The exact bytes and a newline; on a terminal with hidden characters as JSON's escapes, the same value. */
export function toRecordLine(bytes: Uint8Array, onTerminal: boolean): Uint8Array | string {
  if (onTerminal) return `${escapeJson(decode(bytes).replace(/[\n\r\t]/g, ' '))}\n`;
  return Buffer.concat([bytes, Buffer.from('\n')]);
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
