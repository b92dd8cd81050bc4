/**
 * Alarms on a function as Lambda sees it. A message that fails is no error to Lambda, only an invocation that dies is.
 *
 * One death counts, because what it held comes again after half an hour and may kill the next invocation too; one throttle
 * does not, because waiting is what the queue is for.
 */
import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AlarmDefinition } from './runbook-alarm.ts';

export function functionAlarms(subject: string, fn: IFunction): AlarmDefinition[] {
  return [
    {
      section: 'function-errors',
      subject,
      says: `An invocation of the ${subject} function failed: out of memory or time, or not started.`,
      metric: fn.metricErrors({ period: Duration.minutes(5) }),
      isState: false,
    },
    {
      section: 'function-throttles',
      subject,
      says: `For a quarter of an hour Lambda has refused invocations of the ${subject} function.`,
      metric: fn.metricThrottles({ period: Duration.minutes(5) }),
      periods: 3,
      isState: true,
    },
  ];
}
