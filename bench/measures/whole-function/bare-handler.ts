/**
 * The least that anybody could do with the same log files: fetch, gunzip, JSON.parse, and as many requests of the same
 * size to DynamoDB as the events need.
 *
 * Nothing is looked at, signed, tried again or kept, so no event is in any index. The body of the requests is made once.
 */
import { Agent, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

interface Message {
  readonly body: string;
}

const BATCH = 25;
const FILES_AT_ONCE = 8;
const BATCHES_AT_ONCE = 8;

const endpoint = new URL(process.env.AWS_ENDPOINT_URL ?? '');
const body = Buffer.alloc(Number(process.env.BATCH_BYTES), 'x');
const agent = new Agent({ keepAlive: true, maxSockets: 50 });

export async function handler({ Records }: { Records: readonly Message[] }) {
  const objects = Records.flatMap((message) => {
    const { s3Bucket, s3ObjectKey } = JSON.parse(message.body) as {
      s3Bucket: string;
      s3ObjectKey: readonly string[];
    };
    return s3ObjectKey.map((key) => `/${s3Bucket}/${key}`);
  });
  let batches = 0;
  await eachOf(objects, FILES_AT_ONCE, async (path) => {
    const file = JSON.parse(gunzipSync(await send({ path, method: 'GET' })).toString()) as {
      Records: readonly unknown[];
    };
    batches += file.Records.length / BATCH;
  });
  await eachOf(Array.from({ length: Math.ceil(batches) }), BATCHES_AT_ONCE, async () => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
      'content-length': body.length,
    };
    JSON.parse((await send({ path: '/', method: 'POST', headers }, body)).toString());
  });
  return { batchItemFailures: [] };
}

async function eachOf<Element>(
  elements: readonly Element[],
  atOnce: number,
  work: (element: Element) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < elements.length) await work(elements[next++] as Element);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function send(
  options: { path: string; method: string; headers?: Record<string, string | number> },
  sent?: Buffer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { ...options, host: endpoint.hostname, port: endpoint.port, agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}
