/**
 * Writes full records in the form that was asked for.
 *
 * As jsonl only intact records go out, as bare lines: a pipe must never take a changed record for evidence. A table or
 * `json` shows the others as well, with what is wrong; `bare` json, of `query --full`, again has nothing but records.
 */
import type { FullRecord } from '../full-records.ts';
import type { OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import { openArray } from './json.ts';
import { toBareJsonRecord, toJsonRecord, toReadableRecord, toRecordLine } from './shown-record.ts';

export interface RecordWriter {
  write(full: FullRecord): Promise<void>;
  end(): Promise<void>;
}

export interface RecordWriterOptions {
  readonly form: Exclude<OutputForm, 'csv'>;
  /** In json: the record alone, without where it came from. */
  readonly bare?: boolean | undefined;
}

export function openRecords(session: Session, { form, bare = false }: RecordWriterOptions): RecordWriter {
  if (form === 'table') return openReadable(session);
  if (form === 'json') return openJson(session, bare);
  const { out, host } = session;
  return {
    async write({ shown }) {
      if (shown.kind === 'intact') await out.write(toRecordLine(shown.bytes, host.isTTY));
    },
    end: async () => {},
  };
}

function openJson({ out }: Session, bare: boolean): RecordWriter {
  const array = openArray(out);
  return {
    async write(full) {
      if (!bare) await array.write(toJsonRecord(full));
      else if (full.shown.kind === 'intact') await array.write(toBareJsonRecord(full.shown.bytes));
    },
    end: array.end,
  };
}

function openReadable({ out, color }: Session): RecordWriter {
  let separator = '';
  return {
    async write(full) {
      await out.write(separator + toReadableRecord(full, color));
      separator = '\n';
    },
    end: async () => {},
  };
}
