/** A month and an event in round numbers, for sums that can be done by hand. */
import type { EntryShape, EventShape } from '../../../lib/audit/cost/event-shape.ts';
import type { Month } from '../../../lib/audit/cost/month.ts';

const entries = (share: number): EntryShape => ({ share, bytesPerEvent: 600 * share });

/** 500 bytes and DynamoDB's 100 an entry; 4.1 entries an event. */
export const SHAPE: EventShape = {
  events: 1_000,
  itemBytes: 500,
  table: entries(1),
  indexes: {
    'by-event-source': entries(1),
    'by-event-name': entries(1),
    'by-principal': entries(1),
    'by-error-code': entries(0.05),
    'by-issued-key': entries(0.05),
    'by-user-name': entries(0.5),
    'by-access-key': entries(0.25),
    'by-source-ip': entries(1),
  },
  retentionDays: undefined,
};

export const MONTH: Month = {
  events: 10_000_000,
  logFiles: 900_000,
  digests: 100_000,
  compressedBytes: 3e9,
  inflatedBytes: 12e9,
  ledgerBytes: 500e6,
  catalogueWrites: 400_000,
  catalogueBytes: 100e6,
  peakEventsPerHour: 25_200,
};
