/**
 * One execution environment: a process with the function's module in it, that serves one invocation after the other.
 *
 * Ends as in Lambda: at the timeout it is killed; out of memory, an exit or a crash end it, too; the invocation at hand
 * is then an error with Lambda's wording, and the next one starts a new process. What it prints goes to the log.
 * Pages: "Understanding the Lambda execution environment lifecycle", "Defined runtime environment variables".
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';
import type { DeclaredFunction } from '../declared-function.ts';
import { type Exit, siblingScript, spawnTethered, type TetheredChild } from '../tethered-child.ts';
import {
  type FunctionError,
  InitError,
  type Outcome,
  openRuntimeApi,
  type RuntimeApi,
} from './runtime-api.ts';

export interface FunctionPlace {
  readonly region: string;
  readonly accountId: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** AWS_ENDPOINT_URL and its kin, and whatever else is to override the template's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** A directory of its own for temporary files. */
  readonly temporaryDirectory: string;
  /** Takes what the function prints and the lines around it. */
  readonly log: (text: string) => unknown;
}

export interface FunctionProcess {
  /** False once it has ended, or must not be used again. */
  readonly isUsable: () => boolean;
  /** Never throws: whatever happens to the process is an error of the invocation. */
  invoke(event: unknown): Promise<Outcome>;
  kill(): Promise<void>;
}

/** Lambda's own limit for loading a module. */
const INIT_TIMEOUT_MS = 10_000;

/** @throws InitError if the module cannot be loaded. */
export async function startFunctionProcess(
  declared: DeclaredFunction,
  place: FunctionPlace,
): Promise<FunctionProcess> {
  const api = await openRuntimeApi();
  let child: TetheredChild | undefined;
  try {
    child = await spawnBootstrap(declared, place, api.address);
    const init = await raceExit(api.ready, child, INIT_TIMEOUT_MS);
    if (init.kind !== 'done') throw new InitError(describeEnd(init, 'init', INIT_TIMEOUT_MS));
    return serve(declared, place, api, child);
  } catch (error) {
    child?.kill();
    await api.close();
    throw error;
  }
}

function serve(
  declared: DeclaredFunction,
  place: FunctionPlace,
  api: RuntimeApi,
  child: TetheredChild,
): FunctionProcess {
  let usable = true;
  void child.exited.then(() => {
    usable = false;
    return api.close();
  });
  const kill = async () => {
    usable = false;
    child.kill();
    await child.closed;
  };
  return {
    isUsable: () => usable,
    kill,
    async invoke(event) {
      const requestId = randomUUID();
      const startedAt = Date.now();
      place.log(`START RequestId: ${requestId} Version: $LATEST\n`);
      const end = await raceExit(
        api.invoke({
          requestId,
          event: JSON.stringify(event),
          functionArn: `arn:aws:lambda:${place.region}:${place.accountId}:function:${declared.name}`,
          deadlineMs: startedAt + declared.timeoutMs,
        }),
        child,
        declared.timeoutMs,
      );
      const outcome: Outcome =
        end.kind === 'done'
          ? end.value
          : { kind: 'error', error: describeEnd(end, `RequestId: ${requestId}`, declared.timeoutMs) };
      if (outcome.kind === 'error') place.log(`${outcome.error.errorType}: ${outcome.error.errorMessage}\n`);
      place.log(`END RequestId: ${requestId} after ${Date.now() - startedAt} ms\n`);
      // A crash that was reported ends the process a moment later.
      if (end.kind !== 'done' || isFatal(outcome)) await kill();
      return outcome;
    },
  };
}

function isFatal(outcome: Outcome): boolean {
  return outcome.kind === 'error' && outcome.error.errorType.startsWith('Runtime.');
}

async function spawnBootstrap(
  declared: DeclaredFunction,
  place: FunctionPlace,
  runtimeApi: string,
): Promise<TetheredChild> {
  const child = await spawnTethered({
    command: process.execPath,
    args: [
      // The share of the memory that Lambda's runtime gives to the heap.
      `--max-old-space-size=${Math.floor(declared.memoryMiB * 0.9)}`,
      fileURLToPath(siblingScript(import.meta.url, 'bootstrap')),
    ],
    directory: declared.codeDirectory,
    environment: functionEnvironment(declared, place, runtimeApi),
  });
  child.process.stdout?.setEncoding('utf8').on('data', (text: string) => place.log(text));
  child.process.stderr?.setEncoding('utf8').on('data', (text: string) => place.log(text));
  return child;
}

function functionEnvironment(
  declared: DeclaredFunction,
  place: FunctionPlace,
  runtimeApi: string,
): Record<string, string> {
  return childEnvironment({
    ...declared.environment,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: place.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: place.credentials.secretAccessKey,
    // Nobody's own AWS configuration: a profile there may name other endpoints.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${declared.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: declared.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declared.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declared.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: declared.codeDirectory,
    TMPDIR: place.temporaryDirectory,
    TZ: 'UTC',
    _HANDLER: declared.handler,
    ...place.environment,
  });
}

type End<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'exit'; readonly exit: Exit }
  | { readonly kind: 'timeout' };

async function raceExit<T>(work: Promise<T>, child: TetheredChild, timeoutMs: number): Promise<End<T>> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<End<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs);
  });
  try {
    return await Promise.race([
      work.then((value): End<T> => ({ kind: 'done', value })),
      child.exited.then((exit): End<T> => ({ kind: 'exit', exit })),
      timeout,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function describeEnd(
  end: Exclude<End<unknown>, { kind: 'done' }>,
  what: string,
  timeoutMs: number,
): FunctionError {
  if (end.kind === 'timeout') {
    const seconds = (timeoutMs / 1000).toFixed(2);
    return functionError('Sandbox.Timedout', `${what} Error: Task timed out after ${seconds} seconds`);
  }
  const { code, signal } = end.exit;
  const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
  return functionError('Runtime.ExitError', `${what} Error: Runtime exited with error: ${how}`);
}

function functionError(errorType: string, errorMessage: string): FunctionError {
  return { errorType, errorMessage, stackTrace: [] };
}
