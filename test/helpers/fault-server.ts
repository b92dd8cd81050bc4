/**
 * An HTTP server on this machine that answers in place of an AWS service, so that the SDK's own clients are tried:
 * with what the service says when all is well, and with faults that no emulator has.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** May write, destroy or forget the response. */
export type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

export const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };

/** Serves until the test is over and gives the endpoint. */
export async function startFaultServer(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    answer({ method, url, headers, body: await text(request) }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface DynamoDbCall {
  /** `GetItem` */
  readonly operation: string;
  readonly input: unknown;
}

/** Output members of the operation, or the name of an exception. */
export type DynamoDbAnswer = { readonly output: object } | { readonly exception: string };

/** A client whose calls end in `answer`, and the calls that it has made, retries included. */
export async function startFaultyDynamoDb(
  answer: (call: DynamoDbCall, number: number) => DynamoDbAnswer,
): Promise<{ readonly client: DynamoDBClient; readonly calls: readonly DynamoDbCall[] }> {
  const calls: DynamoDbCall[] = [];
  const endpoint = await startFaultServer(({ headers, body }, response) => {
    const call = { operation: String(headers['x-amz-target']).split('.')[1] ?? '', input: JSON.parse(body) };
    calls.push(call);
    const said = answer(call, calls.length - 1);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if ('output' in said) {
      response.end(JSON.stringify(said.output));
    } else {
      response.statusCode = 400;
      const type = `com.amazonaws.dynamodb.v20120810#${said.exception}`;
      response.end(JSON.stringify({ __type: type, message: `This is a ${said.exception}.` }));
    }
  });
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    // One retry tells as much as the usual three, and waits less.
    maxAttempts: 2,
  });
  onTestFinished(() => client.destroy());
  return { client, calls };
}
