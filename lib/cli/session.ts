/**
 * One run of one command: its output, its remarks on stderr, and how loud it is.
 *
 * stdout carries data and nothing else. Remarks are for people and `-q` silences them; faults are always said.
 */
import type { Workplace } from '../aws/workplace.ts';
import type { Needs } from '../local/environment.ts';
import type { Whereabouts } from '../open-index.ts';
import { describeError } from './errors.ts';
import type { Host } from './host.ts';
import { orInterrupted } from './interrupt.ts';
import { type GlobalOptions, whereaboutsOf } from './options.ts';
import { type Output, openOutput } from './output.ts';
import { escapeControls } from './render/escape.ts';

/** Runs a command line with another host, as if it had been typed. @returns the exit code */
export type Rerun = (argv: readonly string[], host: Host) => Promise<number>;

export interface Session {
  readonly host: Host;
  /** `traildex query` */
  readonly command: string;
  /** The words behind `traildex` as they were typed, for who keeps a record of what was asked. */
  readonly argv: readonly string[];
  /** Of traildex. */
  readonly version: string;
  readonly out: Output;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether stdout may be coloured. */
  readonly color: boolean;
  readonly where: Whereabouts;
  readonly rerun: Rerun;
  /** The same session with another place to work in. */
  at(where: Whereabouts): Session;
  /** A remark, line by line. Comes after what was written to `out` before it. */
  remark(...lines: readonly string[]): Promise<void>;
  /** A fault that does not end the command. */
  complain(fault: unknown): Promise<void>;
}

export interface SessionRequest {
  /** `traildex query` */
  readonly command: string;
  readonly argv: readonly string[];
  readonly version: string;
  readonly options: GlobalOptions;
  readonly rerun: Rerun;
}

/** @throws UsageError when the options contradict each other. */
export function openSession(host: Host, request: SessionRequest): Session {
  const { command, argv, version, options, rerun } = request;
  const out = openOutput(host.stdout);
  const err = openOutput(host.stderr);
  const say = async (text: string) => {
    await out.flush();
    // Nobody listening to remarks is no reason to stop.
    await err
      .write(`${text}\n`)
      .then(err.flush)
      .catch(() => {});
  };
  const session: Session = {
    host,
    command,
    argv,
    version,
    out,
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
    color: host.isTTY && options.color !== false && !host.env.NO_COLOR && host.env.TERM !== 'dumb',
    where: whereaboutsOf(options, host.env),
    rerun,
    at: (where) => ({ ...session, where }),
    async remark(...lines) {
      if (!options.quiet && lines.length > 0) await say(lines.map(escapeControls).join('\n'));
    },
    async complain(fault) {
      const text =
        fault instanceof Error
          ? describeError(fault, options.verbose ?? false)
          : escapeControls(String(fault));
      await say(`traildex: ${text}`);
    },
  };
  return session;
}

/** Opens the place to work in and closes it again, whatever happens; also one that opens after an interruption. */
export async function atPlace<Result>(
  session: Session,
  needs: Needs,
  work: (place: Workplace) => Promise<Result>,
): Promise<Result> {
  const { host, where, command } = session;
  const log = (line: string) => void session.remark(line).catch(() => {});
  const opening = host.openWorkplace({ where, needs, command, now: host.now, log });
  let place: Workplace;
  try {
    place = await orInterrupted(opening, host.interrupt);
  } catch (error) {
    opening.then((late) => late.close()).catch(() => {});
    throw error;
  }
  try {
    return await work(place);
  } finally {
    await place.close();
  }
}
