/**
 * Alarms on the scheduled verification: what it found, and that it was made.
 *
 * What it found stands until it finds otherwise: between two runs nothing is published, and silence is no proof. A run
 * counts every account for itself, so that its values spread over the minutes in which they are verified; an hour gathers
 * them. Coverage is given time, because a log file that is just being indexed is not in the index; faults are not.
 */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { verifyMetric } from './function-metrics.ts';
import type { AlarmDefinition } from './runbook-alarm.ts';
import { failedStarts } from './schedule-metric.ts';

export interface WatchedVerification {
  readonly function: IFunction;
  readonly planFunction: IFunction;
  /** Starts the plan. */
  readonly schedule: Pick<IRule, 'ruleName'>;
  /** Accounts whose verification was given up. */
  readonly deadLetterQueue: Pick<IQueue, 'metricApproximateNumberOfMessagesVisible'>;
  /** Hours between two runs. */
  readonly everyHours: number;
}

/** What is in the bucket is announced by the first run, and in the index by the next. */
const HOURS_TO_MEND = 12;
const LEAST_RUNS = 2;

export function verifyAlarms(verification: WatchedVerification): AlarmDefinition[] {
  const { function: verify, schedule, deadLetterQueue } = verification;
  return [
    {
      section: 'integrity-fault',
      says: 'Log files or digests of the last day were altered, are gone, or cannot be proven.',
      metric: verifyMetric(verify, 'faults', { period: Duration.hours(1) }),
      missingData: TreatMissingData.IGNORE,
      isState: false,
    },
    coverageIncomplete(verification),
    {
      section: 'digest-overdue',
      says: 'A digest that CloudTrail delivers every hour is not there.',
      metric: verifyMetric(verify, 'digestsOverdue', { period: Duration.hours(1) }),
      missingData: TreatMissingData.IGNORE,
      isState: true,
    },
    {
      section: 'verify-not-done',
      says: 'The verification of an account failed three times and was given up.',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      isState: true,
    },
    {
      section: 'verify-not-started',
      says: 'EventBridge could not start the verification of the last day.',
      metric: failedStarts(schedule),
      isState: false,
    },
  ];
}

/** In hours and not in runs, and in two runs at least: the one in between has had its time. */
function coverageIncomplete({ function: verify, everyHours }: WatchedVerification): AlarmDefinition {
  const runs = Math.max(LEAST_RUNS, Math.ceil(HOURS_TO_MEND / everyHours));
  return {
    section: 'coverage-incomplete',
    says: `For ${runs * everyHours} hours every verification has found hours of the last day that are not proven.`,
    metric: new MathExpression({
      expression: '100 - coverage',
      label: 'percent of hours not proven',
      period: Duration.hours(everyHours),
      usingMetrics: { coverage: verifyMetric(verify, 'coveragePercent', { statistic: Stats.MINIMUM }) },
    }),
    periods: runs,
    missingData: TreatMissingData.IGNORE,
    isState: true,
  };
}
