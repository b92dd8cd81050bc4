/**
 * Everything a command gets from outside: streams, environment, clock, and the place where it works.
 *
 * Tests pass their own; `main` takes it from the process and is the only place that does.
 */
import type { Writable } from 'node:stream';
import type { Workplace } from '../aws/workplace.ts';
import type { Needs } from '../local/environment.ts';
import type { Whereabouts } from '../open-index.ts';

export interface PlaceRequest {
  readonly where: Whereabouts;
  /** What has to run on this machine: a question reads tables only, a full record its log file as well. */
  readonly needs: Needs;
  /** The command, for the message to another one that wants the same data directory: `traildex query`. */
  readonly command: string;
  readonly now: Date;
  /** One line for the person: what takes long. */
  readonly log: (line: string) => void;
}

export interface Host {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person reads stdout. */
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  readonly now: Date;
  /** IANA name of this machine's time zone. */
  readonly timeZone: string;
  /** Aborts when somebody wants the command to stop. */
  readonly interrupt: AbortSignal;
  readonly openWorkplace: (request: PlaceRequest) => Promise<Workplace>;
}
