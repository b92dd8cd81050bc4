/**
 * Who may publish to the topic of the alarms, the stack's own or another one.
 *
 * CloudWatch may publish for alarms of this stack only. EventBridge may be let in without a condition alone: it sends
 * none of the context that one could check, and a statement with a condition would drop its messages silently.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { OwnerRequest } from '../owners/owner-request.ts';
import { otherAccount, stackNames } from '../owners/stack-names.ts';
import { partsOf } from '../owners/statements.ts';

export function letAlarmsPublish(scope: Construct, topicArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'PublishAlarms',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ArnLike: { 'aws:SourceArn': anyAlarmArn(scope) },
    },
  });
}

export function letRulesPublish(topicArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'PublishEvents',
    principals: [new ServicePrincipal('events.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
  });
}

/** @param hasRules whether rules of EventBridge publish, too: those that watch the stack's own trail */
export function askForAlarmTopic(scope: Construct, topicArn: string, hasRules: boolean): OwnerRequest {
  const statements = [letAlarmsPublish(scope, topicArn), ...(hasRules ? [letRulesPublish(topicArn)] : [])];
  return {
    name: 'AlarmTopicPolicy',
    owner: otherAccount(partsOf(topicArn).account, stackNames(scope)),
    deploymentNeedsIt: 'nowhere',
    text:
      `Add these statements to the access policy of the topic ${topicArn}: without them nobody hears of ` +
      'alarms or of who touches the trail. Where a KMS key encrypts the topic, its policy must allow these ' +
      'services "kms:Decrypt" and "kms:GenerateDataKey*".',
    paste: statements.map((statement) => statement.toStatementJson()),
  };
}

/** By name and not one by one: an alarm names the topic, so the topic's policy cannot name the alarm. */
function anyAlarmArn(scope: Construct): string {
  const stack = Stack.of(scope);
  return stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `${stack.stackName}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
