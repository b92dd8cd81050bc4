/**
 * DynamoDB's metrics of a table or of one of its indexes. A metric of the table leaves its indexes out, so whoever asks
 * "who is throttled?" asks for each: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventIndexTables } from '../index/event-index-tables.ts';

export type MeasuredTables = Pick<EventIndexTables, 'events' | 'logFiles' | 'indexNames'>;

/** Something with a throughput of its own. */
export interface ThroughputPart {
  /** For people, and for the names of alarms: `events`, `log-files` or the name of the index. */
  readonly name: string;
  readonly tableName: string;
  /** @default the table itself */
  readonly indexName?: string;
}

type TableMetricName = 'ConsumedWriteCapacityUnits' | 'ReadThrottleEvents' | 'WriteThrottleEvents';

export function throughputPartsOf({ events, logFiles, indexNames }: MeasuredTables): ThroughputPart[] {
  return [
    { name: 'events', tableName: events.tableName },
    ...indexNames.map((indexName) => ({ name: indexName, tableName: events.tableName, indexName })),
    { name: 'log-files', tableName: logFiles.tableName },
  ];
}

export function tableMetric(
  part: ThroughputPart,
  metricName: TableMetricName,
  options: MetricOptions,
): Metric {
  const { tableName, indexName } = part;
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: tableName,
      ...(indexName === undefined ? {} : { GlobalSecondaryIndexName: indexName }),
    },
    statistic: Stats.SUM,
    ...options,
  });
}
