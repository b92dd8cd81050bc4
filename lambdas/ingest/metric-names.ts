/** Names of the function's metrics: declared once, for the code that publishes them and the alarms that watch them. */
export const METRIC_NAMESPACE = 'traildex';

export const METRIC = {
  recordsIn: 'RecordsIn',
  recordsIndexed: 'RecordsIndexed',
  recordsRejected: 'RecordsRejected',
  recordsExpired: 'RecordsExpired',
  filesIndexed: 'LogFilesIndexed',
  filesRejected: 'LogFilesRejected',
  filesRetried: 'LogFilesRetried',
  foreignObjects: 'ForeignObjects',
  indexLag: 'IndexLag',
} as const;
