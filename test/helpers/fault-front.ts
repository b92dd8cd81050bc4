/**
 * Stands between a function and an embedded AWS and does to its requests what a year in production does to them.
 *
 * Each request is shown to `decide`, which says what befalls it; without a word it is passed on as it came. Everything
 * happens on the wire: the SDK's own retries, timeouts and checks are tried as well. Numbers count the requests of an
 * operation, so that a schedule can be drawn from a seed whatever the requests hold.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { LocalEnvironment } from '../../lib/local/environment.ts';
import { type ForwardedAnswer, forward } from './forward.ts';
import type { AwsRequest } from './recorded-calls.ts';

export interface FrontRequest extends AwsRequest {
  readonly service: 's3' | 'dynamodb' | 'sns' | 'sqs';
  /** As the API calls it: `GetObject`, `BatchWriteItem`, `ChangeMessageVisibilityBatch`. */
  readonly operation: string;
  /** Requests of the same operation before this one. */
  readonly number: number;
}

export type Fault =
  /** Answered in the service's name, without the service. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string; readonly message?: string }
  /** Never answered. */
  | { readonly kind: 'silence' }
  /** The connection ends: before the service hears of the request, or when it has done it and nobody hears of that. */
  | { readonly kind: 'disconnect'; readonly when: 'before' | 'after' }
  /** The answer ends after `share` (0 to 1) of its body. */
  | { readonly kind: 'truncate'; readonly share: number }
  /** The body comes in `pieces`, with a pause before each. */
  | { readonly kind: 'slow'; readonly pieces: number; readonly pauseMs: number }
  /** BatchWriteItem: only the first `room` items are written, or those of which it says so; the others come back. */
  | { readonly kind: 'partial'; readonly room: number | ((put: WriteRequest) => boolean) }
  /** Done twice, answered once. */
  | { readonly kind: 'repeat' }
  /** Something happens to the caller around the request, which then gets no answer. */
  | { readonly kind: 'interrupt'; readonly when: 'before' | 'after'; readonly act: () => Promise<void> };

/** What befalls a request; undefined passes it on. */
export type Decide = (request: FrontRequest) => Fault | undefined;

export interface FaultFront {
  readonly endpoint: string;
  /** Faults so far, by operation and kind: `GetObject truncate`. */
  readonly faults: ReadonlyMap<string, number>;
  /** Requests so far, by operation. */
  readonly requests: ReadonlyMap<string, number>;
  decide: Decide;
  /** To be called before anybody asks for anything. */
  standBefore(environment: Pick<LocalEnvironment, 'connection'>): void;
  stop(): Promise<void>;
}

