/** What the backfill function's metrics are called: declared once, for the code that writes them and the alarms on them. */
export const BACKFILL_SERVICE = 'backfill';

export const BACKFILL_METRIC = {
  /** Objects of the bucket that were held against the ledger. */
  objectsListed: 'BackfillObjectsListed',
  /** Log files whose notification was lost, or which were not tried for too long. */
  logFilesAnnounced: 'BackfillLogFilesAnnounced',
  digestsAnnounced: 'BackfillDigestsAnnounced',
  /** Above zero where the time was too short for the window. */
  foldersLeft: 'BackfillFoldersLeft',
} as const;
