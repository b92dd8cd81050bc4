import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

/** `STANDARD_IA 30` */
function stepsOf(texts: readonly string[]): unknown[] {
  return texts.map((text) => {
    const [storageClass, afterDays] = text.split(' ');
    return { storageClass, afterDays: Number(afterDays) };
  });
}

describe('storage steps', () => {
  it.each([
    [['STANDARD_IA 29'], '[0].afterDays is 29; it takes at least 30 for STANDARD_IA.'],
    [['ONEZONE_IA 0'], '[0].afterDays is 0; it takes at least 30 for ONEZONE_IA.'],
    [
      ['STANDARD_IA 30', 'GLACIER_IR 59'],
      '[1].afterDays is 59; it takes at least 60 for GLACIER_IR after STANDARD_IA at 30, where objects stay 30 days.',
    ],
    [
      ['GLACIER_IR 4', 'DEEP_ARCHIVE 93'],
      '[1].afterDays is 93; it takes at least 94 for DEEP_ARCHIVE after GLACIER_IR at 4, where objects stay 90 days.',
    ],
    [
      ['GLACIER 2', 'DEEP_ARCHIVE 91'],
      '[1].afterDays is 91; it takes at least 92 for DEEP_ARCHIVE after GLACIER at 2, where objects stay 90 days.',
    ],
    [
      ['INTELLIGENT_TIERING 10', 'GLACIER_IR 10'],
      '[1].afterDays is 10; it takes at least 11 for GLACIER_IR after INTELLIGENT_TIERING at 10.',
    ],
    [
      ['INTELLIGENT_TIERING 0', 'ONEZONE_IA 29'],
      '[1].afterDays is 29; it takes at least 30 for ONEZONE_IA after INTELLIGENT_TIERING at 0.',
    ],
    [
      ['GLACIER_IR 0', 'STANDARD_IA 200'],
      '[1].storageClass is "STANDARD_IA"; it takes GLACIER or DEEP_ARCHIVE after GLACIER_IR.',
    ],
    [
      ['ONEZONE_IA 30', 'GLACIER_IR 200'],
      '[1].storageClass is "GLACIER_IR"; it takes GLACIER or DEEP_ARCHIVE after ONEZONE_IA.',
    ],
    [['GLACIER 2', 'GLACIER 200'], '[1].storageClass is "GLACIER"; it takes DEEP_ARCHIVE after GLACIER.'],
    [
      ['DEEP_ARCHIVE 2', 'GLACIER 200'],
      '[1].storageClass is "GLACIER"; it takes nothing after DEEP_ARCHIVE.',
    ],
    [
      ['STANDARD_IA 30', 'DEEP_ARCHIVE 90', 'GLACIER_IR 400'],
      '[2].storageClass is "GLACIER_IR"; it takes nothing after DEEP_ARCHIVE.',
    ],
  ])('that S3 refuses are refused, for log files and digests alike: %j', (texts, complaint) => {
    for (const kind of ['logFiles', 'digests']) {
      expect(complaintsAbout({ bucket: { [kind]: { steps: stepsOf(texts) } } })).toEqual([
        `traildex.bucket.${kind}.steps${complaint}`,
      ]);
    }
  });

  it.each([
    [['STANDARD_IA 30', 'INTELLIGENT_TIERING 60', 'ONEZONE_IA 61', 'GLACIER 91', 'DEEP_ARCHIVE 181']],
    [['STANDARD_IA 30', 'GLACIER_IR 60', 'GLACIER 150', 'DEEP_ARCHIVE 240']],
    [['GLACIER_IR 0']],
    [['DEEP_ARCHIVE 2']],
  ])('may go down as far and as fast as S3 takes them: %j', (texts) => {
    expect(complaintsAbout({ bucket: { logFiles: { steps: stepsOf(texts) } } })).toEqual([]);
  });

  it('end before expiry', () => {
    const digestsUntil = (expireAfterDays: number) => ({
      bucket: { digests: { steps: stepsOf(['STANDARD_IA 30', 'GLACIER_IR 60']), expireAfterDays } },
    });
    expect(complaintsAbout(digestsUntil(61))).toEqual([]);
    expect(complaintsAbout(digestsUntil(60))).toEqual([
      'traildex.bucket.digests.expireAfterDays is 60; it takes more than 60, the days of the last step.',
    ]);
  });

  it('leave log files readable until the last look for missed ones', () => {
    const archived = { bucket: { logFiles: { steps: stepsOf(['GLACIER 6']) } } };
    expect(complaintsAbout({ ...archived, backfill: { lookBackDays: 6 } })).toEqual([]);
    expect(complaintsAbout({ ...archived, backfill: { lookBackDays: 7, everyHours: 0 } })).toEqual([]);
    expect(complaintsAbout({ ...archived, backfill: { lookBackDays: 7 } })).toEqual([
      'traildex.bucket.logFiles.steps[0].afterDays is 6; it takes at least 7 for GLACIER, the days of traildex.backfill.lookBackDays: a log file that was missed must be readable until then.',
    ]);
  });
});
