import { describe, expect, it } from 'vitest';
import { settingsInContext } from '../../lib/config/context.ts';
import { SettingsError } from '../../lib/config/settings.ts';

describe('settings in the context of an app', () => {
  it('are the object under their key, among what else an app is told', () => {
    const settings = { index: { retentionDays: 30 } };
    expect(settingsInContext({ traildex: settings, 'aws:cdk:bundling-stacks': [] })).toEqual(settings);
    expect(settingsInContext({ traildexes: 1 })).toEqual({});
  });

  it.each([
    [
      'a key of one setting',
      { traildex: {}, 'traildex.index.retentionDays': '30' },
      'traildex.index.retentionDays is a context key of its own, which nothing reads; write it in cdk.json, in the object under context.traildex.',
    ],
    [
      'a text that may be JSON',
      { traildex: '{"removalPolicy":"destroy"}' },
      'traildex is the text "{\\"removalPolicy\\":\\"destroy\\"}"; write it in cdk.json, in the object under context.traildex.',
    ],
  ])('are refused as the command line of the CDK gives them: %s', (_, context, complaint) => {
    expect(() => settingsInContext(context)).toThrow(SettingsError);
    expect(() => settingsInContext(context)).toThrow(complaint);
  });
});