export async function startFaultFront(decide: Decide = () => undefined): Promise<FaultFront> {
  const requests = new Map<string, number>();
  const faults = new Map<string, number>();
  let connection: LocalEnvironment['connection'] | undefined;

  const server = createServer((message, response) => {
    void (async () => {
      const { method = '', url = '', headers } = message;
      const request = { method, url, headers, body: await buffer(message) };
      const { service, operation } = readOperation(request);
      const number = requests.get(operation) ?? 0;
      requests.set(operation, number + 1);
      if (connection === undefined) throw new Error('There is nothing behind the front yet.');
      const { dynamodb, s3 = '' } = connection.endpoints;
      const fault = front.decide({ ...request, service, operation, number });
      if (fault !== undefined) count(faults, `${operation} ${fault.kind}`);
      await answer({ ...request, service }, fault, service === 'dynamodb' ? dynamodb : s3, response);
    })().catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const front: FaultFront = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    requests,
    decide,
    standBefore(environment) {
      connection = environment.connection;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return front;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

type Service = FrontRequest['service'];
type ServiceRequest = AwsRequest & { readonly service: Service };

/** S3 and the services with forms do not name the operation in a header. */
function readOperation({ method, url, headers, body }: AwsRequest): { service: Service; operation: string } {
  const service = /Credential=[^,]*\/(s3|dynamodb|sns|sqs)\//.exec(String(headers.authorization))?.[1];
  if (service === undefined) throw new Error(`No service is asked: ${method} ${url}`);
  const target = String(headers['x-amz-target']).split('.')[1];
  if (service === 'sns')
    return { service, operation: new URLSearchParams(body.toString()).get('Action') ?? '' };
  if (service !== 's3') return { service: service as Service, operation: target ?? '' };
  const verb = { GET: 'Get', HEAD: 'Head', PUT: 'Put', POST: 'Post', DELETE: 'Delete' }[method] ?? method;
  return { service, operation: url.includes('list-type') ? 'ListObjectsV2' : `${verb}Object` };
}

async function answer(
  request: ServiceRequest,
  fault: Fault | undefined,
  endpoint: string,
  response: ServerResponse,
): Promise<void> {
  const pass = () => forward(request, endpoint);
  switch (fault?.kind) {
    case undefined:
      return send(await pass(), request, response);
    case 'refuse':
      return refuse(request.service, fault, response);
    case 'silence':
      return;
    case 'disconnect':
      if (fault.when === 'after') await pass();
      response.destroy();
      return;
    case 'interrupt':
      if (fault.when === 'after') await pass();
      await fault.act();
      response.destroy();
      return;
    case 'repeat':
      await pass();
      return send(await pass(), request, response);
    case 'partial':
      return sendPartial(request, fault.room, endpoint, response);
    case 'truncate': {
      const whole = await pass();
      response.writeHead(whole.status, { ...whole.headers, 'content-length': String(whole.body.length) });
      const end = Math.floor(whole.body.length * fault.share);
      response.write(whole.body.subarray(0, end), () => response.destroy());
      return;
    }
    case 'slow':
      return sendSlowly(await pass(), fault, response);
  }
}

function send({ status, headers, body }: ForwardedAnswer, { method }: AwsRequest, response: ServerResponse) {
  const length = method === 'HEAD' ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}

async function sendSlowly(
  { status, headers, body }: ForwardedAnswer,
  { pieces, pauseMs }: Extract<Fault, { kind: 'slow' }>,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  const size = Math.max(1, Math.ceil(body.length / pieces));
  for (let start = 0; start < body.length; start += size) {
    await wait(pauseMs);
    response.write(body.subarray(start, start + size));
  }
  response.end();
}

/** As JSON has it: binary values are Base64. */
export interface WriteRequest {
  readonly PutRequest: { readonly Item: Readonly<Record<string, { readonly S?: string }>> };
}

interface BatchWrite {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
}

/** The batch has one table. */
async function sendPartial(
  request: ServiceRequest,
  room: Extract<Fault, { kind: 'partial' }>['room'],
  endpoint: string,
  response: ServerResponse,
): Promise<void> {
  const [[table = '', items = []] = []] = Object.entries(
    (JSON.parse(request.body.toString()) as BatchWrite).RequestItems,
  );
  const taken = items.filter((put, index) => (typeof room === 'number' ? index < room : room(put)));
  const left = items.filter((put) => !taken.includes(put));
  if (taken.length > 0) {
    const body = Buffer.from(JSON.stringify({ RequestItems: { [table]: taken } }));
    const headers = { ...request.headers, 'content-length': String(body.length) };
    const written = await forward({ ...request, headers, body }, endpoint);
    if (written.status !== 200) return send(written, request, response);
  }
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify(left.length > 0 ? { UnprocessedItems: { [table]: left } } : {}));
}

function refuse(
  service: Service,
  { status, code, message = `Injected ${code}.` }: Extract<Fault, { kind: 'refuse' }>,
  response: ServerResponse,
): void {
  if (service === 's3' || service === 'sns') {
    response.writeHead(status, { 'content-type': 'application/xml' });
    const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    response.end(service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazonaws.${service}#${code}`, message }));
}
