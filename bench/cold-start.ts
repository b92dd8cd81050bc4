/**
 * Size of the functions' bundles, and how long the first log file waits for a function that is not running yet.
 *
 *     node bench/cold-start.ts [ROUNDS]
 *
 * The ingest function runs in a process of its own behind the local Lambda runtime, against services that answer at once:
 * what is left is Node.js, our code and the SDK. Machines differ, so times are told as multiples of Node.js starting and
 * doing nothing, measured in the same rounds.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ENV } from '../lambdas/ingest/env.ts';
import { startFunctionProcess } from '../lib/local/lambda/function-process.ts';
import { generateSampleTrail } from '../lib/sample/sample-trail.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const BUCKET = 'trail-bucket';
const print = (line: string) => process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'traildex-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

print('bundles: minified, the same gzipped, source map');
for (const name of readdirSync('lambdas').filter((one) => existsSync(`lambdas/${one}/handler.ts`))) {
  execFileSync(process.execPath, ['bin/bundle-function.ts', name, join(folder, name)]);
  const [code, map] = ['index.mjs', 'index.mjs.map'].map((file) => readFileSync(join(folder, name, file)));
  const sizes = [code, code && gzipSync(code), map].map(
    (bytes) => `${((bytes?.length ?? 0) / 1024).toFixed(0)} KB`,
  );
  print(`  ${name.padEnd(24)} ${sizes.map((size) => size.padStart(9)).join('')}`);
}

const [logFile] = generateSampleTrail({ seed: 1, eventCount: 10 });
if (logFile === undefined) throw new Error('The sample has no log file.');
let writtenItems = 0;

/** S3 with one object, DynamoDB with empty tables that take everything. */
const services = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.headers['x-amz-target'] === undefined) {
    response.writeHead(200, { etag: '"0"', 'content-length': logFile.body.length }).end(logFile.body);
    return;
  }
  writtenItems += Buffer.concat(chunks).toString().split('"PutRequest"').length - 1;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
});
await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${(services.address() as AddressInfo).port}`;

const event = {
  Records: [
    {
      messageId: 'one',
      body: JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [logFile.key] }),
      eventSource: 'aws:sqs',
    },
  ],
};

function startFunction() {
  return startFunctionProcess(
    {
      name: 'ingest',
      handler: 'index.handler',
      codeDirectory: join(folder, 'ingest'),
      environment: {
        [ENV.eventsTable]: 'events',
        [ENV.logFilesTable]: 'log-files',
        [ENV.trailBucket]: BUCKET,
        [ENV.queueUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/log-files',
        NODE_OPTIONS: '--enable-source-maps',
      },
      memoryMiB: 1024,
      timeoutMs: 60_000,
      runtime: 'nodejs24.x',
    },
    {
      region: 'us-east-1',
      accountId: '111122223333',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      environment: { AWS_ENDPOINT_URL: endpoint },
      temporaryDirectory: folder,
      log: () => {},
    },
  );
}

const PHASES = ['Node.js alone', 'started and loaded', 'first log file', 'both', 'next log file'] as const;
const times = new Map<string, number[]>(PHASES.map((phase) => [phase, []]));

async function timed<T>(phase: (typeof PHASES)[number], work: () => T): Promise<Awaited<T>> {
  const from = performance.now();
  const result = await work();
  times.get(phase)?.push(performance.now() - from);
  return result;
}

async function coldStart() {
  const started = await timed('started and loaded', startFunction);
  writtenItems = 0;
  const outcome = await timed('first log file', () => started.invoke(event));
  if (outcome.kind === 'error') throw new Error(outcome.error.errorMessage);
  if (writtenItems === 0) throw new Error(`No event was indexed: ${outcome.answer}`);
  return started;
}

for (let round = 0; round < ROUNDS; round++) {
  await timed('Node.js alone', () => execFileSync(process.execPath, ['--eval', '']));
  const started = await timed('both', coldStart);
  await timed('next log file', () => started.invoke(event));
  await started.kill();
}
services.close();

const sorted = (phase: string) => [...(times.get(phase) ?? [])].sort((a, b) => a - b);
const medianOf = (values: readonly number[]) => values[values.length >> 1] ?? Number.NaN;
const unit = medianOf(sorted('Node.js alone'));
print(`\n${ROUNDS} cold starts, as multiples of Node.js alone (${unit.toFixed(0)} ms): median, least, most`);
for (const phase of PHASES) {
  const values = sorted(phase);
  const ratios = [medianOf(values), values[0], values.at(-1)].map((value) =>
    ((value ?? 0) / unit).toFixed(2),
  );
  print(`  ${phase.padEnd(24)} ${ratios.map((ratio) => ratio.padStart(9)).join('')}`);
}
