/** Passes an HTTP request on as it came, whole, and gives the answer whole. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AwsRequest } from './recorded-calls.ts';

export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export async function forward(
  { method, url, headers, body }: AwsRequest,
  endpoint: string,
): Promise<ForwardedAnswer> {
  const passedOn = httpRequest(new URL(url, endpoint), { method, headers });
  passedOn.end(body);
  const [answer] = (await once(passedOn, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
}
