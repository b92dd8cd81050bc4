import { describe, expect, it } from 'vitest';
import { buildDigestKey } from '../../../lib/cloudtrail/build-digest.ts';
import { buildLogFileKey, parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { chooseDigests } from '../../../lib/operations/sign-digests/choose-digests.ts';
import type { DigestObject, LogFileObject } from '../../../lib/operations/sign-digests/region-contents.ts';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };
const STORED = { eTag: 'e', sizeBytes: 1, storedAt: new Date('2026-07-20T12:00:00Z') };

function digest(endHour: number, trailName = 'traildex-local', backfill = false): DigestObject {
  const endTime = `2026-07-19T${String(endHour).padStart(2, '0')}:26:26Z`;
  const key = buildDigestKey({ ...PLACE, trailName, homeRegion: 'us-east-1', endTime, backfill });
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'digest') throw new Error(`${key} is no digest`);
  return { ...STORED, key, parsed };
}

function logFile(time: string): LogFileObject {
  const key = buildLogFileKey({ ...PLACE, folder: 'CloudTrail', deliveredAt: time, uniqueString: 'AbCd' });
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file') throw new Error(`${key} is no log file`);
  return { ...STORED, key, parsed };
}

function readHours(digests: readonly DigestObject[], logFiles: readonly LogFileObject[]): string[] {
  return chooseDigests(digests, logFiles).toRead.map(({ parsed }) => parsed.endTime?.slice(11, 13) ?? '');
}

describe('the digests that are read', () => {
  const row = [8, 9, 10, 11, 12].map((hour) => digest(hour));

  it('are the first and the last of a row', () => {
    expect(readHours(row, [])).toEqual(['08', '12']);
    expect(readHours([digest(5), digest(6), digest(7), ...row.slice(1)], [])).toEqual([
      '05',
      '07',
      '09',
      '12',
    ]);
  });

  it('are those in whose time a log file was delivered', () => {
    expect(readHours(row, [logFile('2026-07-19T09:26Z'), logFile('2026-07-19T09:27Z')])).toEqual([
      '08',
      '09',
      '10',
      '12',
    ]);
  });

  it('are all of other trails, and all backfill digests', () => {
    const others = [9, 10, 11].map((hour) => digest(hour, 'management'));
    const backfills = [9, 10, 11].map((hour) => digest(hour, 'traildex-local', true));
    expect(readHours([...others, ...backfills], [])).toEqual(['09', '10', '11', '09', '10', '11']);
    expect(chooseDigests(row, []).passed).toHaveLength(3);
  });
});
