import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { Encryption } from '../../lib/constructs/encryption.ts';
import { VerifyQueue } from '../../lib/constructs/verify-queue.ts';
import { bareStack, logicalId, propertiesOf } from './bare-stack.ts';

function queueTemplate(): Template {
  const stack = bareStack();
  const encryption = new Encryption(stack, 'Encryption', {
    encryption: 'aws-managed',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new VerifyQueue(stack, 'Accounts', { functionTimeout: Duration.minutes(15), encryption });
  return Template.fromStack(stack);
}

const template = queueTemplate();

it('an account is tried three times, with time for each try, and then set aside', () => {
  const deadLetters = logicalId(template, 'AWS::SQS::Queue', 'AccountsDeadLetterQueue');
  expect(propertiesOf(template, 'AWS::SQS::Queue', 'AccountsQueue')).toMatchObject({
    VisibilityTimeout: 6 * 15 * 60,
    MessageRetentionPeriod: 4 * 86_400,
    RedrivePolicy: {
      maxReceiveCount: 3,
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] },
    },
  });
});

it('what is set aside is kept for two weeks, of this queue alone', () => {
  const { QueueName } = propertiesOf(template, 'AWS::SQS::Queue', 'AccountsQueue');
  expect(QueueName).toMatch(/^Audit-Accounts-[0-9A-F]{8}$/);
  expect(propertiesOf(template, 'AWS::SQS::Queue', 'AccountsDeadLetterQueue')).toMatchObject({
    MessageRetentionPeriod: 14 * 86_400,
    RedriveAllowPolicy: {
      redrivePermission: 'byQueue',
      sourceQueueArns: [`arn:aws:sqs:eu-west-1:111122223333:${QueueName}`],
    },
  });
});
