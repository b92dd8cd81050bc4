/**
 * Runs contestants in turns, round after round, so that whatever else the machine does falls on all of them alike.
 *
 * Processor time is that of all threads of this process, user and system; waiting does not count in it.
 */

export interface Runs {
  readonly wallMs: readonly number[];
  readonly processorMs: readonly number[];
}

export interface Turns {
  /** Not counted: compilers and caches warm up. */
  readonly warmUps: number;
  readonly rounds: number;
}

type Contestants = Readonly<Record<string, () => unknown>>;

export async function runInTurns<Names extends Contestants>(
  contestants: Names,
  { warmUps, rounds }: Turns,
): Promise<Record<keyof Names, Runs>> {
  const runs = new Map<string, { wallMs: number[]; processorMs: number[] }>();
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      // What the one before left behind is not this one's to clear away. Only where Node runs with --expose-gc.
      globalThis.gc?.();
      const processor = process.cpuUsage();
      const from = performance.now();
      await run();
      const wallMs = performance.now() - from;
      const { user, system } = process.cpuUsage(processor);
      if (round < warmUps) continue;
      const own = runs.get(name) ?? { wallMs: [], processorMs: [] };
      runs.set(name, own);
      own.wallMs.push(wallMs);
      own.processorMs.push((user + system) / 1000);
    }
  }
  return Object.fromEntries(runs) as unknown as Record<keyof Names, Runs>;
}
