/**
 * Runs the command line: `run` with everything passed in, `main` with this process.
 *
 * Nothing else in lib/cli looks at the process. Ctrl-C asks a command to stop and close what it opened; a second one
 * ends the process at once.
 */
import { readFile } from 'node:fs/promises';
import { ClosedPipeError, describeError, EXIT, exitCodeOf, InterruptedError } from './errors.ts';
import type { Host } from './host.ts';
import type { GlobalOptions } from './options.ts';
import { buildProgram, HelpShown } from './program.ts';

/** @returns the exit code. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = buildProgram({
    host,
    argv,
    version: await readVersion(),
    rerun: run,
    onExitCode: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof HelpShown || error instanceof ClosedPipeError) return EXIT.done;
    if (error instanceof InterruptedError) return exitCodeOfSignal(host.interrupt.reason);
    host.stderr.write(`traildex: ${describeError(error, program.opts<GlobalOptions>().verbose ?? false)}\n`);
    return exitCodeOf(error);
  }
}

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const version: unknown = Reflect.get(Object(manifest), 'version');
  return typeof version === 'string' ? version : 'unknown';
}

const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

function exitCodeOfSignal(signal: unknown): number {
  const number = Object.entries(SIGNAL_NUMBERS).find(([name]) => name === signal)?.[1];
  return 128 + (number ?? SIGNAL_NUMBERS.SIGINT);
}

/** Takes its host from the process and leaves its exit code there. */
export async function main(process: NodeJS.Process): Promise<void> {
  const interrupt = abortOnSignals(process);
  // Remarks that nobody reads end nothing; a reader of stdout that has gone is met at the next write.
  process.stderr.on('error', () => {});
  process.stdout.on('error', () => {});
  let readsStdin = false;
  process.exitCode = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    // Merely touching it opens it.
    get stdin() {
      readsStdin = true;
      return process.stdin;
    },
    env: process.env,
    isTTY: process.stdout.isTTY ?? false,
    // A terminal that does not know its width says 0.
    columns: process.stdout.columns || undefined,
    now: new Date(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    interrupt,
    openWorkplace: async (request) => {
      // Loaded when needed: the SDK is most of the time that --help or a wrong flag would take.
      const { openWorkplace } = await import('../open-index.ts');
      const { parseEngineChoice } = await import('../local/dynamodb/choose.ts');
      return openWorkplace({ ...request, engine: parseEngineChoice(process.env.TRAILDEX_DYNAMODB) });
    },
  });
  // Whoever was interrupted while waiting for input would keep the process waiting.
  if (readsStdin) process.stdin.destroy();
}

function abortOnSignals(process: NodeJS.Process): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Stays in place, because libraries that tidy up on signals end the process when nobody else listens.
    process.on(signal, () => {
      if (interrupt.signal.aborted) process.exit(exitCodeOfSignal(signal));
      interrupt.abort(signal);
    });
  }
  return interrupt.signal;
}
