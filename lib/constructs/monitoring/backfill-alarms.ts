/**
 * Alarms on the scheduled look for missed log files: that it is started, and that its time is enough. That it ended well
 * is for the alarms on the function.
 *
 * None is on its silence: a new stack has been silent for ever, and would ring until its first run. A schedule that
 * somebody turned off is therefore seen in the log alone.
 */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { backfillMetric } from './function-metrics.ts';
import type { AlarmDefinition } from './runbook-alarm.ts';
import { failedStarts } from './schedule-metric.ts';

export interface WatchedBackfill {
  readonly function: IFunction;
  /** Starts the function. */
  readonly schedule: Pick<IRule, 'ruleName'>;
}

/** The schedule may be as slow as one run a day; two days, because a run takes its time. */
const DAYS = 2;

export function backfillAlarms(backfill: WatchedBackfill): AlarmDefinition[] {
  return [
    {
      section: 'backfill-incomplete',
      says: 'No look for missed log files of the last two days got through all folders of the trail bucket.',
      metric: backfillMetric(backfill.function, 'foldersLeft', {
        period: Duration.days(1),
        statistic: Stats.MINIMUM,
      }),
      periods: DAYS,
      isState: true,
    },
    {
      section: 'backfill-not-started',
      says: 'EventBridge could not start the look for missed log files.',
      metric: failedStarts(backfill.schedule),
      isState: false,
    },
  ];
}
