/**
 * The last day at one look, from top to bottom: does anything need a person, what was indexed and how late, what waits,
 * how the function and the tables bear it, what CloudTrail's digests prove of it, and which log files were refused.
 */
import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IAlarm,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FILE_REJECTED_MESSAGE } from '../../../lambdas/ingest/metric-names.ts';
import type { NotificationWay } from './delivery-alarms.ts';
import { ingestMetric, verifyMetric } from './function-metrics.ts';
import { type MeasuredTables, type ThroughputPart, tableMetric, throughputPartsOf } from './table-metrics.ts';

export interface DashboardProps {
  readonly alarms: readonly IAlarm[];
  readonly delivery: NotificationWay;
  readonly tables: MeasuredTables;
  readonly ingest: LambdaFunction;
  /** @default the stack has no scheduled verification */
  readonly verify?: IFunction | undefined;
}

const WIDTH = 24;
const HALF = { width: WIDTH / 2, height: 6 };
const PERIOD = Duration.minutes(5);
const AXIS_FROM_ZERO = { min: 0, showUnits: false };

export class Dashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, { alarms, delivery, tables, ingest, verify }: DashboardProps) {
    super(scope, id);
    const parts = throughputPartsOf(tables);
    // The region is part of the name because dashboards are the account's, not the region's.
    this.dashboardName = `${Stack.of(this).stackName}-${Aws.REGION}`;
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: this.dashboardName,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WIDTH, height: 5 })],
        [eventsPerHour(ingest), lag(ingest)],
        [waiting(delivery), invocations(ingest)],
        [writes(parts), throttles(parts)],
        ...(verify === undefined ? [] : [[coverage(verify), findings(verify)]]),
        [rejectedFiles(ingest)],
      ],
    });
  }
}

function eventsPerHour(ingest: LambdaFunction): IWidget {
  const perHour = (label: string): MetricOptions => ({ period: Duration.hours(1), label });
  return new GraphWidget({
    ...HALF,
    title: 'Records per hour',
    stacked: true,
    left: [
      ingestMetric(ingest, 'recordsIndexed', perHour('indexed')),
      ingestMetric(ingest, 'recordsExpired', perHour('expired')),
      ingestMetric(ingest, 'recordsRejected', perHour('rejected')),
    ],
    leftYAxis: AXIS_FROM_ZERO,
  });
}

function lag(ingest: LambdaFunction): IWidget {
  const worst = (label: string): MetricOptions => ({ period: PERIOD, statistic: Stats.MAXIMUM, label });
  return new GraphWidget({
    ...HALF,
    title: 'Seconds until an event can be found, at worst',
    left: [
      ingestMetric(ingest, 'eventLag', worst('from the event')),
      ingestMetric(ingest, 'indexLag', worst('from the delivery of its log file')),
    ],
    leftYAxis: AXIS_FROM_ZERO,
  });
}

function waiting({ queue, deadLetterQueue }: NotificationWay): IWidget {
  const highest = (label: string): MetricOptions => ({ period: PERIOD, statistic: Stats.MAXIMUM, label });
  return new GraphWidget({
    ...HALF,
    title: 'Notifications',
    left: [
      queue.metricApproximateNumberOfMessagesVisible(highest('waiting')),
      queue.metricApproximateNumberOfMessagesNotVisible(highest('being processed, or to be tried again')),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible(highest('set aside')),
    ],
    right: [queue.metricApproximateAgeOfOldestMessage(highest('seconds that the oldest waits'))],
    leftYAxis: AXIS_FROM_ZERO,
    rightYAxis: AXIS_FROM_ZERO,
  });
}

function invocations(ingest: LambdaFunction): IWidget {
  const named = (label: string): MetricOptions => ({ period: PERIOD, label });
  return new GraphWidget({
    ...HALF,
    title: 'Ingest function',
    left: [
      ingest.metricInvocations(named('invocations')),
      ingest.metricErrors(named('errors')),
      ingest.metricThrottles(named('throttles')),
      ingest.metric('ConcurrentExecutions', { ...named('at the same time'), statistic: Stats.MAXIMUM }),
    ],
    right: [ingest.metricDuration({ ...named('milliseconds, 99 of 100'), statistic: Stats.percentile(99) })],
    leftYAxis: AXIS_FROM_ZERO,
    rightYAxis: AXIS_FROM_ZERO,
  });
}

function writes(parts: readonly ThroughputPart[]): IWidget {
  return new GraphWidget({
    ...HALF,
    title: 'Write units in five minutes',
    left: parts.map((part) =>
      tableMetric(part, 'ConsumedWriteCapacityUnits', { period: PERIOD, label: part.name }),
    ),
    leftYAxis: AXIS_FROM_ZERO,
  });
}

function throttles(parts: readonly ThroughputPart[]): IWidget {
  return new GraphWidget({
    ...HALF,
    title: 'Requests that DynamoDB refused',
    left: parts.flatMap((part) => [
      tableMetric(part, 'WriteThrottleEvents', { period: PERIOD, label: `${part.name} writes` }),
      tableMetric(part, 'ReadThrottleEvents', { period: PERIOD, label: `${part.name} reads` }),
    ]),
    leftYAxis: AXIS_FROM_ZERO,
  });
}

/** The worst account of each hour; nothing between two verifications. */
function coverage(verify: IFunction): IWidget {
  return new GraphWidget({
    ...HALF,
    title: 'Hours proven of the last day, in percent, at worst',
    left: [
      verifyMetric(verify, 'coveragePercent', {
        period: Duration.hours(1),
        statistic: Stats.MINIMUM,
        label: 'proven or silent',
      }),
    ],
    leftYAxis: { ...AXIS_FROM_ZERO, max: 100 },
  });
}

function findings(verify: IFunction): IWidget {
  const perHour = (label: string): MetricOptions => ({ period: Duration.hours(1), label });
  return new GraphWidget({
    ...HALF,
    title: 'What verifications found',
    left: [
      verifyMetric(verify, 'faults', perHour('altered, missing or unproven')),
      verifyMetric(verify, 'logFilesNotIndexed', perHour('log files not in the index')),
      verifyMetric(verify, 'logFilesAnnounced', perHour('of these announced')),
      verifyMetric(verify, 'digestsOverdue', perHour('digests overdue')),
      verifyMetric(verify, 'hoursNotCovered', perHour('hours not covered')),
    ],
    leftYAxis: AXIS_FROM_ZERO,
  });
}

function rejectedFiles(ingest: LambdaFunction): IWidget {
  return new LogQueryWidget({
    title: 'Newest rejected log files',
    logGroupNames: [ingest.logGroup.logGroupName],
    view: LogQueryVisualizationType.TABLE,
    queryLines: [
      'fields @timestamp, key, reason',
      `filter message = "${FILE_REJECTED_MESSAGE}"`,
      'sort @timestamp desc',
      'limit 20',
    ],
    width: WIDTH,
    height: 6,
  });
}
