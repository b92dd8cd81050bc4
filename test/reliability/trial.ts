/**
 * A trial: a trail is delivered to the real function while a seeded schedule of faults befalls everything that it asks
 * of AWS, and its clock jumps; afterwards everything in the tables and queues is held against what was delivered.
 *
 * The embedded AWS runs the bundled function in processes of its own; the faults are on the wire between those and the
 * emulators. Deliveries and the comparison at the end do not pass there.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENV } from '../../lambdas/ingest/env.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { connectWorkplace } from '../../lib/aws/workplace.ts';
import type { EngineChoice } from '../../lib/local/dynamodb/choose.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { ACCOUNTS, ORGANIZATION_ID } from '../../lib/sample/organization.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { type FaultFront, startFaultFront } from '../helpers/fault-front.ts';
import { type Announcement, announce, announcementOf } from './announcements.ts';
import { type DeliveredFile, fromSample } from './delivered-file.ts';
import { compareAll } from './differences.ts';
import { createFaultSchedule, objectKeyOf } from './fault-schedule.ts';
import { CLOCK_SEED } from './jumping-clock.ts';
import { LagMeter } from './lag-meter.ts';
import { MEMORY_DIRECTORY, readPeakMemory } from './memory-report.ts';
import { deniedFile, largeFile, missingFile, oddFiles } from './odd-files.ts';
import { TrailDelivery } from './trail-delivery.ts';

export interface TrialOptions {
  readonly seed: number;
  /** Different events of the sample trail. */
  readonly eventCount: number;
  /** Empty; the caller removes it. */
  readonly directory: string;
  /** @default auto */
  readonly engine?: EngineChoice;
  /** Told after each message, and told the messages so far. */
  readonly onDelivered?: (messages: number) => void;
}

export interface TrialResult {
  readonly seed: number;
  readonly eventCount: number;
  readonly engine: string;
  /** In log files that can be read; many events are delivered twice. */
  readonly records: number;
  /** Different ones, all in the index if all is well. */
  readonly events: number;
  readonly files: number;
  readonly messages: number;
  /** From the first message until the last file is indexed; what can never be done is tried for longer. */
  readonly seconds: number;
  readonly lagMs: { readonly median: number; readonly p99: number };
  readonly peakMemoryBytes: number;
  /** By operation and kind: `GetObject truncate`. */
  readonly faults: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Empty: nothing lost, nothing doubled, everything explained. */
  readonly differences: readonly string[];
}

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EVENTS_PER_DAY = 250_000;
const EVENTS_PER_ODD_SET = 10_000;
/** Over half a century: of all events only those of 1970 are past it. */
const RETENTION_DAYS = 20_000;
/** Failed messages come again after this, so that 39 receives take a minute instead of two days. */
const REDELIVER_AFTER_MS = 1_000;

/** More than cores: while one waits for a table, another works. */
const CONCURRENT_INVOCATIONS = 4;

export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const memoryDirectory = join(options.directory, 'memory');
  await mkdir(memoryDirectory);
  const front = await startFaultFront();
  let environment: LocalEnvironment | undefined;
  try {
    environment = await openLocalEnvironment({
      dataDirectory: join(options.directory, 'data'),
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      engine: options.engine ?? 'auto',
      pace: { redeliverAfterMs: REDELIVER_AFTER_MS, concurrency: CONCURRENT_INVOCATIONS },
      functionEnvironment: {
        AWS_ENDPOINT_URL: front.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
        [ENV.organizationId]: ORGANIZATION_ID,
        [ENV.accountIds]: ACCOUNTS.join(','),
        [ENV.retentionDays]: String(RETENTION_DAYS),
        NODE_OPTIONS: ['jumping-clock.ts', 'memory-report.ts'].map(preload).join(' '),
        [CLOCK_SEED]: String(options.seed),
        [MEMORY_DIRECTORY]: memoryDirectory,
      },
    });
    front.standBefore(environment);
    const result = await deliverAndCompare(options, environment, front);
    return { ...result, peakMemoryBytes: readPeakMemory(memoryDirectory) };
  } finally {
    await environment?.close();
    await front.stop();
  }
}

