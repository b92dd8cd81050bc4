/**
 * What the backfill function's metrics are called: declared once, for the code that writes them and whoever reads them.
 *
 * Namespace and dimensions are those of the ingest function's metrics, so that the two are found side by side.
 */
export const METRIC_NAMESPACE = 'traildex';

/** The value of the dimension `service`, which Powertools adds. */
export const BACKFILL_SERVICE = 'backfill';

/** Keeps the stacks of an account apart, as it does in Lambda's own metrics. */
export const FUNCTION_DIMENSION = 'FunctionName';

export const BACKFILL_METRIC = {
  /** Objects of the bucket that were held against the ledger. */
  objectsListed: 'BackfillObjectsListed',
  /** Log files whose notification was lost, or which were not tried for too long. */
  logFilesAnnounced: 'BackfillLogFilesAnnounced',
  digestsAnnounced: 'BackfillDigestsAnnounced',
  /** Above zero where the time was too short for the window. */
  foldersLeft: 'BackfillFoldersLeft',
} as const;
