import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemSizeBytes, WRITE_UNIT_BYTES } from '../../lib/event-index/attribute-value.ts';
import {
  type DayCoverage,
  FILE_CLASSES,
  fromCoverageItem,
  type HourCoverage,
  joinCoverage,
  toCoverageItem,
  toDayCoverages,
} from '../../lib/event-index/coverage.ts';

const DAY = '2026-03-17';
const STATES = ['altered', 'missing', 'unproven', 'not-indexed', 'overdue', 'not-covered', 'awaited'];

function dayOf(hours: readonly HourCoverage[], rest: Partial<DayCoverage> = {}): DayCoverage {
  return {
    accountId: '111122223333',
    region: 'eu-west-1',
    day: DAY,
    hours,
    verifiedAt: '2026-03-17T12:00:31.000Z',
    verifiedUntil: '2026-03-17T12:00:00.000Z',
    deep: false,
    ...rest,
  };
}

const hourAt = (hour: string, state: string, files: HourCoverage['files'] = {}): HourCoverage => ({
  hour: `${DAY}T${hour}`,
  state,
  files,
});

describe('the coverage of a day', () => {
  const hours = [
    hourAt('08', 'silent'),
    hourAt('09', 'proven', { proven: 12 }),
    hourAt('10', 'missing', { missing: 1, proven: 11 }),
    hourAt('11', 'missing', { proven: 11 }),
    hourAt('12', 'not-indexed', { notIndexed: 2, notCovered: 1, proven: 3 }),
    hourAt('13', 'overdue'),
  ];

  it('is one item that can be read', () => {
    expect(toCoverageItem(dayOf(hours))).toEqual({
      section: { S: 'coverage#2026-03-17' },
      entry: { S: '111122223333/eu-west-1' },
      hours: {
        L: [
          { S: '08 silent' },
          { S: '09 proven 12' },
          { S: '10 missing 1, proven 11' },
          { S: '11 missing, proven 11' },
          { S: '12 not-indexed 2, not-covered 1, proven 3' },
          { S: '13 overdue' },
        ],
      },
      verifiedAt: { S: '2026-03-17T12:00:31.000Z' },
      verifiedUntil: { S: '2026-03-17T12:00:00.000Z' },
      deep: { BOOL: false },
    });
  });

  it('is read as it was written', () => {
    expect(fromCoverageItem(toCoverageItem(dayOf(hours, { deep: true })))).toEqual(
      dayOf(hours, { deep: true }),
    );
  });

  it('says the states alone where there is no room for the counts', () => {
    const files = Object.fromEntries(FILE_CLASSES.map((name) => [name, 1_234_567]));
    const crowded = Array.from({ length: 24 }, (_, hour) =>
      hourAt(String(hour).padStart(2, '0'), 'not-indexed', files),
    );
    const item = toCoverageItem(dayOf(crowded));
    expect(item.hours).toMatchObject({ L: expect.arrayContaining([{ S: '23 not-indexed …' }]) });
    expect(fromCoverageItem(item).hours[23]).toEqual({ hour: '2026-03-17T23', state: 'not-indexed' });
  });

  const counts = fc.dictionary(fc.constantFrom(...FILE_CLASSES), fc.integer({ min: 1, max: 10_000_000 }));
  const anyHour = fc.tuple(fc.constantFrom(...STATES, 'expired', 'proven', 'silent'), counts);

  it('costs one write unit and is read as it was written, or without its counts', () => {
    fc.assert(
      fc.property(fc.array(anyHour, { maxLength: 24 }), (all) => {
        const written = all.map(([state, files], hour) =>
          hourAt(String(hour).padStart(2, '0'), state, files),
        );
        const item = toCoverageItem(dayOf(written, { region: 'ap-southeast-2' }));
        expect(itemSizeBytes(item)).toBeLessThanOrEqual(WRITE_UNIT_BYTES);
        const read = fromCoverageItem(item).hours;
        const withoutCounts = written.map(({ hour, state }) => ({ hour, state }));
        expect([written, withoutCounts]).toContainEqual(read);
      }),
    );
  });
});

describe('the coverage of a region', () => {
  it('is parted into days, without counts of nothing', () => {
    const files = {
      missing: 0,
      altered: 0,
      unproven: 0,
      notIndexed: 0,
      notCovered: 0,
      expired: 0,
      proven: 4,
    };
    const { day: _, ...rest } = dayOf([
      { hour: '2026-03-16T23', state: 'proven', files },
      { hour: '2026-03-17T00', state: 'proven', files },
      { hour: '2026-03-17T01', state: 'silent', files: { proven: 0 } },
    ]);
    expect(toDayCoverages(rest)).toEqual([
      {
        ...rest,
        day: '2026-03-16',
        hours: [{ hour: '2026-03-16T23', state: 'proven', files: { proven: 4 } }],
      },
      {
        ...rest,
        day: '2026-03-17',
        hours: [
          { hour: '2026-03-17T00', state: 'proven', files: { proven: 4 } },
          { hour: '2026-03-17T01', state: 'silent', files: {} },
        ],
      },
    ]);
  });

  it('of no hour is that of no day', () => {
    expect(toDayCoverages(dayOf([]))).toEqual([]);
  });
});

describe('what is known of a day that was looked at again', () => {
  const stored = dayOf([hourAt('00', 'silent'), hourAt('01', 'overdue'), hourAt('02', 'awaited')], {
    deep: true,
  });

  it('is what was found last of the hours that both speak of, in the order of time', () => {
    const found = dayOf(
      [hourAt('01', 'proven', { proven: 2 }), hourAt('02', 'overdue'), hourAt('03', 'awaited')],
      {
        verifiedAt: '2026-03-17T18:00:00.000Z',
      },
    );
    expect(joinCoverage(stored, found)).toEqual({
      ...found,
      hours: [
        hourAt('00', 'silent'),
        hourAt('01', 'proven', { proven: 2 }),
        hourAt('02', 'overdue'),
        hourAt('03', 'awaited'),
      ],
      deep: false,
    });
  });

  it('keeps the order where an earlier part was verified later', () => {
    const late = dayOf([hourAt('05', 'proven')]);
    const early = dayOf([hourAt('03', 'silent')]);
    expect(joinCoverage(late, early).hours.map(({ hour }) => hour)).toEqual([
      '2026-03-17T03',
      '2026-03-17T05',
    ]);
  });

  it('is what was found where nothing is stored', () => {
    expect(joinCoverage(undefined, stored)).toBe(stored);
  });
});
