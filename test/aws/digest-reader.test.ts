import { gzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_DIGEST_BYTES, openDigestReader } from '../../lib/aws/digest-reader.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/17/a.json.gz';

function clientOf(endpoint: string): S3Client {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  onTestFinished(() => client.destroy());
  return client;
}

async function readerOf(body: Buffer, headers: Readonly<Record<string, string>> = {}, status = 200) {
  const owners: unknown[] = [];
  const endpoint = await startFaultServer((request, response) => {
    owners.push(request.headers['x-amz-expected-bucket-owner']);
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  });
  return { ...openDigestReader(clientOf(endpoint), { bucket: 'trail', owner: '444455556666' }), owners };
}

describe('reading a digest', () => {
  it('gives all its bytes, inflated, and its metadata', async () => {
    const { readDigest, owners } = await readerOf(gzipSync('{"logFiles":[]}'), {
      'content-encoding': 'gzip',
      'x-amz-meta-signature': '0a1b',
      'x-amz-meta-signature-algorithm': 'SHA256withRSA',
    });
    const { bytes, metadata } = await readDigest(KEY);
    expect(Buffer.from(bytes).toString()).toBe('{"logFiles":[]}');
    expect(metadata).toEqual({ signature: '0a1b', 'signature-algorithm': 'SHA256withRSA' });
    expect(owners).toEqual(['444455556666']);
  });

  it('gives no metadata where there are none', async () => {
    const { readDigest } = await readerOf(gzipSync('{}'));
    expect((await readDigest(KEY)).metadata).toEqual({});
  });

  it('refuses bytes after the end of the gzip member', async () => {
    const { readDigest } = await readerOf(Buffer.concat([gzipSync('{}'), Buffer.from('more')]));
    await expect(readDigest(KEY)).rejects.toMatchObject({ name: 'LogFileError', code: 'data-after-gzip' });
  });

  it('refuses what inflates to more than a digest can be', async () => {
    // Stored as it is, so that it is no larger inflated than it is large.
    const { readDigest } = await readerOf(gzipSync(Buffer.alloc(MAX_DIGEST_BYTES + 1), { level: 0 }));
    await expect(readDigest(KEY)).rejects.toMatchObject({ name: 'LogFileError', code: 'too-large' });
  });

  it('refuses a small one that inflates as nothing does that is made of hashes', async () => {
    const { readDigest } = await readerOf(gzipSync(Buffer.alloc(2 * 1024 ** 2)));
    await expect(readDigest(KEY)).rejects.toMatchObject({ name: 'LogFileError', code: 'too-large' });
  });

  it('reads it again where the connection breaks', async () => {
    const body = gzipSync('{"logFiles":[]}');
    let requests = 0;
    const endpoint = await startFaultServer((_request, response) => {
      response.writeHead(200, { 'content-length': body.length, etag: '"one"' });
      if (++requests > 1) response.end(body);
      else response.write(body.subarray(0, 9), () => response.socket?.end());
    });
    const { readDigest } = openDigestReader(clientOf(endpoint), { bucket: 'trail', wait: async () => {} });
    expect(Buffer.from((await readDigest(KEY)).bytes).toString()).toBe('{"logFiles":[]}');
    expect(requests).toBe(2);
  });

  it('fails with what S3 says', async () => {
    const { readDigest } = await readerOf(Buffer.from('<Error><Code>NoSuchKey</Code></Error>'), {}, 404);
    await expect(readDigest(KEY)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
