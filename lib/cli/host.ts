/**
 * Everything a command gets from outside: streams, environment, clock, and the place where it works.
 *
 * Tests pass their own; `hostOf` takes it from the process and is the only place that does.
 */
import type { Writable } from 'node:stream';
import type { LogFileReader } from '../audit/ports.ts';
import type { QueryContext } from '../audit/query.ts';

/** Where to work, after flags and environment have been weighed. */
export interface Whereabouts {
  /** The embedded AWS of this machine; otherwise a deployed stack. */
  readonly local: boolean;
  readonly dataDir: string;
  readonly stack: string;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** What has to run: a question reads tables only, a full record its log file as well. */
export type AuditNeeds = 'tables' | 'tables-and-bucket';

export interface PlaceRequest {
  readonly where: Whereabouts;
  readonly needs: AuditNeeds;
  readonly now: Date;
  /** One line for the person: what takes long. */
  readonly log: (line: string) => void;
}

/** What questions are asked of. */
export interface AuditPlace {
  readonly query: QueryContext;
  readonly bucket: LogFileReader;
  close(): Promise<void>;
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
  readonly openAuditPlace: (request: PlaceRequest) => Promise<AuditPlace>;
}
