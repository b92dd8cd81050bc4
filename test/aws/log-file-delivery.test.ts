import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { openLedgerLookUp, openLogFileDelivery } from '../../lib/aws/log-file-delivery.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The configuration of a client whose requests end here instead of in AWS. */
function answeredBy(answer: (request: Request) => Answer) {
  return {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
    requestHandler: {
      handle: async (request: Request) => {
        const { status = 200, headers = {}, body = '' } = answer(request);
        return {
          response: { statusCode: status, headers, body: new Blob([body]).stream() },
        };
      },
    },
  };
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:delivery';

function delivery(answer: (request: Request) => Answer) {
  return openLogFileDelivery(
    { s3: new S3Client(answeredBy(answer)), sns: new SNSClient(answeredBy(answer)) },
    { trailBucket: 'trail', deliveryTopic: TOPIC },
  );
}

describe('delivering a log file', () => {
  it('stores it with what has to be said about it and gives the ETag as the ledger writes it', async () => {
    const requests: Request[] = [];
    const { put } = delivery((request) => {
      requests.push(request);
      return { headers: { etag: '"abc123"' } };
    });
    const file = {
      key: KEY,
      body: Buffer.from('gzip'),
      notAsDelivered: true,
      originalName: 'März/50 %.json',
    };
    expect(await put(file)).toBe('abc123');
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'PUT',
      path: `/${KEY}`,
      headers: {
        'content-encoding': 'gzip',
        'content-type': 'application/json',
        'x-amz-meta-traildex-not-as-delivered': 'true',
        'x-amz-meta-traildex-original-name': 'M%C3%A4rz%2F50%20%25.json',
      },
    });
    expect(textOf(request?.body)).toBe('gzip');
  });

  it('says nothing about bytes that are as CloudTrail wrote them', async () => {
    const headers: string[] = [];
    const { put } = delivery((request) => {
      headers.push(...Object.keys(request.headers));
      return { headers: { etag: '"abc123"' } };
    });
    await put({ key: KEY, body: Buffer.from('gzip'), notAsDelivered: false });
    expect(headers).toContain('content-type');
    expect(headers.filter((name) => name.startsWith('x-amz-meta-'))).toEqual([]);
  });

  it('announces it in the words of CloudTrail', async () => {
    const bodies: URLSearchParams[] = [];
    const { announce } = delivery(({ body }) => {
      bodies.push(new URLSearchParams(textOf(body)));
      return {
        body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      };
    });
    await announce(KEY);
    expect(
      bodies.map((body) => [
        body.get('Action'),
        body.get('TopicArn'),
        body.get('Message'),
        body.has('Subject'),
      ]),
    ).toEqual([['Publish', TOPIC, `{"s3Bucket":"trail","s3ObjectKey":["${KEY}"]}`, false]]);
  });

  it('knows the ETag of what is stored, and that nothing is', async () => {
    const { storedETag } = delivery(({ path }) =>
      path === `/${KEY}` ? { headers: { etag: '"abc123"' } } : { status: 404 },
    );
    expect(await storedETag(KEY)).toBe('abc123');
    expect(await storedETag('AWSLogs/other')).toBeUndefined();
    await expect(delivery(() => ({ status: 403 })).storedETag(KEY)).rejects.toThrow();
  });
});

describe('looking up the ledger', () => {
  const DAY = '2026-03-17';
  const item = (entry: string) => ({
    section: { S: `log-files#${DAY}` },
    entry: { S: entry },
    status: { S: 'indexed' },
  });

  /** Answers for as many keys of a request as `room` says, and hands the rest back. */
  function table(room: number) {
    const requests: string[][] = [];
    const client = new DynamoDBClient(
      answeredBy(({ body }) => {
        const { RequestItems } = JSON.parse(textOf(body));
        const { Keys }: { Keys: { section: { S: string }; entry: { S: string } }[] } = RequestItems.LogFiles;
        requests.push(Keys.map(({ entry }) => entry.S));
        const found = Keys.slice(0, room).filter(({ entry }) => entry.S !== 'absent');
        const rest = Keys.slice(room);
        return {
          body: JSON.stringify({
            Responses: { LogFiles: found.map(({ entry }) => item(entry.S)) },
            UnprocessedKeys: rest.length === 0 ? {} : { LogFiles: { Keys: rest } },
          }),
        };
      }),
    );
    return { requests, ledger: openLedgerLookUp(client, 'LogFiles') };
  }

  const files = ['a', 'absent', 'b'].map((key) => ({ key, deliveryDay: DAY }));

  it('gives the entries that there are, in one request', async () => {
    const { requests, ledger } = table(100);
    const entries = await ledger.readEntries(files);
    expect(entries.map(({ key, deliveryDay, status }) => [key, deliveryDay, status])).toEqual([
      ['a', DAY, 'indexed'],
      ['b', DAY, 'indexed'],
    ]);
    expect(requests).toEqual([['a', 'absent', 'b']]);
  });

  it('asks again for what DynamoDB had no room for', async () => {
    const { requests, ledger } = table(2);
    expect((await ledger.readEntries(files)).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(requests).toEqual([['a', 'absent', 'b'], ['b']]);
  });

  it('asks nothing about no files', async () => {
    const { requests, ledger } = table(100);
    expect(await ledger.readEntries([])).toEqual([]);
    expect(requests).toEqual([]);
  });
});
