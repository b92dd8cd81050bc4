/**
 * How the summary of a run becomes the function's metrics, in one EMF document.
 *
 * Counts are published when they are zero too: no metric at all then means that no run has come to its end.
 */
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { BackfillSummary } from '../../lib/operations/backfill/backfill-progress.ts';
import { FUNCTION_DIMENSION } from '../metrics/metric-space.ts';
import { BACKFILL_METRIC } from './metric-names.ts';

export function publishSummary(metrics: Metrics, summary: BackfillSummary, functionName: string): void {
  const counts: [string, number][] = [
    [BACKFILL_METRIC.objectsListed, summary.listed],
    [BACKFILL_METRIC.logFilesAnnounced, summary.announcedLogFiles],
    [BACKFILL_METRIC.digestsAnnounced, summary.announcedDigests],
    [BACKFILL_METRIC.foldersLeft, summary.folders - summary.foldersDone],
  ];
  metrics.addDimension(FUNCTION_DIMENSION, functionName);
  for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
