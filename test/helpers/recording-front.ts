/**
 * Stands before an embedded AWS, with one endpoint for each caller, and notes what each asks for.
 *
 * What a function in a process of its own does is seen on the wire only. Requests go on as they came, with two
 * exceptions: there is no CloudFormation and no CloudTrail behind it, so the stack's outputs and public keys are told
 * here; and listings say that everything was stored long ago, as nothing in a test was.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { PublicKey } from '../../lib/cloudtrail/public-key.ts';
import type { LocalEnvironment } from '../../lib/local/environment.ts';
import { forward } from './forward.ts';
import { type AwsCall, type AwsRequest, type CallPlace, readCalls } from './recorded-calls.ts';

export interface RecordingFront<Caller extends string> {
  readonly endpoints: Readonly<Record<Caller, string>>;
  readonly calls: Readonly<Record<Caller, readonly AwsCall[]>>;
  /** Requests that are no known call; each was refused. */
  readonly faults: readonly string[];
  /** Says of a public key that CloudTrail signs with it, in every region. */
  handOut(key: PublicKey): void;
  /** To be called before anybody asks for anything. */
  standBefore(environment: LocalEnvironment): void;
  stop(): Promise<void>;
}

export async function startRecordingFront<Caller extends string>(
  callers: readonly Caller[],
  place: CallPlace,
): Promise<RecordingFront<Caller>> {
  const calls = Object.fromEntries(callers.map((caller) => [caller, []])) as unknown as Record<
    Caller,
    AwsCall[]
  >;
  const faults: string[] = [];
  const publicKeys: PublicKey[] = [];
  let environment: LocalEnvironment | undefined;

  async function answer(caller: Caller, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = message;
    const request: AwsRequest = { method, url, headers, body: await buffer(message) };
    const asked = readCalls(request, place);
    calls[caller].push(...asked);
    if (environment === undefined) throw new Error('There is nothing behind the front yet.');
    const [{ action = '' } = {}] = asked;
    if (action.startsWith('cloudformation:')) response.end(renderStack(environment.outputs));
    else if (action.startsWith('cloudtrail:')) response.end(renderPublicKeys(publicKeys));
    else await passOn(request, endpointFor(action, environment), response);
  }

  const servers = callers.map((caller) =>
    createServer((message, response) => {
      answer(caller, message, response).catch((error: unknown) => {
        faults.push(`${caller}: ${String(error)}`);
        response.writeHead(400).end();
      });
    }),
  );
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  return {
    endpoints: Object.fromEntries(
      callers.map((caller, index) => [caller, `http://127.0.0.1:${ports[index]}`]),
    ) as Record<Caller, string>,
    calls,
    faults,
    handOut(key) {
      publicKeys.push(key);
    },
    standBefore(opened) {
      environment = opened;
    },
    async stop() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function endpointFor(action: string, { connection }: LocalEnvironment): string {
  const { dynamodb, s3 = '' } = connection.endpoints;
  return action.startsWith('dynamodb:') ? dynamodb : s3;
}

async function passOn(request: AwsRequest, endpoint: string, response: ServerResponse) {
  const { status, headers, body } = await forward(request, endpoint);
  const isListing = headers['content-type']?.includes('xml') === true && request.url.includes('list-type');
  const sent = isListing ? storedLongAgo(body) : body;
  const length = request.method === 'HEAD' ? {} : { 'content-length': String(sent.length) };
  response.writeHead(status, { ...headers, ...length }).end(sent);
}

function storedLongAgo(listing: Buffer): Buffer {
  const aged = listing
    .toString()
    .replaceAll(/<LastModified>[^<]*</g, '<LastModified>2020-01-01T00:00:00.000Z<');
  return Buffer.from(aged);
}

/** The response of ListPublicKeys. */
function renderPublicKeys(publicKeys: readonly PublicKey[]): string {
  const PublicKeyList = publicKeys.map(({ der, fingerprint }) => ({
    Value: Buffer.from(der).toString('base64'),
    Fingerprint: fingerprint,
  }));
  return JSON.stringify({ PublicKeyList });
}

/** The response of DescribeStacks, as far as it is read. */
function renderStack(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return (
    '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>' +
    '<member><StackName>Traildex</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime>' +
    `<StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member>` +
    '</Stacks></DescribeStacksResult></DescribeStacksResponse>'
  );
}
