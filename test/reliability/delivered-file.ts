/**
 * A log file as a trial delivers it, with what must become of it, worked out without traildex's own reading: the text is
 * parsed as a whole, and the bytes of a record are those that were written.
 */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { SampleLogFile } from '../../lib/sample/sample-trail.ts';

export interface DeliveredFile {
  readonly key: string;
  /** Undefined: announced, and never there. */
  readonly body: Uint8Array | undefined;
  /** What its ledger entry must say; `reason` need only be contained. */
  readonly entry: Partial<LedgerEntry>;
  /** The events of it that must be in the index: `eventIdentity`. */
  readonly events: readonly string[];
}

/** An event id with the first 16 bytes of the record's SHA-256 in hex: what tells events apart. */
export function eventIdentity(eventID: string, recordText: string): string {
  return `${eventID}/${sha256Of(recordText).slice(0, 32)}`;
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

interface SampleDocument {
  readonly Records: readonly { readonly eventID?: string; readonly eventId?: string }[];
}

export function fromSample({ key, body }: SampleLogFile): DeliveredFile {
  const text = gunzipSync(body).toString();
  const document = JSON.parse(text) as SampleDocument;
  // Only then are the bytes of a record known without cutting them out.
  if (JSON.stringify(document) !== text)
    throw new Error(`${key} is not written as JSON.stringify writes it.`);
  const { Records: records } = document;
  return {
    key,
    body,
    entry: {
      status: 'indexed',
      sha256: sha256Of(text),
      records: records.length,
      indexed: records.length,
      rejected: 0,
      expired: 0,
    },
    events: records.map((record) =>
      eventIdentity(record.eventID ?? record.eventId ?? '', JSON.stringify(record)),
    ),
  };
}
