/**
 * What runs in a function's own process: loads the handler, then asks the Runtime API for events, one at a time.
 *
 * As Lambda's Node.js runtime does it: ES modules and CommonJS, promises only (the callback style ended with Node.js
 * 24), errors posted with type, message and trace, a crash outside the handler posted and then fatal.
 * Pages: "Define Lambda function handler in Node.js", "Using the Lambda context object to retrieve Node.js function
 * information", "Using the Lambda runtime API".
 */
import { existsSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: object) => unknown;

const { env } = process;
const ROOT = `http://${env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

/** Undefined while the module is being loaded. */
let handler: Handler | undefined;
let currentRequestId: string | undefined;

for (const [event, errorType] of [
  ['uncaughtException', 'Runtime.UncaughtException'],
  ['unhandledRejection', 'Runtime.UnhandledPromiseRejection'],
] as const) {
  process.on(event, (error: unknown) => {
    void reportCrash(errorType, error);
  });
}

handler = await loadHandler();
if (handler !== undefined) for (;;) await serveNext(handler);

async function loadHandler(): Promise<Handler | undefined> {
  try {
    return await importHandler();
  } catch (error) {
    const { errorType, ...rest } = describe(error);
    const named = error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : errorType;
    process.stderr.write(`${rest.stackTrace.join('\n')}\n`);
    await post('/init/error', { errorType: named, ...rest });
    process.exitCode = 1;
    return undefined;
  }
}

async function importHandler(): Promise<Handler> {
  const [, file = '', name = ''] = /^(.+)\.([^./]+)$/.exec(env._HANDLER ?? '') ?? [];
  const base = join(env.LAMBDA_TASK_ROOT ?? '', file);
  const path = [`${base}.js`, `${base}.mjs`, `${base}.cjs`].find((candidate) => existsSync(candidate));
  if (path === undefined)
    throw namedError('Runtime.ImportModuleError', `Cannot find module '${file}' of ${env._HANDLER}`);
  const module = await import(pathToFileURL(path).href);
  const found: unknown = module[name] ?? module.default?.[name];
  if (typeof found !== 'function') {
    throw namedError('Runtime.HandlerNotFound', `${env._HANDLER} is undefined or not exported`);
  }
  if (found.length > 2) {
    throw namedError(
      'Runtime.CallbackHandlerDeprecated',
      `${env._HANDLER} takes a callback; return a promise instead`,
    );
  }
  return (event, context) => found(event, context);
}

async function serveNext(handle: Handler): Promise<void> {
  const { headers, body } = await call('GET', '/invocation/next');
  const requestId = String(headers['lambda-runtime-aws-request-id']);
  currentRequestId = requestId;
  try {
    const answer = await handle(JSON.parse(body), buildContext(headers, requestId));
    // No answer is the JSON value null.
    await post(`/invocation/${requestId}/response`, answer ?? null);
  } catch (error) {
    const described = describe(error);
    process.stderr.write(`${described.stackTrace.join('\n')}\n`);
    await post(`/invocation/${requestId}/error`, described);
  }
  currentRequestId = undefined;
}

function buildContext(headers: IncomingMessage['headers'], awsRequestId: string): object {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function reportCrash(errorType: string, error: unknown): Promise<void> {
  const described = { ...describe(error), errorType };
  process.stderr.write(`${described.stackTrace.join('\n')}\n`);
  const path = handler === undefined ? '/init/error' : `/invocation/${currentRequestId}/error`;
  // Between two invocations there is nobody to tell: the exit says it.
  if (handler === undefined || currentRequestId !== undefined) await post(path, described).catch(() => {});
  process.exit(129);
}

function namedError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function describe(error: unknown): { errorType: string; errorMessage: string; stackTrace: string[] } {
  if (error instanceof Error) {
    return {
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: (error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), stackTrace: [String(error)] };
}

function post(path: string, body: unknown): Promise<unknown> {
  return call('POST', path, JSON.stringify(body));
}

function call(
  method: string,
  path: string,
  body?: string,
): Promise<{ headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${ROOT}${path}`, { method, agent }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
