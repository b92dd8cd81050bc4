/**
 * How a tally becomes the function's metrics, in one EMF document an invocation.
 *
 * Counts are published when they are zero too: the alarm that holds records against outcomes subtracts them, and a
 * missing one would leave it without a value. Lags are not: where no fresh file was indexed, there is none.
 */
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { FUNCTION_DIMENSION } from '../metrics/metric-space.ts';
import { METRIC } from './metric-names.ts';
import type { Tally } from './tally.ts';

export function publishTally(metrics: Metrics, tally: Tally, functionName: string): void {
  const counts: [string, number][] = [
    [METRIC.recordsIn, tally.records],
    [METRIC.recordsIndexed, tally.indexedRecords],
    [METRIC.recordsRejected, tally.rejectedRecords],
    [METRIC.recordsExpired, tally.expiredRecords],
    [METRIC.filesIndexed, tally.indexedFiles],
    [METRIC.filesRejected, tally.rejectedFiles],
    [METRIC.filesRetried, tally.retriedFiles],
    [METRIC.foreignObjects, tally.foreign],
    [METRIC.digestsRecorded, tally.digests],
    [METRIC.messagesIgnored, tally.ignored],
    [METRIC.messagesUnreadable, tally.unreadableMessages],
  ];
  const lags: [string, number | undefined][] = [
    [METRIC.indexLag, tally.indexLagSeconds],
    [METRIC.eventLag, tally.eventLagSeconds],
  ];
  metrics.addDimension(FUNCTION_DIMENSION, functionName);
  for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
  for (const [name, value] of lags) {
    if (value !== undefined) metrics.addMetric(name, MetricUnit.Seconds, value);
  }
  metrics.publishStoredMetrics();
}
