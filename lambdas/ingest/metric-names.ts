/**
 * What the function's metrics are called, and the log message that the dashboard looks for: declared once, for the code
 * that writes them and the alarms and widgets that read them.
 *
 * CloudWatch takes a metric for another one when a single dimension differs, so both sides must name the same two.
 */
export const METRIC_NAMESPACE = 'traildex';

/** The dimension that Powertools adds to every metric, and its value for this function. */
export const SERVICE_DIMENSION = 'service';
export const INGEST_SERVICE = 'ingest';

/** Keeps the stacks of an account apart, as it does in Lambda's own metrics. */
export const FUNCTION_DIMENSION = 'FunctionName';

export const METRIC = {
  recordsIn: 'RecordsIn',
  recordsIndexed: 'RecordsIndexed',
  recordsRejected: 'RecordsRejected',
  recordsExpired: 'RecordsExpired',
  filesIndexed: 'LogFilesIndexed',
  filesRejected: 'LogFilesRejected',
  filesRetried: 'LogFilesRetried',
  foreignObjects: 'ForeignObjects',
  /** From the delivery of a log file, as its name tells, to its being in the index. */
  indexLag: 'IndexLag',
  /** From the newest event of a log file to its being in the index: CloudTrail's part and ours. */
  eventLag: 'EventLag',
} as const;

export const FILE_REJECTED_MESSAGE = 'Log file rejected';
