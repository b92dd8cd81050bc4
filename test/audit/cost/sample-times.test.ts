import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleTimes } from '../../../lib/audit/cost/sample-times.ts';

it('looks at an hour as often as it has a share of the events', () => {
  const hours = [
    { hour: '2026-03-17T08', events: 10 },
    { hour: '2026-03-17T09', events: 30 },
  ];
  expect(sampleTimes(hours, 4)).toEqual([
    '2026-03-17T08:00:00Z',
    '2026-03-17T09:00:00Z',
    '2026-03-17T09:20:00Z',
    '2026-03-17T09:40:00Z',
  ]);
});

it('names no time twice, and none where nothing was counted', () => {
  expect(sampleTimes([{ hour: '2026-03-17T08', events: 1 }], 2)).toEqual([
    '2026-03-17T08:00:00Z',
    '2026-03-17T08:30:00Z',
  ]);
  expect(sampleTimes([{ hour: '2026-03-17T08', events: 1 }], 10_000)).toHaveLength(3_600);
  expect(sampleTimes([], 4)).toEqual([]);
  expect(sampleTimes([{ hour: '2026-03-17T08', events: 0 }], 4)).toEqual([]);
});

it('stays in the hours that were counted, in order', () => {
  const counted = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 24 });
  fc.assert(
    fc.property(counted, fc.integer({ min: 1, max: 50 }), (events, count) => {
      const hours = events.map((each, hour) => ({
        hour: `2026-03-17T${String(hour).padStart(2, '0')}`,
        events: each,
      }));
      const times = sampleTimes(hours, count);
      const busy = hours.filter((hour) => hour.events > 0).map(({ hour }) => hour);
      expect(times).toEqual([...times].sort());
      expect(times.filter((time) => !busy.includes(time.slice(0, 13)))).toEqual([]);
    }),
  );
});
