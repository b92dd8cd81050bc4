import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lib/config/settings.ts';
import { Alarms } from '../../../lib/constructs/monitoring/alarms.ts';
import { Dashboard } from '../../../lib/constructs/monitoring/dashboard.ts';
import { WatchedStack } from '../watched-stack.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

function render(hasVerification = true) {
  const stack = new WatchedStack();
  const { delivery, tables, functions } = stack;
  const verify = hasVerification ? functions.verify : undefined;
  const { alarms } = new Alarms(stack, 'Alarms', {
    settings: parseSettings({}).alarms,
    delivery,
    tables,
    ingest: functions.ingest,
    backfill: { function: functions.backfill, schedule: { ruleName: 'looks' } },
    encryption: { forTopic: () => ({}) },
  });
  new Dashboard(stack, 'Dashboard', { alarms, delivery, tables, ingest: functions.ingest, verify });
  const template = Template.fromStack(stack);
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return { template, name: dashboard?.Properties.DashboardName, ...bodyOf(dashboard?.Properties) };
}

/** The body with each reference in it as `{logical id}` or `{logical id.attribute}`. */
function bodyOf(properties: { DashboardBody: { 'Fn::Join': [string, unknown[]] } } | undefined) {
  const [, parts] = properties?.DashboardBody['Fn::Join'] ?? ['', []];
  const text = parts.map((part) => (typeof part === 'string' ? part : describeReference(part))).join('');
  return JSON.parse(text) as { start: string; widgets: Widget[] };
}

function describeReference(part: unknown): string {
  const { Ref: ref, 'Fn::GetAtt': attribute } = part as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return `{${ref ?? attribute?.join('.')}}`;
}

const { name, start, widgets, template } = render();

const titled = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties;

/** Namespace, name and dimensions of the metrics of a graph. */
function metricsOf(title: string): string[] {
  const metrics = titled(title)?.metrics as unknown[][];
  return metrics.map((metric) => metric.filter((member) => typeof member === 'string').join(' '));
}

describe('the dashboard', () => {
  it('is named after stack and region and shows a day', () => {
    expect(name).toEqual({ 'Fn::Join': ['', ['Audit-', { Ref: 'AWS::Region' }]] });
    expect(start).toBe('-P1D');
  });

  it('shows every alarm on top', () => {
    const arns = widgets[0]?.properties.alarms as string[];
    const ids = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    expect(widgets[0]?.type).toBe('alarm');
    expect(ids).toHaveLength(23);
    expect(arns).toEqual(ids.map((id) => `{${id}.Arn}`));
  });

  it('fits on two screens', () => {
    expect(Math.max(...widgets.map(({ y, height }) => y + height))).toBeLessThanOrEqual(42);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  it("counts this stack's records by hour and outcome", () => {
    const metric = (metricName: string) => `traildex ${metricName} FunctionName {Ingest} service ingest`;
    expect(metricsOf('Records per hour')).toEqual([
      metric('RecordsIndexed'),
      metric('RecordsExpired'),
      metric('RecordsRejected'),
    ]);
    expect(titled('Records per hour')).toMatchObject({ stacked: true });
    expect(JSON.stringify(titled('Records per hour')?.metrics)).toContain('"period":3600');
    expect(metricsOf('Seconds until an event can be found, at worst')).toEqual([
      metric('EventLag'),
      metric('IndexLag'),
    ]);
  });

  it('shows what waits, and how old it is', () => {
    expect(metricsOf('Notifications')).toEqual([
      'AWS/SQS ApproximateNumberOfMessagesVisible QueueName {Queue.QueueName}',
      'AWS/SQS ApproximateNumberOfMessagesNotVisible QueueName {Queue.QueueName}',
      'AWS/SQS ApproximateNumberOfMessagesVisible QueueName {DeadLetterQueue.QueueName}',
      'AWS/SQS ApproximateAgeOfOldestMessage QueueName {Queue.QueueName}',
    ]);
  });

  it('shows how the function bears it', () => {
    const metric = (metricName: string) => `AWS/Lambda ${metricName} FunctionName {Ingest}`;
    expect(metricsOf('Ingest function')).toEqual([
      metric('Invocations'),
      metric('Errors'),
      metric('Throttles'),
      metric('ConcurrentExecutions'),
      metric('Duration'),
    ]);
  });

  it('shows writes and throttling of each table and each index', () => {
    const parts = [
      'TableName {Events}',
      'GlobalSecondaryIndexName by-event-name TableName {Events}',
      'GlobalSecondaryIndexName by-source-ip TableName {Events}',
      'TableName {LogFiles}',
    ];
    expect(metricsOf('Write units in five minutes')).toEqual(
      parts.map((part) => `AWS/DynamoDB ConsumedWriteCapacityUnits ${part}`),
    );
    expect(metricsOf('Requests that DynamoDB refused')).toEqual(
      parts.flatMap((part) => [
        `AWS/DynamoDB WriteThrottleEvents ${part}`,
        `AWS/DynamoDB ReadThrottleEvents ${part}`,
      ]),
    );
  });

  it('shows what verifications proved and found, where there are any', () => {
    const metric = (metricName: string) => `traildex ${metricName} FunctionName {Verify} service verify`;
    expect(metricsOf('Hours proven of the last day, in percent, at worst')).toEqual([
      metric('CoveragePercent'),
    ]);
    expect(metricsOf('What verifications found')).toEqual([
      metric('VerifyFaults'),
      metric('VerifyLogFilesNotIndexed'),
      metric('VerifyLogFilesAnnounced'),
      metric('VerifyDigestsOverdue'),
      metric('VerifyHoursNotCovered'),
    ]);
    expect(JSON.stringify(render(false).widgets)).not.toContain('Verify');
  });

  it('lists the newest rejected log files from the log of the function', () => {
    expect(titled('Newest rejected log files')?.query).toBe(
      "SOURCE '{IngestLogs}' | fields @timestamp, key, reason\n" +
        '| filter message = "Log file rejected"\n| sort @timestamp desc\n| limit 20',
    );
  });
});
