import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectIngestStores } from '../../lib/aws/ingest-stores.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

/** The stores of a function whose services take requests and never answer. */
async function storesWithoutAnswer(begin: (response: ServerResponse) => void = () => {}) {
  const targets: string[] = [];
  const endpoint = await startFaultServer(({ method, url, headers }, response) => {
    targets.push(String(headers['x-amz-target'] ?? `${method} ${url}`));
    begin(response);
  });
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const stores = connectIngestStores(
    {
      eventsTable: 'Events',
      logFilesTable: 'LogFiles',
      trailBucket: 'trail',
      trailBucketOwner: '111122223333',
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/log-files',
      keyPrefix: undefined,
      organizationId: undefined,
      accountIds: undefined,
      retentionDays: undefined,
      writeShards: 1,
      maxInflatedBytes: 1_000,
      maxRecordBytes: 1_000,
      maxRecords: 1_000_000,
      maxKeysPerNotification: 10_000,
    },
    250,
  );
  return { stores, targets };
}

describe('a service that does not answer', () => {
  it('fails a write after another try', async () => {
    const { stores, targets } = await storesWithoutAnswer();
    const item = { eventID: { S: 'a' } };
    await expect(stores.events.putBatch([item])).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(targets).toEqual(['DynamoDB_20120810.BatchWriteItem', 'DynamoDB_20120810.BatchWriteItem']);
  });

  it('fails a write whose answer stops in the middle', async () => {
    const { stores } = await storesWithoutAnswer((response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '100' });
      response.write('{');
    });
    await expect(stores.events.putBatch([{ eventID: { S: 'a' } }])).rejects.toThrow();
  });

  it('fails the opening of a log file after another try', async () => {
    const { stores, targets } = await storesWithoutAnswer();
    await expect(stores.bucket.open('a.json.gz')).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(targets).toEqual(['GET /trail/a.json.gz?x-id=GetObject', 'GET /trail/a.json.gz?x-id=GetObject']);
  });
});
