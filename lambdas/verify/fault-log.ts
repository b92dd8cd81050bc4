/** Names faults in the log, one a line, so that an alarm leads to them; beyond a number of them they are only counted. */
import type { Fault } from '../../lib/audit/verify/report.ts';
import type { Log } from './ports.ts';

const MOST_NAMED = 50;

export class FaultLog {
  readonly #log: Log;
  #count = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  add(faults: readonly Fault[]): void {
    const room = Math.max(0, MOST_NAMED - this.#count);
    for (const { message, ...fault } of faults.slice(0, room))
      this.#log.warn('Fault found', { ...fault, reason: message });
    this.#count += faults.length;
  }

  /** Says how many there were beside those that were named. */
  end(): void {
    if (this.#count > MOST_NAMED)
      this.#log.warn('Further faults are not named', { faults: this.#count - MOST_NAMED });
  }
}
