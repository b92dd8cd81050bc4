/** Who answers the same question from the log files themselves. */
export interface FileQuestion {
  /** Holds the log files, nothing else. */
  readonly folder: string;
  readonly eventName: string;
  readonly limit: number;
}

export interface Competitor {
  /** For the report. */
  readonly name: string;
  /** The ids of the newest events of that name, the newest first, each event once. */
  ask(question: FileQuestion): Promise<readonly string[]>;
}
