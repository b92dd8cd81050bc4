/**
 * The verify-plan function's entry, invoked by a schedule: environment, clients, Powertools. What it does is plan.ts.
 *
 * A failure is thrown, so that Lambda tries again; accounts that were asked for twice are verified once, or twice.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { connectVerifyPlanStores } from '../../lib/aws/verify-plan-stores.ts';
import { FUNCTION_DIMENSION, METRIC_NAMESPACE } from '../metrics/metric-space.ts';
import { readVerifyPlanSettings } from './env.ts';
import { VERIFY_PLAN_METRIC, VERIFY_PLAN_SERVICE } from './metric-names.ts';
import { planVerification } from './plan.ts';

const settings = readVerifyPlanSettings(process.env);
const logger = new Logger({ serviceName: 'traildex' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: VERIFY_PLAN_SERVICE });
const stores = connectVerifyPlanStores(settings);

export async function handler(_event: unknown, lambda: Context): Promise<void> {
  const { keyPrefix, organizationId, accountIds } = settings;
  const context = { ...stores, wait: (ms: number) => wait(ms) };
  const planned = await planVerification({ keyPrefix, organizationId, accountIds }, new Date(), context);
  if (planned.length === 0) logger.warn('The bucket has no folder of CloudTrail: nothing is verified');
  else logger.info('Verification planned', { accounts: planned.length });
  metrics.addDimension(FUNCTION_DIMENSION, lambda.functionName);
  metrics.addMetric(VERIFY_PLAN_METRIC.accountsPlanned, MetricUnit.Count, planned.length);
  metrics.publishStoredMetrics();
}
