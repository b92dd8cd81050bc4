/** The process behind instant-aws.ts. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Settings {
  readonly objectDelayMs: number;
  /** Before each answer of DynamoDB. */
  readonly tableDelayMs: number;
  /** Whether DynamoDB hands back every second item of a batch, as a table does that has no room for more. */
  readonly isCrowded?: boolean;
}

export interface Served {
  readonly objects: number;
  /** Objects that were being served at one time, at most. */
  readonly objectsAtOnce: number;
  readonly requests: number;
  /** Of DynamoDB, that were waiting for an answer at one time, at most. */
  readonly requestsAtOnce: number;
  readonly putItems: number;
}

type ServedObject =
  | { readonly kind: 'kept'; readonly body: Buffer }
  | { readonly kind: 'on-disk'; readonly path: string; readonly sizeBytes: number };

/** Up to which an object is kept in memory; a larger one is read from the disk while it is sent. */
const KEPT_BYTES = 16 * 1024 ** 2;
const PUT = Buffer.from('"PutRequest"');

const [folder = '.'] = process.argv.slice(2);
const objects = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1), open(path)]),
);
let settings: Settings = { objectDelayMs: 0, tableDelayMs: 0 };
const NOTHING: Served = { objects: 0, objectsAtOnce: 0, requests: 0, requestsAtOnce: 0, putItems: 0 };
let served = { ...NOTHING };
let beingServed = 0;
let beingAnswered = 0;

function open(path: string): ServedObject {
  const { size } = statSync(path);
  return size > KEPT_BYTES
    ? { kind: 'on-disk', path, sizeBytes: size }
    : { kind: 'kept', body: readFileSync(path) };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['x-amz-target'] === undefined) return serveObject(request, response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  served.requests++;
  served.requestsAtOnce = Math.max(served.requestsAtOnce, ++beingAnswered);
  for (let at = body.indexOf(PUT); at >= 0; at = body.indexOf(PUT, at + PUT.length)) served.putItems++;
  if (settings.tableDelayMs > 0) await wait(settings.tableDelayMs);
  beingAnswered--;
  const text = settings.isCrowded ? halfOf(body) : '{}';
  response
    .writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}

/** The answer to a batch of which half was taken; of the last item all. */
function halfOf(body: Buffer): string {
  const { RequestItems } = JSON.parse(body.toString()) as { RequestItems?: Record<string, unknown[]> };
  const [[table, items] = ['', []]] = Object.entries(RequestItems ?? {});
  const left = items.filter((_, index) => index % 2 === 1);
  return left.length === 0 ? '{}' : JSON.stringify({ UnprocessedItems: { [table]: left } });
}

async function serveObject(request: IncomingMessage, response: ServerResponse): Promise<void> {
  served.objects++;
  served.objectsAtOnce = Math.max(served.objectsAtOnce, ++beingServed);
  if (settings.objectDelayMs > 0) await wait(settings.objectDelayMs);
  beingServed--;
  // Below the bucket's name.
  const key = decodeURIComponent(new URL(request.url ?? '', 'http://localhost').pathname)
    .split('/')
    .slice(2)
    .join('/');
  const object = objects.get(key);
  if (object === undefined) response.writeHead(404).end();
  else if (object.kind === 'kept') head(response, object.body.length).end(object.body);
  else createReadStream(object.path).pipe(head(response, object.sizeBytes));
}

function head(response: ServerResponse, sizeBytes: number): ServerResponse {
  return response.writeHead(200, { etag: '"0"', 'content-length': sizeBytes });
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('message', (message: 'served' | Settings) => {
  if (message === 'served') {
    process.send?.(served);
    served = { ...NOTHING };
    return;
  }
  settings = message;
  process.send?.('set');
});
// However the benchmark ends.
process.on('disconnect', () => process.exit());
