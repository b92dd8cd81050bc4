/** What the function does when DynamoDB is slow or has no room: no more at once, no more memory, no more requests. */
import { join } from 'node:path';
import { count, mebibytes } from '../common/figures.ts';
import { bundleIngestFunction, startFunctionHost } from '../common/function-host.ts';
import { type InstantAws, startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { regroup } from '../common/regrouped.ts';
import { writeTrail } from '../common/trail-folder.ts';

const RECORDS = 20_000;
const RECORDS_EACH = 100;

const WEATHERS = [
  { name: 'answers at once', tableDelayMs: 0 },
  { name: 'takes 20 ms', tableDelayMs: 20 },
  { name: 'takes 200 ms', tableDelayMs: 200 },
  { name: 'hands half of each batch back', tableDelayMs: 5, isCrowded: true },
] as const;

export const slowTable: Measure = {
  name: 'slow-table',
  title: 'A table that is slow or full',
  method: `
One invocation with files of ${RECORDS_EACH} events each, against a DynamoDB that answers late or hands items back; a
process of its own for each. Peak memory is above what the loaded function takes before. Requests are those that reached
DynamoDB; half of each batch handed back makes twice as many items, which is no storm: each is sent until it is taken.`,
  measure,
};

async function measure({ corpus, folder, events, note }: Bench): Promise<Findings> {
  const bucket = join(folder, 'bucket');
  const keys = writeTrail(bucket, regroup(corpus.logFiles(events(RECORDS)), RECORDS_EACH));
  const bundle = bundleIngestFunction(join(folder, 'bundle'));
  const aws = await startInstantAws(bucket);
  try {
    const rows = [];
    for (const { name, ...weather } of WEATHERS) {
      note(`  ${name}`);
      await aws.set({ objectDelayMs: 5, ...weather });
      rows.push([name, ...(await ingestOnce(aws, bundle, keys))]);
    }
    const head = ['DynamoDB', 'events/s', 'requests', 'items sent', 'requests at once', 'peak memory'];
    return { goals: [], tables: [{ head, rows }] };
  } finally {
    await aws.stop();
  }
}

async function ingestOnce(aws: InstantAws, bundle: string, keys: readonly string[]): Promise<string[]> {
  const host = await startFunctionHost({ bundle, endpoint: aws.endpoint, execArgv: DEPLOYED_FLAGS });
  try {
    const { wallMs, peakResidentBytes, residentBeforeBytes } = await host.ingest(keys.map((key) => [key]));
    const { requests, putItems, requestsAtOnce } = await aws.served();
    return [
      count((keys.length * RECORDS_EACH * 1000) / wallMs),
      count(requests),
      count(putItems),
      count(requestsAtOnce),
      mebibytes(peakResidentBytes - residentBeforeBytes),
    ];
  } finally {
    await host.stop();
  }
}
