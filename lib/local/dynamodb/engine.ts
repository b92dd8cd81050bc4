/** What the local environment needs of a DynamoDB emulator. */
export const ENGINE_NAMES = ['dynoxide', 'dynalite'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface RunningEngine {
  /** `http://127.0.0.1:<port>`; the port is another one at each start. */
  readonly endpoint: string;
  readonly pid: number;
  /** Ends the engine and waits for it. What was acknowledged is on disk. May be called twice. */
  stop(): Promise<void>;
}

export interface Engine {
  readonly name: EngineName;
  /**
   * Starts the engine over the tables in `directory`, which may be empty or missing.
   * @throws LocalEnvironmentError (`engine`) with what the engine said.
   */
  start(options: { readonly directory: string }): Promise<RunningEngine>;
}
