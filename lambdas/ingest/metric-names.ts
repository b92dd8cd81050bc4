/**
 * What the function's metrics are called, and the log message that the dashboard looks for: declared once, for the code
 * that writes them and the alarms and widgets that read them.
 */
export const INGEST_SERVICE = 'ingest';

export const METRIC = {
  recordsIn: 'RecordsIn',
  recordsIndexed: 'RecordsIndexed',
  recordsRejected: 'RecordsRejected',
  recordsExpired: 'RecordsExpired',
  filesIndexed: 'LogFilesIndexed',
  filesRejected: 'LogFilesRejected',
  filesRetried: 'LogFilesRetried',
  foreignObjects: 'ForeignObjects',
  digestsRecorded: 'DigestsRecorded',
  messagesIgnored: 'MessagesIgnored',
  messagesUnreadable: 'MessagesUnreadable',
  /** From the delivery of a log file, as its name tells, to its being in the index. */
  indexLag: 'IndexLag',
  /** From the newest event of a log file to its being in the index: CloudTrail's part and ours. */
  eventLag: 'EventLag',
} as const;

export const FILE_REJECTED_MESSAGE = 'Log file rejected';
