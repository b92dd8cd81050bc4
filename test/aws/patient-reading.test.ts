import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPassing, openPatiently } from '../../lib/aws/patient-reading.ts';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz';

type Answer = (response: ServerResponse) => void;

/** Answers in their order, the last one from then on. */
async function bucketThat(...answers: readonly Answer[]) {
  const seen = { requests: 0, waitsMs: [] as number[] };
  const endpoint = await startFaultServer((_request, response) => {
    answers[Math.min(seen.requests++, answers.length - 1)]?.(response);
  });
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
    // Without the tries of the SDK: what is counted here are those of the reader.
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  const wait = async (ms: number) => seen.waitsMs.push(ms);
  const read = async () => {
    const { chunks } = await openPatiently(client, { bucket: 'trail', idleMs: 2_000, wait }, KEY);
    return text(chunks);
  };
  return { read, seen };
}

const whole =
  (etag = '"one"'): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': 6, etag }).end('abcdef');
  };

const brokenAfter =
  (bytes: string): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': 6, etag: '"one"' });
    if (bytes === '') response.flushHeaders();
    response.write(bytes, () => response.socket?.end());
  };

const refusing =
  (status: number, code: string): Answer =>
  (response) => {
    response.writeHead(status).end(`<Error><Code>${code}</Code><Message>No.</Message></Error>`);
  };

describe('an object', () => {
  it('is read once where all is well', async () => {
    const { read, seen } = await bucketThat(whole());
    expect(await read()).toBe('abcdef');
    expect(seen).toEqual({ requests: 1, waitsMs: [] });
  });

  it.each(['a', 'abc', 'abcde'])('goes on after what was given when its body breaks: %s', async (bytes) => {
    const { read, seen } = await bucketThat(brokenAfter(bytes), brokenAfter('ab'), whole());
    expect(await read()).toBe('abcdef');
    expect(seen).toEqual({ requests: 3, waitsMs: [250, 1_000] });
  });

  it.each([
    [503, 'SlowDown'],
    [500, 'InternalError'],
    [429, 'TooManyRequests'],
    [400, 'KMS.ThrottlingException'],
  ])('is asked for again after %i %s', async (status, code) => {
    const { read, seen } = await bucketThat(refusing(status, code), whole());
    expect(await read()).toBe('abcdef');
    expect(seen).toEqual({ requests: 2, waitsMs: [250] });
  });

  it('is given up after three tries in all, however they fail', async () => {
    const { read, seen } = await bucketThat(refusing(503, 'SlowDown'), brokenAfter('abc'));
    await expect(read()).rejects.toMatchObject({ name: 'TruncatedBodyError' });
    expect(seen).toEqual({ requests: 3, waitsMs: [250, 1_000] });
  });

  it('that was replaced meanwhile is not put together from two', async () => {
    const { read, seen } = await bucketThat(brokenAfter('abc'), whole('"two"'));
    await expect(read()).rejects.toMatchObject({ name: 'TruncatedBodyError' });
    expect(seen.requests).toBe(2);
  });

  it.each([
    [404, 'NoSuchKey'],
    [403, 'AccessDenied'],
    [403, 'InvalidObjectState'],
    [400, 'KMS.DisabledException'],
  ])('that is refused is not asked for again: %i %s', async (status, code) => {
    const { read, seen } = await bucketThat(refusing(status, code), whole());
    await expect(read()).rejects.toMatchObject({ name: code });
    expect(seen).toEqual({ requests: 1, waitsMs: [] });
  });
});

describe('a fault', () => {
  it.each([
    ['a connection that was reset', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), true],
    ['no answer in time', Object.assign(new Error('late'), { name: 'TimeoutError' }), true],
    ['bytes that are no log file', new LogFileError('not-gzip', 'No gzip.'), false],
    ['a checksum that does not fit', new Error('Checksum mismatch: expected "a"'), false],
    ['what is no error', 'ECONNRESET', false],
  ])('passes or not: %s', (_what, error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });
});
