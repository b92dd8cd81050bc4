/** How a tally becomes the function's metrics. */
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC } from './metric-names.ts';
import type { Tally } from './tally.ts';

export function publishTally(metrics: Metrics, tally: Tally): void {
  const counts: [string, number][] = [
    [METRIC.recordsIn, tally.records],
    [METRIC.recordsIndexed, tally.indexedRecords],
    [METRIC.recordsRejected, tally.rejectedRecords],
    [METRIC.recordsExpired, tally.expiredRecords],
    [METRIC.filesIndexed, tally.indexedFiles],
    [METRIC.filesRejected, tally.rejectedFiles],
    [METRIC.filesRetried, tally.retriedFiles],
    [METRIC.foreignObjects, tally.foreign],
  ];
  for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
  // One worst value an invocation: an EMF document holds at most 100 values of a metric.
  if (tally.lagsMs.length > 0)
    metrics.addMetric(METRIC.indexLag, MetricUnit.Milliseconds, Math.max(...tally.lagsMs));
  metrics.publishStoredMetrics();
}
