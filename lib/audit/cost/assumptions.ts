/**
 * What cannot be measured from an index, and what stands in for a measurement where an index is empty.
 *
 * Each is named as an assumption wherever a figure rests on it. The shape of an event is that of the sample trail
 * (docs/adr/0002-event-item-layout.md), the log files are those of a real trail (docs/costs.md).
 */
import type { EventShape } from './event-shape.ts';

/** Its entry in the ledger, and its share of the counters: at most one write each. */
export const WRITE_UNITS_A_FILE = 2;

/** The function asks the ledger before it indexes a file. */
export const READ_UNITS_A_FILE = 1;

/** SQS takes a message in, hands it out and deletes it. */
export const QUEUE_REQUESTS_A_FILE = 3;

/** The function of a quiet account: 250 ms with 1 GiB for each invocation. */
export const FILES_AN_INVOCATION = 2.5;
export const GB_SECONDS_AN_INVOCATION = 0.25;
export const LOG_BYTES_AN_INVOCATION = 1_500;
export const IDLE_POLLS_A_MONTH = 650_000;

/** Of all functions and all alarms; an alarm over several metrics is paid for each. */
export const ALARM_METRICS = 48;
export const CUSTOM_METRICS = 25;

/**
 * Each value is put once under its day and once under its year. Only those of days are reckoned as kept: they are far
 * more, because most values come again.
 */
export const CATALOGUE_PERIODS = 2;

/** 24 hours, with DynamoDB's 100 bytes each. */
export const COUNTER_BYTES_A_DAY = 3_600;

/** Function environments a day that each learn the day's values anew. */
export const ENVIRONMENTS_A_DAY = 10;

/** How much of what is provisioned the busiest hour uses: the target of auto scaling (docs/configuration.md). */
export const PEAK_UTILIZATION = 0.7;

/** The busiest hour against the average one, where no counters tell it. */
export const PEAK_OVER_AVERAGE = 3;

/** What a question shows when nobody sets a limit. */
export const EVENTS_A_QUESTION = 50;

/** How long an index that never forgets is reckoned with. */
export const RETENTION_DAYS = 365;

export const EVENTS_A_MONTH = 1_000_000;
export const EVENTS_A_FILE = 4;
export const COMPRESSED_BYTES_A_FILE = 1_800;
export const INFLATED_BYTES_A_FILE = 5_600;

/** With DynamoDB's 100 bytes, as those of the catalogue. */
export const LEDGER_ENTRY_BYTES = 600;
export const CATALOGUE_VALUES_A_DAY = 500;
export const CATALOGUE_ENTRY_BYTES = 200;

/** An entry has 517 bytes, and DynamoDB's 100. */
const ENTRY_BYTES = 617;

function entries(share: number): { share: number; bytesPerEvent: number } {
  return { share, bytesPerEvent: share * ENTRY_BYTES };
}

export const ASSUMED_SHAPE: EventShape = {
  events: 0,
  itemBytes: 517,
  table: entries(1),
  indexes: {
    'by-event-source': entries(1),
    'by-event-name': entries(1),
    'by-principal': entries(1),
    'by-error-code': entries(0.04),
    'by-issued-key': entries(0.06),
    'by-user-name': entries(0.85),
    'by-access-key': entries(0.8),
    'by-source-ip': entries(1),
  },
  retentionDays: undefined,
};
