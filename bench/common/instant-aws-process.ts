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
}

export interface Served {
  readonly objects: number;
  /** Objects that were being served at one time, at most. */
  readonly objectsAtOnce: number;
  readonly requests: number;
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
let served = { objects: 0, objectsAtOnce: 0, requests: 0, putItems: 0 };
let beingServed = 0;

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
  for (let at = body.indexOf(PUT); at >= 0; at = body.indexOf(PUT, at + PUT.length)) served.putItems++;
  if (settings.tableDelayMs > 0) await wait(settings.tableDelayMs);
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': 2 }).end('{}');
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
    served = { objects: 0, objectsAtOnce: 0, requests: 0, putItems: 0 };
    return;
  }
  settings = message;
  process.send?.('set');
});
// However the benchmark ends.
process.on('disconnect', () => process.exit());
