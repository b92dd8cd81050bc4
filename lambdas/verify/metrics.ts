/**
 * How a verification becomes the function's metrics, in one EMF document, with no dimension for account or region: a
 * thousand accounts would be a thousand metrics, and each is paid for.
 *
 * Counts are published when they are zero too: no metric at all then means that nothing was verified. The coverage of no
 * hour is left out: it is none.
 */
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { FaultState } from '../../lib/audit/verify/report.ts';
import { coveragePercent } from '../../lib/audit/verify/totals.ts';
import { FUNCTION_DIMENSION } from '../metrics/metric-space.ts';
import { VERIFY_METRIC } from './metric-names.ts';
import type { VerifyRun } from './verify-run.ts';

/** What speaks against the evidence itself, not against the index or the clock. */
const INTEGRITY_FAULTS: readonly FaultState[] = ['altered', 'missing', 'unproven'];

export function publishRun(metrics: Metrics, run: VerifyRun, functionName: string): void {
  const { hours, files, faults } = run.totals();
  const counts: [string, number][] = [
    [VERIFY_METRIC.faults, INTEGRITY_FAULTS.reduce((sum, state) => sum + (faults[state] ?? 0), 0)],
    [VERIFY_METRIC.logFilesNotIndexed, files.notIndexed],
    [VERIFY_METRIC.digestsOverdue, faults.overdue ?? 0],
    [VERIFY_METRIC.hoursNotCovered, hours['not-covered']],
    [VERIFY_METRIC.logFilesAnnounced, run.announced],
    [VERIFY_METRIC.hours, Object.values(hours).reduce((sum, count) => sum + count, 0)],
  ];
  metrics.addDimension(FUNCTION_DIMENSION, functionName);
  for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
  const coverage = coveragePercent(hours);
  if (coverage !== undefined) metrics.addMetric(VERIFY_METRIC.coveragePercent, MetricUnit.Percent, coverage);
  metrics.publishStoredMetrics();
}
