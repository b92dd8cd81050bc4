import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it } from 'vitest';
import { publishTally } from '../../../lambdas/ingest/metrics.ts';
import { Tally } from '../../../lambdas/ingest/tally.ts';

/** Metrics that keep what they publish instead of printing it. */
class KeptMetrics extends Metrics {
  readonly published: ReturnType<Metrics['serializeMetrics']>[] = [];

  override publishStoredMetrics() {
    this.published.push(this.serializeMetrics());
    this.clearMetrics();
    this.clearDimensions();
    return this;
  }
}

function published(tally: Tally) {
  const metrics = new KeptMetrics({ namespace: 'traildex', serviceName: 'ingest' });
  publishTally(metrics, tally, 'Audit-Ingest-1');
  const [document] = metrics.published;
  if (document === undefined || metrics.published.length > 1) throw new Error('not one document');
  const { _aws: aws, ...values } = document;
  return { directive: aws.CloudWatchMetrics[0], values };
}

describe('the metrics of an invocation', () => {
  it('are there for every count, also where it is zero, and for no lag that was not measured', () => {
    expect(published(new Tally()).values).toEqual({
      service: 'ingest',
      FunctionName: 'Audit-Ingest-1',
      RecordsIn: 0,
      RecordsIndexed: 0,
      RecordsRejected: 0,
      RecordsExpired: 0,
      LogFilesIndexed: 0,
      LogFilesRejected: 0,
      LogFilesRetried: 0,
      ForeignObjects: 0,
      DigestsRecorded: 0,
      MessagesIgnored: 0,
      MessagesUnreadable: 0,
    });
  });

  it('carry what the tally holds', () => {
    const tally = Object.assign(new Tally(), {
      records: 10,
      indexedRecords: 7,
      rejectedRecords: 2,
      expiredRecords: 1,
      indexedFiles: 3,
      rejectedFiles: 4,
      retriedFiles: 5,
      foreign: 6,
      digests: 11,
      ignored: 12,
      unreadableMessages: 13,
      indexLagSeconds: 90,
      eventLagSeconds: 400,
    });
    expect(published(tally).values).toMatchObject({
      RecordsIn: 10,
      RecordsIndexed: 7,
      RecordsRejected: 2,
      RecordsExpired: 1,
      LogFilesIndexed: 3,
      LogFilesRejected: 4,
      LogFilesRetried: 5,
      ForeignObjects: 6,
      DigestsRecorded: 11,
      MessagesIgnored: 12,
      MessagesUnreadable: 13,
      IndexLag: 90,
      EventLag: 400,
    });
  });

  it('are told apart by function, and in seconds where they are times', () => {
    const { directive } = published(Object.assign(new Tally(), { indexLagSeconds: 90 }));
    expect(directive?.Namespace).toBe('traildex');
    expect(directive?.Dimensions).toEqual([['service', 'FunctionName']]);
    expect(directive?.Metrics).toContainEqual({ Name: 'IndexLag', Unit: 'Seconds' });
    expect(directive?.Metrics).toContainEqual({ Name: 'RecordsIn', Unit: 'Count' });
  });
});
