/** Where the function's processor time goes, by module: what there is to gain, and where it is not ours to gain. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { bundleIngestFunction, startFunctionHost } from '../common/function-host.ts';
import { startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { regroup } from '../common/regrouped.ts';
import { writeTrail } from '../common/trail-folder.ts';
import { type Profile, timeByModule } from './profile/attribute.ts';
import { GROUPS, groupOf } from './profile/groups.ts';

const RECORDS_EACH = 1_000;
const RECORDS = 20_000;
const INVOCATIONS = 20;
const SHOWN_MODULES = 15;

export const profile: Measure = {
  name: 'profile',
  title: 'Where the time goes',
  method: `
The bundled ingest function under \`--cpu-prof\`, as in the measure of the whole function: ${INVOCATIONS} invocations of
files of ${RECORDS_EACH} events. A sample counts for the module on top of the stack, found through the bundle's source
map; sockets, zlib and crypto are told apart from whoever calls them. Main thread only, idle time left out.`,
  measure,
};

async function measure({ corpus, folder, events }: Bench): Promise<Findings> {
  const records = events(RECORDS);
  const bucket = join(folder, 'bucket');
  const keys = writeTrail(
    bucket,
    take(regroup(corpus.logFiles(2 * records), RECORDS_EACH), records / RECORDS_EACH),
  );
  const profiles = join(folder, 'profiles');
  mkdirSync(profiles);
  const bundle = bundleIngestFunction(join(folder, 'bundle'));
  const aws = await startInstantAws(bucket);
  try {
    const execArgv = [...DEPLOYED_FLAGS, '--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const host = await startFunctionHost({ bundle, endpoint: aws.endpoint, execArgv });
    for (let turn = 0; turn < INVOCATIONS; turn++) await host.ingest(keys.map((key) => [key]));
    await host.stop();
  } finally {
    await aws.stop();
  }
  const [written] = readdirSync(profiles);
  if (written === undefined) throw new Error('The function wrote no profile.');
  const times = timeByModule(
    JSON.parse(readFileSync(join(profiles, written), 'utf8')) as Profile,
    bundle,
    new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload),
  );
  return {
    goals: [],
    tables: [groupTable(times), moduleTable(times)],
    remarks: [
      'What dominates: the SDK, with HTTP and the signatures’ hashes nearly two fifths; then parsing the records. Nothing of ours stands out any more. The SDK writes, signs and sends one request for every 25 events, because DynamoDB takes no more at once.',
    ],
  };
}

function groupTable(times: ReadonlyMap<string, number>) {
  const shares = new Map(GROUPS.map(({ name }) => [name, 0]));
  for (const [module, time] of times) shares.set(groupOf(module), (shares.get(groupOf(module)) ?? 0) + time);
  return { head: ['', 'share'], rows: rowsOf(shares) };
}

function moduleTable(times: ReadonlyMap<string, number>) {
  return { head: ['module', 'share'], rows: rowsOf(times).slice(0, SHOWN_MODULES) };
}

function rowsOf(times: ReadonlyMap<string, number>): string[][] {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([name, time]) => [name, `${((100 * time) / total).toFixed(1)} %`]);
}

function* take<Element>(elements: Iterable<Element>, count: number): Generator<Element> {
  let taken = 0;
  for (const element of elements) {
    if (taken++ >= count) return;
    yield element;
  }
}
