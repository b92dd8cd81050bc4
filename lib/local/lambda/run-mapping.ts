/** One event source mapping of the template with its function: queue, pollers, processes, log. */
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DeclaredMapping } from '../declared-function.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import { openFunctionPool } from './function-pool.ts';
import type { FunctionPlace } from './function-process.ts';

/** Bounds on what the template asks for, for a person who waits. */
export interface Pace {
  /** Failed messages come again after this. @default 2,000 */
  readonly redeliverAfterMs: number;
  /** A batch waits at most this long for more. @default 250 */
  readonly batchingWindowMs: number;
  /** Function processes at once. @default 2 */
  readonly concurrency: number;
  /** How long closing waits for invocations at hand. @default 3,000 */
  readonly stopGraceMs: number;
}

export interface RunMappingOptions {
  readonly mapping: DeclaredMapping;
  readonly pace: Pace;
  readonly servicesEndpoint: string;
  readonly logDirectory: string;
  readonly place: Omit<FunctionPlace, 'log'>;
  readonly log?: ((line: string) => void) | undefined;
}

/** Time for the last invocations to be settled once their process was killed. */
const SETTLE_MS = 1_000;

export async function runMapping(options: RunMappingOptions): Promise<{ stop(): Promise<void> }> {
  const { mapping, pace, place, log } = options;
  const pool = await openFunctionPool({
    function: mapping.function,
    place,
    logDirectory: options.logDirectory,
  });
  const client = new SQSClient({
    endpoint: options.servicesEndpoint,
    region: place.region,
    credentials: place.credentials,
  });
  const running = startEventSourceMapping({
    client,
    pool,
    queueUrl: `${options.servicesEndpoint}/${place.accountId}/${mapping.queueName}`,
    queueArn: mapping.queueArn,
    region: place.region,
    batchSize: mapping.batchSize,
    batchingWindowMs: Math.min(mapping.batchingWindowMs, pace.batchingWindowMs),
    maximumConcurrency: Math.min(mapping.maximumConcurrency ?? pace.concurrency, pace.concurrency),
    reportsBatchItemFailures: mapping.reportsBatchItemFailures,
    redeliverAfterMs: pace.redeliverAfterMs,
    ...(log === undefined ? {} : { log }),
  });
  return {
    async stop() {
      await running.stop(pace.stopGraceMs);
      await pool.stop();
      await running.stop(SETTLE_MS);
      client.destroy();
    },
  };
}
