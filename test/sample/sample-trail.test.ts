import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { distinctRecords, idOf, readSample, timeOf } from './read-sample.ts';

function hashInflated(seed: number): string {
  const hash = createHash('sha256');
  for (const { key, publishedAt, text } of readSample({ seed, eventCount: 600 })) {
    hash.update(`${key}\n${publishedAt}\n${text}\n`);
  }
  return hash.digest('hex');
}

describe('a sample trail', () => {
  it('has the same keys and inflated bytes under the same seed, on any machine', () => {
    expect(hashInflated(42)).toBe('2fe2eeaae758d8472900c6633bb189cc51ea7f00747d99863bf9db6685ea8e71');
  });

  it('is another one under another seed, small or larger than 32 bits', () => {
    expect(new Set([1, 2, 2 ** 32 + 1, 2 ** 52].map(hashInflated)).size).toBe(4);
  });

  it.each([
    [0, 0],
    [1, 1],
    [24, 24],
    [25, 26],
    [499, 518],
    [500, 520],
    [4321, 4493],
  ])(
    'holds exactly %i events in %i records: of every 25 events one is delivered twice',
    (eventCount, recordCount) => {
      const files = readSample({ seed: 3, eventCount });
      expect(distinctRecords(files)).toHaveLength(eventCount);
      expect(files.flatMap(({ records }) => records)).toHaveLength(recordCount);
    },
  );

  it('delivers second copies byte for byte, in another file', () => {
    const places = new Map<string, { file: string; bytes: string }[]>();
    for (const { key, text, records } of readSample({ seed: 5, eventCount: 2000 })) {
      for (const record of records) {
        const bytes = JSON.stringify(record);
        expect(text).toContain(bytes);
        places.set(idOf(record), [...(places.get(idOf(record)) ?? []), { file: key, bytes }]);
      }
    }
    const twice = [...places.values()].filter(({ length }) => length > 1);
    expect(twice).toHaveLength(80);
    for (const [one, other] of twice) {
      expect(other?.bytes).toBe(one?.bytes);
      expect(other?.file).not.toBe(one?.file);
    }
  });

  it('counts the records of each file and writes them as one line of compact JSON', () => {
    for (const { text, records, recordCount } of readSample({ seed: 6, eventCount: 800 })) {
      expect(recordCount).toBe(records.length);
      expect(recordCount).toBeGreaterThan(0);
      expect(text).toBe(JSON.stringify({ Records: records }));
    }
  });

  it('keeps accounts and regions apart: only global services appear in files of a second region', () => {
    const GLOBAL = ['iam', 'organizations', 'cloudfront', 'route53', 'account', 'support', 'health'];
    let elsewhere = 0;
    for (const { accountId, region, records } of readSample({ seed: 7, eventCount: 3000 })) {
      for (const record of records) {
        expect(record.recipientAccountId ?? record.accountId).toBe(accountId);
        if (record.awsRegion === region) continue;
        elsewhere += 1;
        expect(record.awsRegion).toBe('us-east-1');
        expect(GLOBAL).toContain(record.eventSource?.replace('.amazonaws.com', ''));
      }
    }
    expect(elsewhere).toBeGreaterThan(20);
  });

  it('gives each folder its kind of events', () => {
    const CATEGORIES: Record<string, readonly (string | undefined)[]> = {
      CloudTrail: ['Management', 'Data', undefined],
      'CloudTrail-Insight': ['Insight'],
      'CloudTrail-NetworkActivity': ['NetworkActivity'],
      'CloudTrail-Aggregated': ['Aggregated'],
    };
    const files = readSample({ seed: 8, eventCount: 600 });
    expect(new Set(files.map(({ folder }) => folder))).toEqual(new Set(Object.keys(CATEGORIES)));
    for (const { folder, records } of files) {
      for (const { eventCategory } of records) expect(CATEGORIES[folder]).toContain(eventCategory);
    }
  });

  it('tells a day, and delivers each event after it happened', () => {
    const files = readSample({ seed: 9, eventCount: 3000, day: '2028-02-29' });
    for (const { key, publishedAt, records } of files) {
      expect(key).toContain(publishedAt.slice(0, 10).replaceAll('-', '/'));
      expect(key).toContain(`${publishedAt.slice(0, 16).replace(/[-:]/g, '')}Z_`);
      expect(publishedAt <= '2028-03-01T03:00:00Z').toBe(true);
      for (const record of records) {
        expect(timeOf(record)).toMatch(/^2028-02-29T\d\d:\d\d:\d\dZ$/);
        expect(timeOf(record) < publishedAt).toBe(true);
      }
    }
    const times = files.map(({ publishedAt }) => publishedAt);
    expect(times).toEqual([...times].sort());
    expect(new Set(files.map(({ key }) => key)).size).toBe(files.length);
  });

  it('delivers most events within ten minutes, and late ones with the reason', () => {
    let late = 0;
    let prompt = 0;
    for (const { publishedAt, records, folder } of readSample({ seed: 10, eventCount: 5000 })) {
      for (const record of records) {
        const delay = (Date.parse(publishedAt) - Date.parse(timeOf(record))) / 1000;
        if (delay <= 600) prompt += 1;
        if (record.addendum === undefined) continue;
        late += 1;
        expect(folder).toBe('CloudTrail');
        expect(record.addendum).toEqual({ reason: 'DELIVERY_DELAY' });
        expect(delay).toBeGreaterThan(600);
      }
    }
    expect(late).toBeGreaterThan(3);
    expect(prompt).toBeGreaterThan(4800);
  });

  it('spreads over several days where asked to', () => {
    const records = distinctRecords(readSample({ seed: 11, eventCount: 2000, days: 3 }));
    const perDay = Map.groupBy(records, (record) => timeOf(record).slice(0, 10));
    expect([...perDay.keys()]).toEqual(['2026-03-17', '2026-03-18', '2026-03-19']);
    expect(perDay.get('2026-03-19')?.length).toBeGreaterThan(500);
  });

  it('has busy places with large files and quiet ones with small files', () => {
    const sizes = readSample({ seed: 12, eventCount: 60_000 }).map(({ recordCount }) => recordCount);
    const small = sizes.filter((size) => size <= 100).length;
    expect(Math.max(...sizes)).toBeGreaterThan(120);
    expect(small / sizes.length).toBeGreaterThan(0.9);
  });

  // All files of a million events take some twenty seconds, which the time limit of this test does not allow.
  it('makes files as they are asked for: the first of a million events is there at once', {
    timeout: 3000,
  }, () => {
    const { value } = generateSampleTrail({ seed: 1, eventCount: 1_000_000 }).next();
    expect(value?.recordCount).toBeGreaterThan(0);
  });

  it.each([
    [
      { seed: 1, eventCount: -1 },
      'The number of events of a sample trail is a whole number from 0; -1 is not.',
    ],
    [
      { seed: 1, eventCount: 1.5 },
      'The number of events of a sample trail is a whole number from 0; 1.5 is not.',
    ],
    [{ seed: Number.NaN, eventCount: 1 }, 'The seed of a sample trail is a whole number from 0; NaN is not.'],
    [
      { seed: 1, eventCount: 1, days: 0 },
      'The number of days of a sample trail is a whole number from 1; 0 is not.',
    ],
    [
      { seed: 1, eventCount: 1, day: '2026-02-30' },
      'The day of a sample trail has the form YYYY-MM-DD and exists; "2026-02-30" does not.',
    ],
  ])('refuses %o before any file is made', (options, message) => {
    expect(() => generateSampleTrail(options)).toThrow(new RangeError(message));
  });
});
