import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTrailBucket, type TrailBucketOptions } from '../../lib/aws/trail-bucket.ts';
import { eventually } from '../helpers/eventually.ts';
import { CREDENTIALS, type ReceivedRequest, startFaultServer } from '../helpers/fault-server.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz';
const ETAG = '900150983cd24fb0d6963f7d28e17f72';

type AnswerObject = (response: ServerResponse, request: ReceivedRequest) => void;

/** A bucket whose one object is sent as `answer` does it. */
async function bucketWith(answer: AnswerObject, options: Partial<TrailBucketOptions> = {}) {
  const endpoint = await startFaultServer((request, response) => {
    response.setHeader('etag', `"${ETAG}"`);
    answer(response, request);
  });
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  onTestFinished(() => client.destroy());
  return openTrailBucket(client, { bucket: 'trail', ...options });
}

/** As S3 sends it where the object was stored with a checksum, which the SDK then verifies as it reads. */
function checksumOf(content: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}

describe('opening a log file', () => {
  it('asks for the object and gives its ETag, size and bytes', async () => {
    const requests: ReceivedRequest[] = [];
    const { open } = await bucketWith((response, request) => {
      requests.push(request);
      response.setHeader('content-length', 3).end('abc');
    });
    const { chunks, discard: _, ...rest } = await open(KEY);
    expect(rest).toEqual({ eTag: ETAG, sizeBytes: 3, notAsDelivered: false, originalName: undefined });
    expect(await text(chunks)).toBe('abc');
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /trail/${KEY}?x-id=GetObject`,
    ]);
    expect(requests[0]?.headers).not.toHaveProperty('x-amz-expected-bucket-owner');
  });

  it('reads an object without bytes to its end', async () => {
    const { open } = await bucketWith((response) => response.setHeader('content-length', 0).end());
    expect(await text((await open(KEY)).chunks)).toBe('');
  });

  it('names the account that must own the bucket', async () => {
    const owners: unknown[] = [];
    const { open } = await bucketWith(
      (response, { headers }) => {
        owners.push(headers['x-amz-expected-bucket-owner']);
        response.end();
      },
      { owner: '111122223333' },
    );
    (await open(KEY)).discard();
    expect(owners).toEqual(['111122223333']);
  });

  it.each([
    ['M%C3%A4rz%2F50%20%25.json', 'März/50 %.json'],
    ['50 %.json', '50 %.json'],
  ])('reads what was said of it when it was stored: %s', async (header, name) => {
    const { open } = await bucketWith((response) =>
      response
        .setHeader('x-amz-meta-traildex-not-as-delivered', 'true')
        .setHeader('x-amz-meta-traildex-original-name', header)
        .end(),
    );
    const body = await open(KEY);
    body.discard();
    expect(body).toMatchObject({ notAsDelivered: true, originalName: name });
  });

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchKey'],
  ])('fails with what S3 says: %i %s', async (status, code) => {
    const { open } = await bucketWith((response) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>No.</Message></Error>`),
    );
    await expect(open(KEY)).rejects.toMatchObject({ name: code });
  });
});

describe.each([
  ['', {}],
  [' whose checksum is verified', { 'x-amz-checksum-crc32': checksumOf('abcdef') }],
])('a body%s', (_, headers) => {
  /** Sends half of the object, then does what `then` does with the connection. */
  const half = (then: (response: ServerResponse) => void): AnswerObject => {
    return (response) => {
      response.writeHead(200, { 'content-length': 6, ...headers });
      response.write('abc', () => then(response));
    };
  };

  it('is read to its end', async () => {
    const { open } = await bucketWith(half((response) => response.end('def')));
    expect(await text((await open(KEY)).chunks)).toBe('abcdef');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['is closed', (response) => response.socket?.end()],
    ['is reset', (response) => response.socket?.resetAndDestroy()],
  ])('never ends normally when the connection %s before its length is reached', async (_how, then) => {
    const { open } = await bucketWith(half(then));
    await expect(text((await open(KEY)).chunks)).rejects.toMatchObject({
      code: 'truncated-body',
      message: expect.stringMatching(/^Reading from S3 ended after [03] of 6 bytes: /),
    });
  });

  it('fails when nothing comes for the set time', async () => {
    const { open } = await bucketWith(
      half(() => {}),
      { idleMs: 200 },
    );
    await expect(text((await open(KEY)).chunks)).rejects.toMatchObject({
      code: 'stalled-body',
      message: 'S3 stopped sending, or sent too slowly, after 3 of 6 bytes.',
    });
  });

  it('takes longer than the set time where enough comes', async () => {
    const part = 'a'.repeat(20_000);
    const { open } = await bucketWith(
      (response) => {
        response.writeHead(200, { 'content-length': 8 * part.length });
        let sent = 0;
        const send = setInterval(() => {
          response.write(part);
          if (++sent === 8) clearInterval(send);
        }, 50);
        response.on('close', () => clearInterval(send));
      },
      { idleMs: 200 },
    );
    expect(await text((await open(KEY)).chunks)).toHaveLength(8 * part.length);
  });

  it('fails when too little comes, however regularly', async () => {
    const { open } = await bucketWith(
      (response) => {
        response.writeHead(200, { 'content-length': 1_000, ...headers });
        const trickle = setInterval(() => response.write('a'), 20);
        response.on('close', () => clearInterval(trickle));
      },
      { idleMs: 200 },
    );
    await expect(text((await open(KEY)).chunks)).rejects.toMatchObject({ code: 'stalled-body' });
  });

  /** Resolves when another body has been given up after that time. */
  async function reachIdle(idleMs: number) {
    const { open } = await bucketWith(
      half(() => {}),
      { idleMs },
    );
    await expect(text((await open(KEY)).chunks)).rejects.toMatchObject({ code: 'stalled-body' });
  }

  it('leaves a slow consumer all its time', async () => {
    let sendRest = () => {};
    const { open } = await bucketWith(
      half((response) => (sendRest = () => response.end('def'))),
      { idleMs: 200 },
    );
    const { chunks } = await open(KEY);
    let read = '';
    for await (const chunk of chunks) {
      read += Buffer.from(chunk).toString();
      await reachIdle(400);
      sendRest();
    }
    expect(read).toBe('abcdef');
  });

  it.each<[string, (body: { chunks: AsyncIterable<Uint8Array>; discard(): void }) => Promise<void>]>([
    ['discarded', async (body) => body.discard()],
    [
      'broken off',
      async ({ chunks }) => {
        for await (const _chunk of chunks) break;
      },
    ],
  ])('that is %s releases its connection', async (_how, letGo) => {
    let closed = 0;
    const { open } = await bucketWith(half((response) => response.once('close', () => closed++)));
    await letGo(await open(KEY));
    await eventually(() => expect(closed).toBe(1));
  });

  it('whose connection breaks before anybody reads fails only the reading', async () => {
    const { open } = await bucketWith(half((response) => response.socket?.resetAndDestroy()));
    const { chunks } = await open(KEY);
    // By then this side knows as well.
    await reachIdle(40);
    await expect(text(chunks)).rejects.toMatchObject({ code: 'truncated-body' });
  });
});

it('a body that does not fit its checksum fails with what the SDK says', async () => {
  const { open } = await bucketWith((response) =>
    response.setHeader('x-amz-checksum-crc32', checksumOf('abc')).setHeader('content-length', 3).end('abd'),
  );
  await expect(text((await open(KEY)).chunks)).rejects.toThrow('Checksum mismatch');
});
