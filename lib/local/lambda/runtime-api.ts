/**
 * The Lambda Runtime API for one function process: it asks for the next event, and posts an answer or an error.
 *
 * Four routes, as in "Using the Lambda runtime API"; on the loopback interface, at a port of its own for each process.
 * One invocation at a time, as in an execution environment.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isRecord, stringAt } from '../json-shape.ts';

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace: readonly string[];
}

export type Outcome =
  | { readonly kind: 'success'; readonly answer: string }
  | { readonly kind: 'error'; readonly error: FunctionError };

export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Resolves when the process asks for its first event: its module is loaded. Rejected with its init error. */
  readonly ready: Promise<void>;
  /** Hands the process an event and waits for what it posts. Never resolves if the process dies: see its exit. */
  invoke(invocation: Invocation): Promise<Outcome>;
  close(): Promise<void>;
}

export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly functionArn: string;
  readonly deadlineMs: number;
}

/** The module could not be loaded; the process said why. */
export class InitError extends Error {
  override readonly name = 'InitError';
  readonly reported: FunctionError;

  constructor(reported: FunctionError) {
    super(`${reported.errorType}: ${reported.errorMessage}`);
    this.reported = reported;
  }
}

const VERSION = '2018-06-01';

export async function openRuntimeApi(): Promise<RuntimeApi> {
  const ready = Promise.withResolvers<void>();
  // Its rejection is the caller's business, if there is a caller.
  ready.promise.catch(() => {});
  let waiting: ServerResponse | undefined;
  let current: { readonly invocation: Invocation; readonly settle: (outcome: Outcome) => void } | undefined;

  const handOver = () => {
    if (waiting === undefined || current === undefined) return;
    const { invocation } = current;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadlineMs),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)};Sampled=0`,
    });
    waiting.end(invocation.event);
    waiting = undefined;
  };

  const settle = (requestId: string, outcome: Outcome): boolean => {
    if (current?.invocation.requestId !== requestId) return false;
    const { settle } = current;
    current = undefined;
    settle(outcome);
    return true;
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`;
    if (route === `GET /${VERSION}/runtime/invocation/next`) {
      waiting = response;
      ready.resolve();
      handOver();
      return;
    }
    const body = await readBody(request);
    if (route === `POST /${VERSION}/runtime/init/error`) {
      ready.reject(new InitError(readFunctionError(body)));
      response.writeHead(202).end();
      return;
    }
    const [, requestId = '', what] =
      new RegExp(`^POST /${VERSION}/runtime/invocation/([^/]+)/(response|error)$`).exec(route) ?? [];
    const outcome: Outcome =
      what === 'response'
        ? { kind: 'success', answer: body }
        : { kind: 'error', error: readFunctionError(body) };
    const isKnown = what !== undefined && settle(requestId, outcome);
    response.writeHead(isKnown ? 202 : 400).end();
  }

  // A function may wait hours for its next event.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    ready: ready.promise,
    invoke: (invocation) =>
      new Promise((resolve) => {
        current = { invocation, settle: resolve };
        handOver();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function readFunctionError(body: string): FunctionError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = {};
  }
  const trace = isRecord(parsed) && Array.isArray(parsed.stackTrace) ? parsed.stackTrace.map(String) : [];
  return {
    errorType: stringAt(parsed, 'errorType') ?? 'Error',
    errorMessage: stringAt(parsed, 'errorMessage') ?? '',
    stackTrace: trace,
  };
}
