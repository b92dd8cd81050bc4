/**
 * `traildex verify --local` from ingest to repair: the digests that the data directory signs, the real adapters and the
 * bundled function on the emulators. What is taken out of table and bucket is noticed; what can be brought back is.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientConfig } from '../../lib/aws/connection.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { fromSdkItem, toSdkItem } from '../../lib/aws/items.ts';
import { parseObjectKey } from '../../lib/cloudtrail/object-key.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';
import { ledgerKey } from '../../lib/event-index/ledger.ts';
import { openLocalEnvironment } from '../../lib/local/environment.ts';
import { openWorkplace } from '../../lib/open-index.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { World } from '../cli/run-cli.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const TIMEOUT_MS = 90_000;

let directory: string;
let data: string;
/** Of log files, in the order of time. */
let keys: readonly string[];

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  data = join(directory, 'data');
  const files = [...generateSampleTrail({ seed: 7, eventCount: 120 })];
  for (const { key, body } of files) {
    const path = join(directory, 'case', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  }
  keys = files.map(({ key }) => key).filter((key) => parseObjectKey(key).kind === 'log-file');
  const { exitCode, stderr } = await traildex('ingest', join(directory, 'case'));
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
}, TIMEOUT_MS);

afterAll(() => removeDirectory(directory));

function traildex(command: string, ...argv: readonly string[]) {
  return new World().run([command, '--data', data, ...argv], {
    openWorkplace: (request) => openWorkplace({ ...request, engine: 'auto' }),
  });
}

/** Takes a log file out of the bucket, the entry of another one out of the ledger, and one event out of the index. */
async function tamper(lostFile: string, lostEntry: string): Promise<void> {
  const environment = await openLocalEnvironment({
    dataDirectory: data,
    projectRoot: PROJECT_ROOT,
    needs: 'tables-and-bucket',
  });
  const { trailBucket, logFilesTable, eventsTable } = toDeployment(environment.outputs, 'the test stack');
  const s3 = new S3Client(clientConfig(environment.connection, 's3'));
  const dynamodb = new DynamoDBClient(clientConfig(environment.connection, 'dynamodb'));
  try {
    await s3.send(new DeleteObjectCommand({ Bucket: trailBucket, Key: lostFile }));
    const entry = toSdkItem(ledgerKey(dayOf(lostEntry), lostEntry));
    await dynamodb.send(new DeleteItemCommand({ TableName: logFilesTable, Key: entry }));
    const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName: eventsTable }));
    const kept = [lostFile, lostEntry];
    const lost = items.find((item) => {
      const { logFile } = fromEventItem(fromSdkItem(item));
      return logFile.kind === 'key' && !kept.includes(logFile.key);
    });
    if (lost?.eventID === undefined || lost.recordHash === undefined) throw new Error('there is no event');
    const { eventID, recordHash } = lost;
    await dynamodb.send(new DeleteItemCommand({ TableName: eventsTable, Key: { eventID, recordHash } }));
  } finally {
    s3.destroy();
    dynamodb.destroy();
    await environment.close();
  }
}

function dayOf(key: string): string {
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file') throw new Error(`${key} is no log file`);
  return parsed.day;
}

it(
  'proves what was ingested, names what was taken out, and brings back what can be',
  async () => {
    const sound = await traildex('verify', '--all', '--deep', '-o', 'text');
    expect(sound.stdout).toMatch(/\nComplete, by this data directory's own signatures: \d+ hours proven/);
    expect(sound.exitCode).toBe(0);

    const [lostFile = '', lostEntry = ''] = keys;
    await tamper(lostFile, lostEntry);
    const shallow = await traildex('verify', '--all');
    const faults = faultsIn(shallow.stdout);
    expect([shallow.exitCode, faults]).toEqual([
      1,
      [
        ['log-file-not-found', lostFile],
        ['not-in-index', lostEntry],
      ].sort(),
    ]);

    const repaired = await traildex('verify', '--all', '--deep', '--repair');
    expect(repaired.stderr).toMatch(/^Repair: announced \d+ log files\.$/m);
    expect([repaired.exitCode, faultsIn(repaired.stdout)]).toEqual([1, [['log-file-not-found', lostFile]]]);

    const after = await traildex('verify', '--all', '--deep');
    expect([after.exitCode, faultsIn(after.stdout)]).toEqual([1, [['log-file-not-found', lostFile]]]);
  },
  TIMEOUT_MS,
);

function faultsIn(jsonLines: string): [code: string, key: string][] {
  return jsonLines
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => JSON.parse(line).faults ?? [])
    .map(({ code, key }): [string, string] => [code, key])
    .sort();
}
