/**
 * The metrics that the ingest function publishes, as alarms and dashboard read them: those of this stack's function,
 * whatever other traildex stacks the account has.
 */
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  FUNCTION_DIMENSION,
  INGEST_SERVICE,
  METRIC,
  METRIC_NAMESPACE,
  SERVICE_DIMENSION,
} from '../../lambdas/ingest/metric-names.ts';

export function ingestMetric(ingest: IFunction, name: keyof typeof METRIC, options: MetricOptions): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: METRIC[name],
    dimensionsMap: { [SERVICE_DIMENSION]: INGEST_SERVICE, [FUNCTION_DIMENSION]: ingest.functionName },
    statistic: Stats.SUM,
    ...options,
  });
}