function preload(name: string): string {
  return `--import=${new URL(name, import.meta.url)}`;
}

async function deliverAndCompare(
  options: TrialOptions,
  environment: LocalEnvironment,
  front: FaultFront,
): Promise<Omit<TrialResult, 'peakMemoryBytes'>> {
  const { seed, eventCount } = options;
  // Nothing that the trial asks depends on the time.
  const place = connectWorkplace(environment.connection, toDeployment(environment.outputs, 'The trial'), {
    now: new Date(0),
  });
  const lag = new LagMeter();
  const delivery = new TrailDelivery(environment, place, (key) => lag.noteAnnounced(key));
  const fetched = new Set<string>();
  const denied = deniedFile('denied');
  const absentKey = missingFile('missing').key;
  const befall = createFaultSchedule({ seed, isClosedForGood: (key) => key === denied.key });
  front.decide = (request) => {
    lag.noteRequest(request);
    const key = request.operation === 'GetObject' ? objectKeyOf(request) : undefined;
    if (key !== undefined) fetched.add(key);
    // That it is not there has to be the last word on it: a fault of the last try would be the reason instead.
    return key === absentKey ? undefined : befall(request);
  };

  const bucket = place.deployment.trailBucket;
  const startedAt = performance.now();
  for (const announcement of hopelessAnnouncements(denied, bucket))
    await delivery.deliverHopeless(announcement);
  for (const announcement of announce(filesOf(seed, eventCount), { seed, bucket })) {
    await delivery.deliver(announcement);
    options.onDelivered?.(delivery.messages);
  }
  const isDone = await delivery.untilQueueIsEmpty(patienceMs(eventCount));
  const seconds = (lag.lastIndexedAt - startedAt) / 1000;
  const { delivered } = delivery;
  const differences = await compareAll(delivered, environment, place);
  const strangers = [...fetched].filter((key) => !delivered.entries.has(key));
  delivery.close();
  await place.close();
  return {
    seed,
    eventCount,
    engine: environment.engine,
    records: [...delivered.entries.values()].reduce((sum, { records = 0 }) => sum + records, 0),
    events: delivered.events.size,
    files: delivered.entries.size,
    messages: delivery.messages,
    seconds,
    lagMs: { median: lag.quantileMs(0.5), p99: lag.quantileMs(0.99) },
    faults: front.faults,
    requests: [...front.requests.values()].reduce((sum, count) => sum + count, 0),
    differences: [
      ...(isDone ? [] : ['the queue was still not empty when the time was over']),
      ...strangers.map((key) => `fetched, not delivered: ${key}`),
      ...differences,
    ],
  };
}

/** Long enough for all tries of a message that fails each time, and for a slow machine. */
function patienceMs(eventCount: number): number {
  return 120_000 + eventCount * 2;
}

/** The trail, with a set of odd files for each so many of its events. */
function* filesOf(seed: number, eventCount: number): Generator<DeliveredFile> {
  yield largeFile();
  for (let set = 0; set * EVENTS_PER_ODD_SET < eventCount; set++) yield* oddFiles(set);
  const days = Math.max(1, Math.round(eventCount / EVENTS_PER_DAY));
  for (const file of generateSampleTrail({ seed, eventCount, days })) yield fromSample(file);
}

/** One object that is denied, one that is not there, beside one that is; and a message that cannot be read. */
function hopelessAnnouncements(denied: DeliveredFile, bucket: string): Announcement[] {
  const [neighbour] = oddFiles(-1).filter(({ entry }) => entry.status === 'indexed');
  return [
    announcementOf([denied], bucket),
    announcementOf([missingFile('missing'), ...(neighbour === undefined ? [] : [neighbour])], bucket),
    { message: 'neither JSON nor any word of CloudTrail', files: [] },
  ];
}
