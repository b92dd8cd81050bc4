/**
 * Alarms on throttling, of each table and each index by itself: which one it is says what to do. A throttled request is
 * sent again and lost nothing, so only throttling that goes on counts.
 */
import { Duration } from 'aws-cdk-lib';
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
    metric: tableMetric(part, metricName, { period: PERIOD }),
    periods: 3,
    isState: true,
  };
}
