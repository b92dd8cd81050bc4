/**
 * An alarm that says what has happened and where docs/runbook.md says what to do.
 *
 * All alarms of the stack are made here, so that each has a section in the runbook, a name that begins with the stack's,
 * and tells the alarm topic. Where the settings do not say where people read the runbook, its path says it, which is the
 * same in the repository and in the package.
 */
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

const RUNBOOK_PATH = 'docs/runbook.md';

export function runbookLink(section: string, runbookUrl = RUNBOOK_PATH): string {
  return `${runbookUrl}#${section}`;
}

export interface AlarmDefinition {
  /** Section of the runbook. */
  readonly section: string;
  /**
   * Which of several things of a kind the alarm is about; they share a section.
   * @default there is only one
   */
  readonly subject?: string;
  /** What has happened, for people: a sentence or two. */
  readonly says: string;
  readonly metric: IMetric;
  /**
   * Alarm when the metric is above this.
   * @default 0
   */
  readonly above?: number;
  /**
   * Periods that the metric has to be above it.
   * @default 1
   */
  readonly periods?: number;
  /**
   * Newest periods, of which so many have to be above it.
   * @default as many: they have to follow each other
   */
  readonly ofPeriods?: number;
  /**
   * What a period without a value means.
   * @default TreatMissingData.NOT_BREACHING, right for counts: most services publish none when there is nothing to count
   */
  readonly missingData?: TreatMissingData;
  /** A state, whose end is told too; otherwise something that happened, which does not un-happen. */
  readonly isState: boolean;
}

export interface RunbookAlarmProps extends AlarmDefinition {
  readonly topic: ITopic;
  /**
   * Where people read the runbook.
   * @default its path in the package
   */
  readonly runbookUrl?: string | undefined;
}

export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, props: RunbookAlarmProps) {
    const { section, subject, says, topic, periods = 1 } = props;
    const name = subject === undefined ? section : `${section}-${subject}`;
    super(scope, name, {
      alarmName: `${Stack.of(scope).stackName}-${name}`,
      alarmDescription: `${says} What to do: ${runbookLink(section, props.runbookUrl)}`,
      metric: props.metric,
      threshold: props.above ?? 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.ofPeriods ?? periods,
      datapointsToAlarm: periods,
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(topic);
    this.addAlarmAction(tell);
    if (props.isState) this.addOkAction(tell);
  }
}
