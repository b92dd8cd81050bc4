/**
 * The backfill function's entry, invoked by a schedule: environment, clients, time, Powertools. What it does is
 * lib/operations/backfill/backfill.ts.
 *
 * Stops by itself before Lambda would end it, and says how far it got. A run that fails is tried again by Lambda; whatever
 * the outcome, the next one covers the same days.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { firstOfLastDays } from '../../lib/audit/delivery-days.ts';
import { connectBackfillStores } from '../../lib/aws/backfill-stores.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { backfill } from '../../lib/operations/backfill/backfill.ts';
import type { BackfillSummary } from '../../lib/operations/backfill/backfill-progress.ts';
import { METRIC_NAMESPACE } from '../metrics/metric-space.ts';
import { readBackfillSettings } from './env.ts';
import { BACKFILL_SERVICE } from './metric-names.ts';
import { publishSummary } from './metrics.ts';

/** For requests under way when the time is up, with all tries of the SDK. */
const RESERVED_MS = 60_000;

const settings = readBackfillSettings(process.env);
const logger = new Logger({ serviceName: 'traildex' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: BACKFILL_SERVICE });
const stores = connectBackfillStores(settings);

export async function handler(_event: unknown, lambda: Context): Promise<void> {
  const now = new Date();
  const { keyPrefix, organizationId, accountIds, lookBackDays } = settings;
  const firstDay = firstOfLastDays(lookBackDays, now);
  const summary = await backfill(
    { now, firstDay, keyPrefix, organizationId, accountIds },
    {
      ...stores,
      clock: OPERATION_CLOCK,
      signal: AbortSignal.timeout(Math.max(0, lambda.getRemainingTimeInMillis() - RESERVED_MS)),
      onAnnounced: (files) =>
        logger.info('Log files announced', { files: files.map(({ key, reason }) => ({ key, reason })) }),
    },
  );
  publishSummary(metrics, summary, lambda.functionName);
  logOutcome(firstDay, summary);
}

function logOutcome(firstDay: string, summary: BackfillSummary): void {
  const outcome = { firstDay, ...summary };
  if (summary.end === 'interrupted') logger.warn('Backfill stopped for want of time', outcome);
  else if (summary.folders === 0)
    logger.warn('Backfill found no folder of CloudTrail in the bucket', outcome);
  else logger.info('Backfill done', outcome);
}
