/**
 * Stands before a DynamoDB and adds up what it says that each write consumed.
 *
 * The function does not ask for that, so it is asked for on the way; the function does not look at it in the answer.
 */
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface WrittenUnits {
  readonly operation: string;
  readonly table: string;
  /** None: the table itself. */
  readonly index: string | undefined;
  readonly units: number;
}

export interface CapacityFront {
  readonly endpoint: string;
  /** Request by request, since the last time it was asked. */
  written(): readonly WrittenUnits[];
  stop(): Promise<void>;
}

const WRITES = new Set(['BatchWriteItem', 'PutItem', 'UpdateItem', 'DeleteItem']);

export async function startCapacityFront(dynamodb: string): Promise<CapacityFront> {
  let written: WrittenUnits[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const isWrite = WRITES.has(operation);
    const asked = await buffer(request);
    const answered = await send(dynamodb, request, isWrite ? askingForUnits(asked) : asked);
    const body = await buffer(answered);
    if (isWrite && answered.statusCode === 200) written.push(...unitsIn(operation, body));
    response.writeHead(answered.statusCode ?? 500, answered.headers).end(body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    written() {
      const told = written;
      written = [];
      return told;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function askingForUnits(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'INDEXES' }));
}

async function send(endpoint: string, { url = '/', method, headers }: IncomingMessage, body: Buffer) {
  const sent = httpRequest(new URL(url, endpoint), {
    method,
    headers: { ...headers, 'content-length': String(body.length) },
  });
  sent.end(body);
  const [answered] = (await once(sent, 'response')) as [IncomingMessage];
  return answered;
}

interface Consumed {
  readonly TableName: string;
  readonly Table: { readonly CapacityUnits: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits: number }>>;
}

/** A batch tells it table by table, other writes once. */
export function unitsIn(operation: string, body: Buffer): readonly WrittenUnits[] {
  const { ConsumedCapacity } = JSON.parse(body.toString()) as { ConsumedCapacity?: Consumed | Consumed[] };
  if (ConsumedCapacity === undefined) throw new Error('The engine does not tell what a write consumed.');
  return [ConsumedCapacity].flat().flatMap(({ TableName: table, Table, GlobalSecondaryIndexes = {} }) => [
    { operation, table, index: undefined, units: Table.CapacityUnits },
    ...Object.entries(GlobalSecondaryIndexes).map(([index, { CapacityUnits: units }]) => ({
      operation,
      table,
      index,
      units,
    })),
  ]);
}
