import { describe, expect, it } from 'vitest';
import { findMisplacements, type Place } from '../../lib/config/place.ts';
import { parseSettings, type SettingsInput } from '../../lib/config/settings.ts';

const PLACE: Place = {
  stackName: 'Traildex',
  partition: 'aws',
  region: 'eu-west-1',
  account: '111122223333',
};
const ANYWHERE: Place = {
  stackName: 'Traildex',
  partition: undefined,
  region: undefined,
  account: undefined,
};

const topic = (where: string) => ({ alarms: { topicArn: `arn:${where}:alarms` } });
const key = (where: string) => ({ encryption: { keyArn: `arn:${where}:key/0a1b` } });
const existing = {
  bucketName: 'the-logs',
  notifications: { from: 'topic', topicArn: 'arn:aws-cn:sns:cn-north-1:444455556666:trail' },
  kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:444455556666:key/0a1b',
} as const;
const replicateTo = {
  bucketArn: 'arn:aws-cn:s3:::copies',
  kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:444455556666:key/0a1b',
};

function misplaced(settings: SettingsInput, place: Partial<Place> = {}): string[] {
  return findMisplacements(parseSettings(settings), { ...PLACE, ...place });
}

const settingsIn = (sentences: readonly string[]) => sentences.map((sentence) => sentence.split(' ')[0]);

describe('an ARN is where the stack can use it:', () => {
  it.each<[string, SettingsInput]>([
    ['a topic for alarms of its account and region', topic('aws:sns:eu-west-1:111122223333')],
    ['a key of its region, also of another account', key('aws:kms:eu-west-1:444455556666')],
    [
      "an existing trail's topic of another region and account",
      {
        trail: {
          existing: {
            bucketName: 'the-logs',
            notifications: { from: 'topic', topicArn: 'arn:aws:sns:us-east-1:444455556666:trail' },
          },
        },
      },
    ],
  ])('%s', (_what, settings) => {
    expect(misplaced(settings)).toEqual([]);
  });

  it.each<[string, SettingsInput]>([
    ['a topic for alarms of another account', topic('aws:sns:eu-west-1:444455556666')],
    ['a topic for alarms of another region', topic('aws:sns:us-east-1:111122223333')],
    ['a topic for alarms of another partition', topic('aws-cn:sns:eu-west-1:111122223333')],
  ])('not %s', (_what, settings) => {
    expect(settingsIn(misplaced(settings))).toEqual(['traildex.alarms.topicArn']);
  });

  it.each<[string, SettingsInput]>([
    ['a key of another region', key('aws:kms:us-east-1:111122223333')],
    ['a key of another partition', key('aws-us-gov:kms:eu-west-1:111122223333')],
  ])('not %s', (_what, settings) => {
    expect(settingsIn(misplaced(settings))).toEqual(['traildex.encryption.keyArn']);
  });

  it('not anything else of another partition', () => {
    expect(settingsIn(misplaced({ trail: { existing } }))).toEqual([
      'traildex.trail.existing.notifications.topicArn',
      'traildex.trail.existing.kmsKeyArn',
    ]);
    expect(settingsIn(misplaced({ bucket: { replicateTo }, encryption: 'new-key' }))).toEqual([
      'traildex.bucket.replicateTo.bucketArn',
      'traildex.bucket.replicateTo.kmsKeyArn',
    ]);
  });

  it('as far as the place of the stack is known', () => {
    const settings = topic('aws:sns:us-east-1:444455556666');
    expect(misplaced(settings, ANYWHERE)).toEqual([]);
    expect(misplaced(settings, { ...ANYWHERE, region: 'eu-west-1' })).toEqual([
      'traildex.alarms.topicArn is "arn:aws:sns:us-east-1:444455556666:alarms"; it takes an ARN of the stack\'s region ' +
        'eu-west-1.',
    ]);
  });
});

describe('the name of the stack', () => {
  it.each(['A', 'Audit-', 'Au--dit'])('%j does not name a trail', (stackName) => {
    expect(misplaced({}, { stackName })).toEqual([
      `The trail is named after the stack, "${stackName}", and a trail's name takes 3 to 128 letters, digits and single ` +
        '".", "_" or "-" between them, no IP address: set another one with traildex.trail.name.',
    ]);
  });

  it('may be anything where the trail has a name of its own, or is there already', () => {
    expect(misplaced({ trail: { name: 'audit' } }, { stackName: 'A' })).toEqual([]);
    const { notifications } = { notifications: { from: 'event-bridge' } } as const;
    expect(
      misplaced({ trail: { existing: { bucketName: 'the-logs', notifications } } }, { stackName: 'A' }),
    ).toEqual([]);
  });
});
