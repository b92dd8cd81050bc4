/** What the verify function's metrics are called: declared once, for the code that writes them and the alarms on them. */
export const VERIFY_SERVICE = 'verify';

/** Each is of one account and one day; alarms take the worst account or the sum of all. */
export const VERIFY_METRIC = {
  /** Hours proven or silent, in percent of those whose digest is due. */
  coveragePercent: 'CoveragePercent',
  /** Digests and log files that are altered or missing, or that could not be proven. */
  faults: 'VerifyFaults',
  logFilesNotIndexed: 'VerifyLogFilesNotIndexed',
  digestsOverdue: 'VerifyDigestsOverdue',
  hoursNotCovered: 'VerifyHoursNotCovered',
  /** Log files that the delivery topic was told of again. */
  logFilesAnnounced: 'VerifyLogFilesAnnounced',
  hours: 'VerifyHours',
} as const;
