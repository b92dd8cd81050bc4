import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { DeliveryQueue, type DeliveryQueueProps } from '../../lib/constructs/delivery-queue.ts';
import { Encryption } from '../../lib/constructs/encryption.ts';
import { bareStack, logicalId, propertiesOf, statementsOf } from './bare-stack.ts';

function deliver(props: Partial<DeliveryQueueProps> = {}, stackName?: string) {
  const stack = bareStack(stackName);
  const encryption = new Encryption(stack, 'Encryption', {
    encryption: 'aws-managed',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const delivery = new DeliveryQueue(stack, 'Delivery', {
    functionTimeout: Duration.minutes(5),
    encryption,
    ...props,
  });
  return { stack, delivery };
}

describe('the queue', () => {
  const { stack } = deliver();
  const template = Template.fromStack(stack);
  const deadLetters = logicalId(template, 'AWS::SQS::Queue', 'DeliveryDeadLetterQueue');
  const queue = logicalId(template, 'AWS::SQS::Queue', 'DeliveryQueue');

  it('hides a message six times as long as the function may take, and gives it up after 39 tries, in two days', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 1800,
      RedrivePolicy: {
        maxReceiveCount: 39,
        deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] },
      },
    });
  });

  it('adds the batching window to that', () => {
    const { stack: batching } = deliver({ batchingWindow: Duration.minutes(5) });
    Template.fromStack(batching).hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 2100,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 39 }),
    });
  });

  it('keeps messages a week, the dead-letter queue two', () => {
    const retentions = Object.entries(template.findResources('AWS::SQS::Queue')).map(
      ([id, { Properties }]) => [id, Properties.MessageRetentionPeriod],
    );
    expect(Object.fromEntries(retentions)).toEqual({ [deadLetters]: 14 * 86_400, [queue]: 7 * 86_400 });
  });

  it('is the only one that may use its dead-letter queue', () => {
    expect(propertiesOf(template, 'AWS::SQS::Queue', 'DeliveryDeadLetterQueue').RedriveAllowPolicy).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: ['arn:aws:sqs:eu-west-1:111122223333:Audit-Delivery-5D5FD299'],
    });
  });

  it('has a name with that of its stack in it, so that the dead-letter queue can know it', () => {
    const nameIn = (stackName: string) =>
      propertiesOf(Template.fromStack(deliver({}, stackName).stack), 'AWS::SQS::Queue', 'DeliveryQueue')
        .QueueName;
    expect(nameIn('Audit')).toBe('Audit-Delivery-5D5FD299');
    expect(nameIn('Forensics')).toMatch(/^Forensics-Delivery-[0-9A-F]{8}$/);
  });

  it('takes messages from the topic of the stack only, over TLS only', () => {
    const arn = { 'Fn::GetAtt': [queue, 'Arn'] };
    expect(statementsOf(template, 'AWS::SQS::QueuePolicy', 'DeliveryQueue')).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'NobodyElse',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: {
          ArnNotEquals: {
            'aws:SourceArn': [{ Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') }],
          },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: {
          ArnEquals: { 'aws:SourceArn': { Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') } },
        },
      },
    ]);
  });

  it('takes nothing directly into the dead-letter queue', () => {
    expect(
      statementsOf(template, 'AWS::SQS::QueuePolicy', 'DeliveryDeadLetterQueue').map(({ Effect }) => Effect),
    ).toEqual(['Deny']);
  });
});

describe('what else reaches the queue', () => {
  it('is another topic, also of another account and region, by its ARN', () => {
    const { stack, delivery } = deliver();
    const topicArn = 'arn:aws:sns:us-east-1:444455556666:org-trail';
    delivery.subscribeTo(Topic.fromTopicArn(stack, 'Other', topicArn));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: topicArn,
      Region: 'us-east-1',
      Protocol: 'sqs',
      RawMessageDelivery: false,
    });
    const [, denial, , admission] = statementsOf(template, 'AWS::SQS::QueuePolicy', 'DeliveryQueue');
    expect(admission?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': topicArn } });
    expect(denial?.Condition?.ArnNotEquals).toEqual({
      'aws:SourceArn': [{ Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') }, topicArn],
    });
  });

  it('is a role, by its name', () => {
    const { stack, delivery } = deliver();
    delivery.allowSending(new Role(stack, 'Redriver', { assumedBy: new AccountRootPrincipal() }));
    const template = Template.fromStack(stack);
    const role = { 'Fn::GetAtt': [logicalId(template, 'AWS::IAM::Role', 'Redriver'), 'Arn'] };
    const [, denial, , admission] = statementsOf(template, 'AWS::SQS::QueuePolicy', 'DeliveryQueue');
    expect(denial?.Condition?.ArnNotEquals?.['aws:PrincipalArn']).toEqual([role]);
    expect(admission).toEqual({
      Effect: 'Allow',
      Principal: { AWS: role },
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': [logicalId(template, 'AWS::SQS::Queue', 'DeliveryQueue'), 'Arn'] },
    });
  });
});

it('lets people publish to the topic over TLS only', () => {
  expect(statementsOf(Template.fromStack(deliver().stack), 'AWS::SNS::TopicPolicy')).toEqual([
    expect.objectContaining({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ]);
});
