/** Real SDK clients against the embedded S3, SNS and SQS: what works, what is refused, what survives a restart. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RunningServices, startServices } from '../../lib/local/services.ts';
import {
  makeTemporaryDirectory,
  removeDirectory,
  temporaryDirectory,
} from '../helpers/temporary-directory.ts';

const ACCOUNT = '000000000000';
const KEY = 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/log.json.gz';

let directory: string;
let services: RunningServices;
let s3: S3Client;

function clientOptions({ endpoint }: RunningServices) {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  services = await startServices({ directory });
  s3 = new S3Client(clientOptions(services));
});

afterAll(async () => {
  s3.destroy();
  await services.stop();
  await removeDirectory(directory);
});

let buckets = 0;
async function makeBucket(): Promise<string> {
  buckets += 1;
  const Bucket = `trail-${buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

async function put(Bucket: string, Key: string, Body: string | Uint8Array) {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function get(Bucket: string, Key: string, Range?: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
  return (await Body?.transformToString()) ?? '';
}

describe('the embedded S3', () => {
  it('listens on the loopback interface only', () => {
    const port = Number(new URL(services.endpoint).port).toString(16).toUpperCase().padStart(4, '0');
    const listening = ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${port}`))
        .map(([, local]) => local),
    );
    expect(listening).toEqual([`0100007F:${port}`]);
  });

  it('keeps an object with its metadata, and gives ranges of it', async () => {
    const Bucket = await makeBucket();
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: KEY,
        Body: 'hello world',
        ContentEncoding: 'gzip',
        Metadata: { origin: 'x' },
      }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: KEY, ExpectedBucketOwner: ACCOUNT }));
    expect(head).toMatchObject({ ContentLength: 11, ContentEncoding: 'gzip', Metadata: { origin: 'x' } });
    expect(await get(Bucket, KEY)).toBe('hello world');
    expect(await get(Bucket, KEY, 'bytes=6-')).toBe('world');
    expect(await get(Bucket, KEY, 'bytes=0-4')).toBe('hello');
    expect(await get(Bucket, KEY, 'bytes=-3')).toBe('rld');
  });

  it.each([
    'plain/key',
    'with space and + plus',
    'ünïcødé/日本/😀.json',
    "!'()*~-_.;:@&=$,",
    '100%25/%2F/..%2F',
    'a<b>&"c',
    'x'.repeat(1024),
  ])('keeps the key as it is: %s', async (Key) => {
    const Bucket = await makeBucket();
    await put(Bucket, Key, Key);
    expect(await get(Bucket, Key)).toBe(Key);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(get(Bucket, Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('takes more in parts than in one request', async () => {
    const Bucket = await makeBucket();
    const body = randomBytes(13 * 1024 * 1024);
    await expect(put(Bucket, 'large', body)).rejects.toMatchObject({ name: 'EntityTooLarge' });
    await new Upload({ client: s3, params: { Bucket, Key: 'large', Body: body } }).done();
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    expect(ContentLength).toBe(body.length);
    expect(Buffer.compare((await Body?.transformToByteArray()) ?? new Uint8Array(), body)).toBe(0);
  });

  it('deletes several objects at once', async () => {
    const Bucket = await makeBucket();
    for (const key of ['a', 'b b', 'c']) await put(Bucket, key, key);
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b b' }] } }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
  });

  it('lists keys of mixed case over pages without a gap', async () => {
    const Bucket = await makeBucket();
    const keys = ['B', 'Z', 'a', 'b', 'z', 'É', 'é'];
    for (const key of keys) await put(Bucket, key, key);
    const listed: string[] = [];
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const page: ListObjectsV2CommandOutput = await s3.send(
        new ListObjectsV2Command({ Bucket, MaxKeys: 2, ...(token ? { ContinuationToken: token } : {}) }),
      );
      listed.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      token = page.NextContinuationToken;
    }
    expect(listed).toEqual(keys);
  });

  it('lists "folders"', async () => {
    const Bucket = await makeBucket();
    for (const key of ['p/2026/03/01/a', 'p/2026/03/02/a', 'p/readme']) await put(Bucket, key, key);
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'p/', Delimiter: '/' }));
    expect(listed.CommonPrefixes).toEqual([{ Prefix: 'p/2026/' }]);
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['p/readme']);
  });

  it('says what is not there', async () => {
    const Bucket = await makeBucket();
    await expect(get(Bucket, 'no')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('no-such-bucket', 'no')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('does not open the bucket of another account', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, KEY, 'x');
    await expect(
      s3.send(new GetObjectCommand({ Bucket, Key: KEY, ExpectedBucketOwner: '444455556666' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('an operation that the embedded S3 has not', () => {
  const tags = { Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } };
  it.each([
    [
      'PutObjectTagging',
      (Bucket: string) => s3.send(new PutObjectTaggingCommand({ Bucket, Key: KEY, ...tags })),
    ],
    ['GetObjectTagging', (Bucket: string) => s3.send(new GetObjectTaggingCommand({ Bucket, Key: KEY }))],
    [
      'PutObjectAcl',
      (Bucket: string) => s3.send(new PutObjectAclCommand({ Bucket, Key: KEY, ACL: 'private' })),
    ],
    ['PutBucketPolicy', (Bucket: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))],
    ['DeleteBucketPolicy', (Bucket: string) => s3.send(new DeleteBucketPolicyCommand({ Bucket }))],
    ['DeleteBucket', (Bucket: string) => s3.send(new DeleteBucketCommand({ Bucket }))],
    ['GetBucketVersions', (Bucket: string) => s3.send(new ListObjectVersionsCommand({ Bucket }))],
    [
      'DeleteObjectVersionId',
      (Bucket: string) => s3.send(new DeleteObjectCommand({ Bucket, Key: KEY, VersionId: 'v' })),
    ],
    [
      'x-amz-copy-source',
      (Bucket: string) => s3.send(new CopyObjectCommand({ Bucket, Key: KEY, CopySource: `${Bucket}/other` })),
    ],
    [
      'if-none-match',
      (Bucket: string) => s3.send(new PutObjectCommand({ Bucket, Key: KEY, Body: 'new', IfNoneMatch: '*' })),
    ],
  ])('is refused, and the object is as it was: %s', async (name, operation) => {
    const Bucket = await makeBucket();
    await put(Bucket, KEY, 'evidence');
    await expect(operation(Bucket)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining(name),
      $metadata: { httpStatusCode: 501 },
    });
    expect(await get(Bucket, KEY)).toBe('evidence');
  });

  it('does not make a bucket either', async () => {
    const versioning = { Bucket: 'not-made', VersioningConfiguration: { Status: 'Enabled' } } as const;
    await expect(s3.send(new PutBucketVersioningCommand(versioning))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'not-made' }))).rejects.toThrow();
  });

  it('does not delete an empty bucket either', async () => {
    const Bucket = await makeBucket();
    await expect(s3.send(new DeleteBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await s3.send(new HeadBucketCommand({ Bucket }));
  });
});

describe('what the embedded services keep', () => {
  async function start(directory: string) {
    const started = await startServices({ directory });
    const options = clientOptions(started);
    const clients = { s3: new S3Client(options), sqs: new SQSClient(options), sns: new SNSClient(options) };
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= started.stop();
      return stopping;
    };
    onTestFinished(stop);
    return { endpoint: started.endpoint, ...clients, stop };
  }

  async function receive(sqs: SQSClient, QueueUrl: string) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MessageSystemAttributeNames: ['All'] }),
    );
    return Messages[0];
  }

  it('is objects, subscriptions and messages, also those in flight, under addresses that work', async () => {
    const directory = await temporaryDirectory();
    const first = await start(directory);
    await first.s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
    await first.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: KEY, Body: 'evidence' }));
    const { QueueUrl = '' } = await first.sqs.send(
      new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '3600' } }),
    );
    const { TopicArn } = await first.sns.send(new CreateTopicCommand({ Name: 't' }));
    await first.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:us-east-1:${ACCOUNT}:q` }),
    );
    await first.sns.send(new PublishCommand({ TopicArn, Message: 'in flight' }));
    expect(JSON.parse((await receive(first.sqs, QueueUrl))?.Body ?? '').Message).toBe('in flight');
    await first.stop();

    const second = await start(directory);
    const found = await second.sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }));
    expect(found.QueueUrl).toBe(`${second.endpoint}/${ACCOUNT}/q`);
    const again = await receive(second.sqs, found.QueueUrl ?? '');
    expect(JSON.parse(again?.Body ?? '').Message).toBe('in flight');
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    await second.sns.send(new PublishCommand({ TopicArn, Message: 'new' }));
    expect(JSON.parse((await receive(second.sqs, found.QueueUrl ?? ''))?.Body ?? '').Message).toBe('new');
    const { Body } = await second.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: KEY }));
    expect(await Body?.transformToString()).toBe('evidence');
  });

  it('is a message that was made visible at once', async () => {
    const { sqs } = await start(await temporaryDirectory());
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const message = await receive(sqs, QueueUrl);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect((await receive(sqs, QueueUrl))?.Body).toBe('again');
  });
});
