/**
 * Alarms on throttling, of each table and each index by itself: which one it is says what to do. A throttled request is
 * sent again and lost nothing, so only throttling that goes on counts.
 *
 * DynamoDB publishes these metrics only while it throttles, and an alarm on one of its metrics stays as it is while there
 * are no points, whatever it says of missing data. So the alarms are on an expression that fills the gaps. The newest
 * points may be late and filled too, hence a period to spare.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './runbook-alarm.ts';
import { type MeasuredTables, type ThroughputPart, tableMetric, throughputPartsOf } from './table-metrics.ts';

const PERIOD = Duration.minutes(5);

export function tableAlarms(tables: MeasuredTables): AlarmDefinition[] {
  return throughputPartsOf(tables).flatMap((part) => [
    throttleAlarm(part, 'write', 'WriteThrottleEvents'),
    throttleAlarm(part, 'read', 'ReadThrottleEvents'),
  ]);
}

function throttleAlarm(
  part: ThroughputPart,
  access: 'read' | 'write',
  metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents',
): AlarmDefinition {
  const what = part.indexName === undefined ? `table ${part.name}` : `index ${part.name}`;
  return {
    section: 'table-throttled',
    subject: `${part.name}-${access}s`,
    says: `For a quarter of an hour DynamoDB has refused some ${access}s of the ${what}.`,
    metric: new MathExpression({
      expression: 'FILL(throttled, 0)',
      label: metricName,
      period: PERIOD,
      usingMetrics: { throttled: tableMetric(part, metricName, {}) },
    }),
    periods: 3,
    ofPeriods: 4,
    isState: true,
  };
}
