import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { retentionOf } from '../../../lib/constructs/trail/retention.ts';

const EXISTING = { bucketName: 'the-logs', notifications: { from: 's3' } } as const;

describe('what is kept for how many days', () => {
  it.each<[string, SettingsInput, object]>([
    ['for ever by default', {}, {}],
    [
      'as bucket and index say, log files and digests each for themselves',
      {
        bucket: { logFiles: { expireAfterDays: 400 }, digests: { expireAfterDays: 3653 } },
        index: { retentionDays: 365 },
      },
      { logFileDays: 400, digestDays: 3653, eventDays: 365 },
    ],
    [
      "as the owner of another's bucket says",
      {
        trail: { existing: { ...EXISTING, expireAfterDays: 400, digestsExpireAfterDays: 3653 } },
        index: { retentionDays: 30 },
      },
      { logFileDays: 400, digestDays: 3653, eventDays: 30 },
    ],
    [
      'digests as the log files, where the owner does not say',
      { trail: { existing: { ...EXISTING, expireAfterDays: 400 } }, index: { retentionDays: 400 } },
      { logFileDays: 400, digestDays: 400, eventDays: 400 },
    ],
    ['for ever where the owner says nothing', { trail: { existing: EXISTING } }, {}],
  ])('%s', (_, settings, days) => {
    expect(retentionOf(parseSettings(settings))).toEqual(days);
  });
});
