/** Where a Traildex may stand, and which settings its place allows. */
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { SettingsError, type SettingsInput } from '../../lib/config/settings.ts';
import { Traildex } from '../../lib/constructs/traildex.ts';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';
import { bareStack } from './bare-stack.ts';

const withoutBundling = () => new App({ context: { 'aws:cdk:bundling-stacks': [] } });

describe('a Traildex', () => {
  it('is the only one in its stack', () => {
    const stack = bareStack();
    new Traildex(stack, 'First');
    expect(() => new Traildex(stack, 'Second')).toThrow(
      'Stack/Second is the second Traildex in the stack Stack, beside Stack/First. The command line finds traildex by ' +
        'the outputs of its stack: put each into a stack of its own.',
    );
  });

  it('counts one of a derived class, too', () => {
    class AuditedTraildex extends Traildex {}
    const stack = bareStack();
    new AuditedTraildex(stack, 'First');
    expect(() => new Traildex(stack, 'Second')).toThrow(
      'Stack/Second is the second Traildex in the stack Stack',
    );
  });

  it('minds none in a stack beside its own', () => {
    const app = withoutBundling();
    new TraildexStack(app, 'One');
    expect(() => new TraildexStack(app, 'Two')).not.toThrow();
    expect(() => new TraildexStack(new Stage(app, 'Production'), 'One')).not.toThrow();
  });

  it('does not stand in a nested stack', () => {
    const nested = new NestedStack(bareStack(), 'Audit');
    expect(() => new Traildex(nested, 'Traildex')).toThrow(
      'Stack/Audit/Traildex stands in the nested stack Stack/Audit. The command line finds traildex by the outputs of ' +
        'its stack, and those of a nested stack are not its own: put it into a stack that is not nested.',
    );
  });
});

describe('settings that do not fit the stack', () => {
  const alarms = { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' };

  function mistakesIn(build: () => unknown): readonly string[] {
    try {
      build();
    } catch (error) {
      if (error instanceof SettingsError) return error.mistakes;
      throw error;
    }
    return [];
  }

  it('are refused where account and region of the stack are known', () => {
    const settings: SettingsInput = { alarms };
    expect(mistakesIn(() => new Traildex(bareStack(), 'Traildex', { settings }))).toEqual([
      'traildex.alarms.topicArn is "arn:aws:sns:us-east-1:111122223333:alarms"; it takes an ARN of the stack\'s ' +
        'partition aws, region eu-west-1, account 111122223333.',
    ]);
  });

  it('pass where only the deployment knows', () => {
    expect(
      mistakesIn(() => new TraildexStack(withoutBundling(), 'Traildex', { settings: { alarms } })),
    ).toEqual([]);
  });

  it('are refused with a stack name that is no name of a trail', () => {
    const stack = new Stack(withoutBundling(), 'A');
    expect(mistakesIn(() => new Traildex(stack, 'Traildex'))).toEqual([
      'The trail is named after the stack, "A", and a trail\'s name takes 3 to 128 letters, digits and single ".", "_" ' +
        'or "-" between them, no IP address: set another one with traildex.trail.name.',
    ]);
  });
});
