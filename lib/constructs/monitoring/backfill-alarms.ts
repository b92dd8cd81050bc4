/**
 * Alarms on the scheduled look for missed log files: that it happens, and that its time is enough.
 *
 * Periods are days, because the schedule may be as slow as one run a day; two of them, because a run takes its time.
 */
import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { backfillMetric } from './function-metrics.ts';
import type { AlarmDefinition } from './runbook-alarm.ts';

const PERIOD = Duration.days(1);
const DAYS = 2;

export function backfillAlarms(backfill: IFunction): AlarmDefinition[] {
  return [
    {
      section: 'backfill-incomplete',
      says: 'No look for missed log files of the last two days got through all folders of the trail bucket.',
      metric: backfillMetric(backfill, 'foldersLeft', { period: PERIOD, statistic: Stats.MINIMUM }),
      periods: DAYS,
      isState: true,
    },
    {
      section: 'backfill-silent',
      says: 'For two days no look for missed log files has come to its end.',
      metric: backfillMetric(backfill, 'objectsListed', { period: PERIOD, statistic: Stats.SAMPLE_COUNT }),
      below: 1,
      periods: DAYS,
      missingData: TreatMissingData.BREACHING,
      isState: true,
    },
  ];
}
