/**
 * The verify function's entry: environment, clients, time, Powertools. What it does is verify-account.ts.
 *
 * Takes messages of the planner, one account each, one at a time. A failure is thrown, so that the message comes again and
 * goes on where it was left; so does running out of time, before Lambda would end it in the middle.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSEvent } from 'aws-lambda';
import { findPlaces } from '../../lib/audit/verify/places.ts';
import { verify } from '../../lib/audit/verify/verify.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { connectVerifyStores } from '../../lib/aws/verify-stores.ts';
import { createPacer } from '../../lib/operations/pacer.ts';
import { FILES_PER_SECOND } from '../../lib/operations/ports.ts';
import { METRIC_NAMESPACE } from '../metrics/metric-space.ts';
import { readVerifySettings } from './env.ts';
import { FaultLog } from './fault-log.ts';
import { VERIFY_SERVICE } from './metric-names.ts';
import { publishRun } from './metrics.ts';
import { announceMissed } from './repair.ts';
import { type VerifyAccountContext, verifyAccount } from './verify-account.ts';
import { parseVerifyMessage } from './verify-message.ts';
import { VerifyRun } from './verify-run.ts';

/** For requests under way when the time is up, with all tries of the SDK. */
const RESERVED_MS = 60_000;

/** Keys in a line of the log: CloudWatch cuts one of some thousands. */
const MOST_NAMED = 50;

const settings = readVerifySettings(process.env);
const logger = new Logger({ serviceName: 'traildex' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: VERIFY_SERVICE });
const stores = connectVerifyStores(settings);

export async function handler(event: SQSEvent, lambda: Context): Promise<void> {
  for (const { body } of event.Records) await verifyMessage(body, lambda);
}

async function verifyMessage(body: string, lambda: Context): Promise<void> {
  const message = parseVerifyMessage(body);
  const run = new VerifyRun();
  const faults = new FaultLog(logger);
  const signal = AbortSignal.timeout(Math.max(0, lambda.getRemainingTimeInMillis() - RESERVED_MS));
  try {
    await verifyAccount(message, openContext(run, faults, signal));
    logger.info('Account verified', {
      accountId: message.accountId,
      announced: run.announced,
      ...run.totals(),
    });
  } catch (error) {
    throw signal.aborted ? outOfTime(message.accountId, error) : error;
  } finally {
    faults.end();
    publishRun(metrics, run, lambda.functionName);
  }
}

function outOfTime(accountId: string, cause: unknown): Error {
  const problem = `The time was too short for all regions of account ${accountId}. The message comes again, for those that are left.`;
  return new Error(problem, { cause });
}

function openContext(run: VerifyRun, faults: FaultLog, signal: AbortSignal): VerifyAccountContext {
  const { keyPrefix, organizationId, retention, trailBucket } = settings;
  const { coverage, topic, entries } = stores;
  const verifying = stores.verifyStores();
  const foldersOf = (accountId: string) => ({ keyPrefix, organizationId, accountIds: [accountId] });
  const pace = createPacer(FILES_PER_SECOND, OPERATION_CLOCK);
  return {
    coverage,
    run,
    faults,
    log: logger,
    now: () => new Date(),
    async findRegions({ accountId, ...window }) {
      const places = await findPlaces({ folders: foldersOf(accountId), window }, verifying);
      return places.map(({ region }) => region);
    },
    verify: ({ accountId, from, until }, regions) =>
      verify(
        {
          folders: foldersOf(accountId),
          regions,
          window: { from, until },
          now: new Date(),
          isLive: true,
          bucket: trailBucket,
          retention,
        },
        { ...verifying, signal },
      ),
    async repair(report, limit) {
      if (topic === undefined) return 0;
      const keys = await announceMissed(report, limit, { entries, topic, pace, signal, now: new Date() });
      if (keys.length > 0) {
        const { accountId, region } = report;
        const named = keys.slice(0, MOST_NAMED);
        logger.info('Log files announced', { accountId, region, files: keys.length, keys: named });
      }
      return keys.length;
    },
  };
}
