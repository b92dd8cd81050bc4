import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startInstantAws } from '../../bench/common/instant-aws.ts';
import { writeTrail } from '../../bench/common/trail-folder.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { logFile } from './log-files.ts';

async function start(folder: string) {
  const aws = await startInstantAws(folder);
  onTestFinished(() => aws.stop());
  return aws;
}

const putTwo = JSON.stringify({ RequestItems: { events: [{ PutRequest: {} }, { PutRequest: {} }] } });
const batchWrite = { 'x-amz-target': 'DynamoDB_20120810.BatchWriteItem' };

describe('an AWS that answers at once', () => {
  it('serves the files of a folder by their keys, whole', async () => {
    const folder = await temporaryDirectory();
    const file = logFile('AWSLogs/111122223333/a.json.gz', [{ a: 1 }]);
    writeTrail(folder, [file]);
    // More than it keeps in memory.
    const large = randomBytes(17 * 1024 ** 2);
    writeFileSync(join(folder, 'large.json.gz'), large);
    const { endpoint } = await start(folder);

    const fetched = await fetch(`${endpoint}/bucket/${file.key}?x-id=GetObject`);
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(Buffer.from(file.body));
    const streamed = await fetch(`${endpoint}/bucket/large.json.gz`);
    expect(streamed.headers.get('content-length')).toBe('17825792');
    expect(Buffer.from(await streamed.arrayBuffer()).equals(large)).toBe(true);
    expect((await fetch(`${endpoint}/bucket/missing.json.gz`)).status).toBe(404);
  });

  it('hands back every second item where it is told to be crowded, and the last one never', async () => {
    const aws = await start(await temporaryDirectory());
    await aws.set({ objectDelayMs: 0, tableDelayMs: 0, isCrowded: true });
    const put = async (items: readonly string[]) => {
      const body = JSON.stringify({ RequestItems: { events: items } });
      return (await fetch(aws.endpoint, { method: 'POST', headers: batchWrite, body })).json();
    };
    expect(await put(['a', 'b', 'c', 'd'])).toEqual({ UnprocessedItems: { events: ['b', 'd'] } });
    expect(await put(['d'])).toEqual({});
  });

  it('takes whatever DynamoDB is asked, and counts it from one look to the next', async () => {
    const aws = await start(await temporaryDirectory());
    const answer = await fetch(aws.endpoint, { method: 'POST', headers: batchWrite, body: putTwo });
    expect(await answer.json()).toEqual({});
    expect(await aws.served()).toEqual({
      objects: 0,
      objectsAtOnce: 0,
      requests: 1,
      requestsAtOnce: 1,
      putItems: 2,
    });
    expect(await aws.served()).toEqual({
      objects: 0,
      objectsAtOnce: 0,
      requests: 0,
      requestsAtOnce: 0,
      putItems: 0,
    });
  });
});
