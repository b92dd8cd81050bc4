/** Alarms on what the ingest function says of its own work: what it could not index, and how late it is. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AlarmSettings } from '../../config/sections/alarms.ts';
import { ingestMetric } from './function-metrics.ts';
import type { AlarmDefinition } from './runbook-alarm.ts';

const PERIOD = Duration.minutes(5);

export function ingestAlarms(ingest: IFunction, { indexLagMinutes }: AlarmSettings): AlarmDefinition[] {
  return [
    {
      section: 'log-files-rejected',
      says: 'A log file cannot be read, none of its events can be found.',
      metric: ingestMetric(ingest, 'filesRejected', { period: PERIOD }),
      isState: false,
    },
    {
      section: 'records-rejected',
      says: 'Records of a log file are no events that can be indexed; the rest of the file is in the index.',
      metric: ingestMetric(ingest, 'recordsRejected', { period: PERIOD }),
      isState: false,
    },
    {
      section: 'records-unaccounted',
      says: 'More or fewer records were read than were indexed, rejected or expired. This is a fault of traildex.',
      metric: unaccountedRecords(ingest),
      isState: false,
    },
    {
      section: 'log-files-held-up',
      says: 'In three of the last six hours log files had to be tried again.',
      metric: ingestMetric(ingest, 'filesRetried', { period: Duration.hours(1) }),
      // Not in a row: a file that fails again and again waits up to two hours between its tries.
      periods: 3,
      ofPeriods: 6,
      isState: true,
    },
    {
      section: 'index-lag',
      says: `A log file was in the index only more than ${indexLagMinutes} minutes after its delivery.`,
      metric: ingestMetric(ingest, 'indexLag', { period: Duration.minutes(15), statistic: Stats.MAXIMUM }),
      above: Duration.minutes(indexLagMinutes).toSeconds(),
      // A quarter of an hour without a log file proves nothing: the alarm ends with the first one that is in time.
      missingData: TreatMissingData.IGNORE,
      isState: true,
    },
    {
      section: 'foreign-objects',
      says: "Notifications named objects that are not the trail's. They were not read.",
      metric: ingestMetric(ingest, 'foreignObjects', { period: PERIOD }),
      isState: false,
    },
  ];
}

/** All four are published together, so none is ever missing where another is there. */
function unaccountedRecords(ingest: IFunction): MathExpression {
  return new MathExpression({
    expression: 'ABS(read - (indexed + rejected + expired))',
    label: 'records unaccounted for',
    period: PERIOD,
    usingMetrics: {
      read: ingestMetric(ingest, 'recordsIn', {}),
      indexed: ingestMetric(ingest, 'recordsIndexed', {}),
      rejected: ingestMetric(ingest, 'recordsRejected', {}),
      expired: ingestMetric(ingest, 'recordsExpired', {}),
    },
  });
}
