/**
 * Says on stderr what is wrong with a record or with the log file around it, and what to do about it. What holds for a
 * log file is said once, because hundreds of events may share it.
 */
import type { FullRecord } from './full-records.ts';
import { describeLogFileFault } from './log-file-verdict.ts';
import { adviceOn } from './record-advice.ts';
import type { Session } from './session.ts';

export interface RecordFaults {
  /** @returns whether the record and its log file are as they were indexed, as far as anybody can tell. */
  check(full: FullRecord): Promise<boolean>;
}

export function openRecordFaults(session: Session): RecordFaults {
  const said = new Set<string>();
  const sayOnce = (lines: readonly string[]) => {
    const fresh = lines.filter((line) => !said.has(line));
    for (const line of fresh) said.add(line);
    return fresh;
  };
  return {
    async check(full) {
      const { shown, origin } = full;
      if (shown.kind !== 'intact') {
        await session.complain(toError(full, sayOnce(adviceOn(shown, origin, session.where))));
        return false;
      }
      const fault = describeLogFileFault(shown, origin);
      if (fault === undefined) return true;
      const [sentence] = sayOnce([
        `s3://${origin.bucket}/${shown.logFile}: ${fault}. Records shown from it without a fault are intact.`,
      ]);
      if (sentence !== undefined) await session.complain(sentence);
      return false;
    },
  };
}

/** With `-v` the cause of a file that cannot be read is told with its stack. */
function toError({ shown, origin }: FullRecord, advice: readonly string[]): Error {
  if (shown.kind === 'intact') throw new TypeError('An intact record is no fault.');
  const isKnown = shown.kind === 'altered' || shown.reason !== 'unknown-log-file';
  const place = isKnown ? ` (s3://${origin.bucket}/${shown.logFile})` : ` ${shown.logFile}`;
  const cause = shown.kind === 'unreadable' ? shown.cause : undefined;
  const message = `Event ${shown.event.eventID}: ${shown.problem}${place}`;
  return new Error([message, ...advice].join('\n'), { cause });
}
