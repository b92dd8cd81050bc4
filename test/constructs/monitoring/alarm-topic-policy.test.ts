import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../../lib/config/settings.ts';
import { Traildex } from '../../../lib/constructs/traildex.ts';
import { bareStack } from '../bare-stack.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:alarms';

const ALARMS = {
  Sid: 'PublishAlarms',
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: TOPIC_ARN,
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Audit-*' },
  },
};
const RULES = {
  Sid: 'PublishEvents',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: TOPIC_ARN,
};

function stackWith(settings: SettingsInput): Stack {
  const stack = bareStack();
  new Traildex(stack, 'Traildex', { settings });
  return stack;
}

const askedOf = (stack: Stack) =>
  Template.fromStack(stack).findOutputs('OwnerAlarmTopicPolicy').OwnerAlarmTopicPolicy;

describe('the owner of another topic for alarms', () => {
  it('is asked to let in the alarms of the stack, and rules, which tell no source', () => {
    expect(JSON.parse(askedOf(stackWith({ alarms: { topicArn: TOPIC_ARN } }))?.Value)).toEqual([
      ALARMS,
      RULES,
    ]);
  });

  it('is asked for no rules where nothing watches the trail', () => {
    const existing = { bucketName: 'the-logs', notifications: { from: 'event-bridge' } } as const;
    const stack = stackWith({ alarms: { topicArn: TOPIC_ARN }, trail: { existing } });
    expect(JSON.parse(askedOf(stack)?.Value)).toEqual([ALARMS]);
  });

  it('is told at synth, as the deployment works without', () => {
    const annotations = Annotations.fromStack(stackWith({ alarms: { topicArn: TOPIC_ARN } }));
    annotations.hasInfo(
      '*',
      Match.stringLikeRegexp(`In the stack's own account: [^]*${TOPIC_ARN}[^]*PublishEvents`),
    );
    annotations.hasNoWarning('*', Match.stringLikeRegexp('PublishAlarms'));
  });

  it('is nobody where the stack makes the topic', () => {
    expect(askedOf(stackWith({}))).toBeUndefined();
  });
});
