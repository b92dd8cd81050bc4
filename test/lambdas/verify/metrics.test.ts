import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it } from 'vitest';
import { METRIC_NAMESPACE } from '../../../lambdas/metrics/metric-space.ts';
import { VERIFY_SERVICE } from '../../../lambdas/verify/metric-names.ts';
import { publishRun } from '../../../lambdas/verify/metrics.ts';
import { VerifyRun } from '../../../lambdas/verify/verify-run.ts';
import type { FaultCode, HourState, RegionReport } from '../../../lib/audit/verify/report.ts';
import { faultOf, hourOf, keyOf, reportOf } from './reports.ts';

/** Metrics that keep what they publish instead of printing it. */
class KeptMetrics extends Metrics {
  readonly published: ReturnType<Metrics['serializeMetrics']>[] = [];

  override publishStoredMetrics() {
    this.published.push(this.serializeMetrics());
    return this;
  }
}

function published(reports: readonly RegionReport[], announced = 0) {
  const metrics = new KeptMetrics({ namespace: METRIC_NAMESPACE, serviceName: VERIFY_SERVICE });
  const run = new VerifyRun();
  for (const report of reports) run.addRegion(report);
  run.addAnnounced(announced);
  publishRun(metrics, run, 'Audit-Verify-1');
  const [document] = metrics.published;
  if (document === undefined || metrics.published.length > 1) throw new Error('not one document');
  const { _aws: aws, ...values } = document;
  return { directive: aws.CloudWatchMetrics[0], values };
}

const hours = (...states: HourState[]) =>
  states.map((state, hour) => hourOf(`2026-03-17T${String(hour).padStart(2, '0')}`, state));

describe('the metrics of a verification', () => {
  it('are there when they are zero, too', () => {
    expect(
      published([reportOf('eu-west-1', { hours: hours('proven', 'silent', 'awaited') })]).values,
    ).toEqual({
      service: 'verify',
      FunctionName: 'Audit-Verify-1',
      CoveragePercent: 100,
      VerifyFaults: 0,
      VerifyLogFilesNotIndexed: 0,
      VerifyDigestsOverdue: 0,
      VerifyHoursNotCovered: 0,
      VerifyLogFilesAnnounced: 0,
      VerifyHours: 3,
    });
  });

  it('are added up over the regions', () => {
    const codes: FaultCode[] = [
      'log-file-hash',
      'digest-not-found',
      'digest-key-not-found',
      'not-in-index',
      'digest-overdue',
    ];
    const faults = codes.map((code) => faultOf(code, keyOf(code)));
    const reports = [
      reportOf('eu-west-1', { hours: hours('altered', 'missing', 'unproven', 'proven'), faults }),
      reportOf('us-east-1', {
        hours: [
          ...hours('overdue', 'not-covered', 'awaited', 'expired'),
          hourOf('2026-03-17T10', 'not-indexed', { notIndexed: 7 }),
        ],
        faults: [faultOf('digest-overdue', undefined), faultOf('no-digest', undefined)],
      }),
    ];
    expect(published(reports, 6).values).toMatchObject({
      CoveragePercent: (100 * 1) / 7,
      VerifyFaults: 3,
      VerifyLogFilesNotIndexed: 7,
      VerifyDigestsOverdue: 2,
      VerifyHoursNotCovered: 1,
      VerifyLogFilesAnnounced: 6,
      VerifyHours: 9,
    });
  });

  it('say nothing of the coverage where no region was verified', () => {
    const { values } = published([]);
    expect(values).not.toHaveProperty('CoveragePercent');
    expect(values).toMatchObject({ VerifyHours: 0 });
  });

  it('have no dimension for account or region', () => {
    const { directive } = published([reportOf('eu-west-1')]);
    expect(directive?.Namespace).toBe('traildex');
    expect(directive?.Dimensions).toEqual([['service', 'FunctionName']]);
  });
});
