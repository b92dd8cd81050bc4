import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

const EXISTING = { bucketName: 'logs', notifications: { from: 'event-bridge' } };
const OBJECTS = {
  category: 'Data',
  fields: [{ field: 'resources.type', equals: ['AWS::S3::Object'] }],
};

describe('an existing trail', () => {
  it.each([
    ['trail.name', { trail: { existing: EXISTING, name: 'main' } }],
    ['trail.multiRegion', { trail: { existing: EXISTING, multiRegion: false } }],
    // What is written as the default is, too, is expected to have an effect.
    ['trail.multiRegion', { trail: { existing: EXISTING, multiRegion: true } }],
    ['trail.managementEvents', { trail: { existing: EXISTING, managementEvents: 'write-only' } }],
    [
      'trail.excludeManagementEventSources',
      { trail: { existing: EXISTING, excludeManagementEventSources: ['kms.amazonaws.com'] } },
    ],
    ['trail.eventSelectors', { trail: { existing: EXISTING, eventSelectors: [OBJECTS] } }],
    ['trail.insights', { trail: { existing: EXISTING, insights: ['ApiErrorRateInsight'] } }],
    ['bucket', { trail: { existing: EXISTING }, bucket: { logFiles: { expireAfterDays: 400 } } }],
    ['bucket', { trail: { existing: EXISTING }, bucket: {} }],
  ])('takes no settings of a trail or bucket of its own: %s', (key, settings) => {
    expect(complaintsAbout(settings)).toContain(
      `traildex.${key} is set beside traildex.trail.existing, which takes trail and bucket as they are; leave one of the two out.`,
    );
  });

  it('is told of once, not again of what goes not together in the settings that it does not take', () => {
    const trail = { existing: EXISTING, managementEvents: 'none', insights: ['ApiErrorRateInsight'] };
    const beside = 'which takes trail and bucket as they are; leave one of the two out.';
    expect(complaintsAbout({ trail, bucket: { logFiles: { expireAfterDays: 1 } } })).toEqual([
      `traildex.trail.managementEvents is set beside traildex.trail.existing, ${beside}`,
      `traildex.trail.insights is set beside traildex.trail.existing, ${beside}`,
      `traildex.bucket is set beside traildex.trail.existing, ${beside}`,
    ]);
  });

  it('takes what says where its log files are', () => {
    const trail = { existing: EXISTING, keyPrefix: 'audit', organizationId: 'o-a1b2c3d4e5' };
    expect(complaintsAbout({ trail })).toEqual([]);
  });

  it('is told of beside a mistake in another section', () => {
    const settings = { trail: { existing: EXISTING, name: 'main' }, index: { writeShards: 0 } };
    expect(complaintsAbout(settings)).toEqual([
      'traildex.index.writeShards is 0; it takes a whole number from 1 to 100.',
      'traildex.trail.name is set beside traildex.trail.existing, which takes trail and bucket as they are; leave one of the two out.',
    ]);
  });
});

describe('the accounts that are taken', () => {
  const accountIds = ['111122223333'];

  it.each([
    ['an organisation trail', { organizationId: 'o-a1b2c3d4e5', accountIds }],
    ['an existing trail', { existing: EXISTING, accountIds }],
  ])('can be chosen for %s', (_, trail) => {
    expect(complaintsAbout({ trail })).toEqual([]);
  });

  it('cannot for a trail of one account', () => {
    expect(complaintsAbout({ trail: { accountIds } })).toEqual([
      'traildex.trail.accountIds is set for a trail of one account, whose log files are all of that account; leave it out, or set traildex.trail.organizationId or traildex.trail.existing.',
    ]);
  });
});

describe('a trail of the stack', () => {
  it.each([
    [
      'nothing to record',
      { managementEvents: 'none' },
      'traildex.trail.managementEvents is "none"; it takes "all", "write-only" or "read-only" where traildex.trail.eventSelectors records nothing either.',
    ],
    [
      'exclusions from no events',
      {
        managementEvents: 'none',
        eventSelectors: [OBJECTS],
        excludeManagementEventSources: ['kms.amazonaws.com'],
      },
      'traildex.trail.excludeManagementEventSources is ["kms.amazonaws.com"]; it takes no entry where traildex.trail.managementEvents is "none".',
    ],
    [
      'the rate of calls without writing calls',
      { managementEvents: 'read-only', insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'] },
      'traildex.trail.insights is ["ApiCallRateInsight","ApiErrorRateInsight"]; it takes ["ApiErrorRateInsight"] at most where traildex.trail.managementEvents is "read-only".',
    ],
    [
      'insights into no events',
      { managementEvents: 'none', eventSelectors: [OBJECTS], insights: ['ApiErrorRateInsight'] },
      'traildex.trail.insights is ["ApiErrorRateInsight"]; it takes no entry where traildex.trail.managementEvents is "none".',
    ],
  ])('is refused with %s', (_, trail, complaint) => {
    expect(complaintsAbout({ trail })).toEqual([complaint]);
  });

  it.each([
    ['data events alone', { managementEvents: 'none', eventSelectors: [OBJECTS] }],
    [
      'all insights into writing calls',
      { managementEvents: 'write-only', insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'] },
    ],
    ['error rates of reading calls', { managementEvents: 'read-only', insights: ['ApiErrorRateInsight'] }],
  ])('is taken with %s', (_, trail) => {
    expect(complaintsAbout({ trail })).toEqual([]);
  });
});
