/** What is known of log files before they are delivered: how many of their records are events, and which cost more. */
import { parseRecord, RecordRejected } from '../../../lib/cloudtrail/record.ts';
import type { RegroupedFile } from '../../common/regrouped.ts';

export interface Delivered {
  readonly files: number;
  readonly events: number;
  readonly failed: number;
  /** Calls that handed out a credential. */
  readonly issuing: number;
}

export function countDelivered(files: readonly RegroupedFile[]): Delivered {
  const counts = { files: files.length, events: 0, failed: 0, issuing: 0 };
  for (const record of files.flatMap(({ records }) => records)) {
    const event = parse(record);
    if (event === undefined) continue;
    counts.events++;
    if (event.failed) counts.failed++;
    if (event.issuedAccessKeyId !== undefined) counts.issuing++;
  }
  return counts;
}

/** What is no event is refused and written nowhere but beside the ledger. */
function parse(record: unknown) {
  try {
    return parseRecord(Buffer.from(JSON.stringify(record)));
  } catch (error) {
    if (error instanceof RecordRejected) return undefined;
    throw error;
  }
}
