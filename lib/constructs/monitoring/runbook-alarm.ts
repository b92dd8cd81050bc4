/**
 * An alarm that says what has happened and where docs/runbook.md says what to do.
 *
 * All alarms of the stack are made here, so that each has a section in the runbook, a name that begins with the stack's,
 * and tells the alarm topic. The runbook is named by its path in the repository: the same text at every version.
 */
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export const RUNBOOK = 'docs/runbook.md';

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
   * Alarm when the metric is below this, and not when it is above something.
   * @default the other way round
   */
  readonly below?: number;
  /**
   * Periods in a row that the metric has to be above it.
   * @default 1
   */
  readonly periods?: number;
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
}

export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, props: RunbookAlarmProps) {
    const { section, subject, says, topic, above = 0, below } = props;
    const name = subject === undefined ? section : `${section}-${subject}`;
    super(scope, name, {
      alarmName: `${Stack.of(scope).stackName}-${name}`,
      alarmDescription: `${says} What to do: ${RUNBOOK}#${section}`,
      metric: props.metric,
      threshold: below ?? above,
      comparisonOperator:
        below === undefined
          ? ComparisonOperator.GREATER_THAN_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(topic);
    this.addAlarmAction(tell);
    if (props.isState) this.addOkAction(tell);
  }
}
