import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it } from 'vitest';
import { BACKFILL_SERVICE } from '../../../lambdas/backfill/metric-names.ts';
import { publishSummary } from '../../../lambdas/backfill/metrics.ts';
import { METRIC_NAMESPACE } from '../../../lambdas/metrics/metric-space.ts';
import type { BackfillSummary } from '../../../lib/operations/backfill/backfill-progress.ts';

const NOTHING: BackfillSummary = {
  end: 'done',
  newestUnfinishedDay: undefined,
  folders: 34,
  foldersDone: 34,
  listed: 0,
  announcedLogFiles: 0,
  announcedDigests: 0,
  announced: { missing: 0, replaced: 0, stalled: 0, retried: 0, outdated: 0, reread: 0 },
  skipped: { done: 0, pending: 0, rejected: 0, fresh: 0, archived: 0, foreign: 0 },
};

/** Metrics that keep what they publish instead of printing it. */
class KeptMetrics extends Metrics {
  readonly published: ReturnType<Metrics['serializeMetrics']>[] = [];

  override publishStoredMetrics() {
    this.published.push(this.serializeMetrics());
    return this;
  }
}

function published(summary: BackfillSummary) {
  const metrics = new KeptMetrics({ namespace: METRIC_NAMESPACE, serviceName: BACKFILL_SERVICE });
  publishSummary(metrics, summary, 'Audit-Backfill-1');
  const [document] = metrics.published;
  if (document === undefined || metrics.published.length > 1) throw new Error('not one document');
  const { _aws: aws, ...values } = document;
  return { directive: aws.CloudWatchMetrics[0], values };
}

describe('the metrics of a run', () => {
  it('are there when they are zero, too', () => {
    expect(published(NOTHING).values).toEqual({
      service: 'backfill',
      FunctionName: 'Audit-Backfill-1',
      BackfillObjectsListed: 0,
      BackfillLogFilesAnnounced: 0,
      BackfillDigestsAnnounced: 0,
      BackfillFoldersLeft: 0,
    });
  });

  it('tell log files from digests, and how many folders were left', () => {
    const summary = { ...NOTHING, foldersDone: 30, listed: 500, announcedLogFiles: 7, announcedDigests: 3 };
    expect(published(summary).values).toMatchObject({
      BackfillObjectsListed: 500,
      BackfillLogFilesAnnounced: 7,
      BackfillDigestsAnnounced: 3,
      BackfillFoldersLeft: 4,
    });
  });

  it('stand beside those of the ingest function', () => {
    const { directive } = published(NOTHING);
    expect(directive?.Namespace).toBe('traildex');
    expect(directive?.Dimensions).toEqual([['service', 'FunctionName']]);
  });
});
