/**
 * The metrics that the functions publish, as alarms and dashboard read them: those of this stack's functions, whatever
 * other traildex stacks the account has.
 */
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { BACKFILL_METRIC, BACKFILL_SERVICE } from '../../../lambdas/backfill/metric-names.ts';
import { INGEST_SERVICE, METRIC } from '../../../lambdas/ingest/metric-names.ts';
import {
  FUNCTION_DIMENSION,
  METRIC_NAMESPACE,
  SERVICE_DIMENSION,
} from '../../../lambdas/metrics/metric-space.ts';
import { VERIFY_METRIC, VERIFY_SERVICE } from '../../../lambdas/verify/metric-names.ts';

export function ingestMetric(ingest: IFunction, name: keyof typeof METRIC, options: MetricOptions): Metric {
  return functionMetric(ingest, INGEST_SERVICE, { metricName: METRIC[name], ...options });
}

export function backfillMetric(
  backfill: IFunction,
  name: keyof typeof BACKFILL_METRIC,
  options: MetricOptions,
): Metric {
  return functionMetric(backfill, BACKFILL_SERVICE, { metricName: BACKFILL_METRIC[name], ...options });
}

export function verifyMetric(
  verify: IFunction,
  name: keyof typeof VERIFY_METRIC,
  options: MetricOptions,
): Metric {
  return functionMetric(verify, VERIFY_SERVICE, { metricName: VERIFY_METRIC[name], ...options });
}

function functionMetric(
  fn: IFunction,
  service: string,
  options: MetricOptions & { readonly metricName: string },
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    dimensionsMap: { [SERVICE_DIMENSION]: service, [FUNCTION_DIMENSION]: fn.functionName },
    statistic: Stats.SUM,
    ...options,
  });
}
