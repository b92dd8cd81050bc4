import { describe, expect, it } from 'vitest';
import { utcIntervals } from '../../../lib/audit/intervals.ts';
import type { ValueCount } from '../../../lib/audit/value-counts.ts';
import { type ChartOptions, timelineChart } from '../../../lib/cli/render/timeline-chart.ts';
import type { TimelineCounts } from '../../../lib/cli/render/timeline-rows.ts';

const OPTIONS: ChartOptions = {
  intervals: utcIntervals('hour'),
  format: (start) => start.slice(0, 16).replace('T', ' '),
  timeHeader: 'hour (UTC)',
  width: 60,
  color: false,
};

const draw = (counts: Partial<TimelineCounts>, options: Partial<ChartOptions> = {}) => [
  ...timelineChart({ intervals: [], values: [], otherValues: 0, ...counts }, { ...OPTIONS, ...options }),
];

const HOURS = [
  { start: '2026-03-17T09:00:00Z', events: 1_200, failed: 3 },
  { start: '2026-03-17T11:00:00Z', events: 600, failed: 0 },
];

const value = (text: string, events: number): ValueCount => ({
  value: { kind: 'whole', text },
  events,
  failed: 0,
  firstSeen: '',
  lastSeen: '',
});

describe('timelineChart', () => {
  it('fills the terminal, and no more', () => {
    const lines = draw({ intervals: HOURS });
    expect(lines).toEqual([
      'hour (UTC)        events  failed',
      '2026-03-17 09:00   1,200       3  ██████████████████████████',
      '2026-03-17 10:00       0       0',
      '2026-03-17 11:00     600       0  █████████████',
    ]);
    expect(lines[1]).toHaveLength(60);
    expect(draw({ intervals: HOURS }, { width: 200 })[1]).toHaveLength(200);
  });

  it('has no column for failures that nobody counted', () => {
    const intervals = HOURS.map(({ start, events }) => ({ start, events }));
    expect(draw({ intervals })[0]).toBe('hour (UTC)        events');
  });

  it('leaves bars out where there is no room for them', () => {
    expect(draw({ intervals: HOURS }, { width: 39 })[1]).toBe('2026-03-17 09:00   1,200       3');
    expect(draw({ intervals: HOURS }, { width: 40 })[1]).toBe('2026-03-17 09:00   1,200       3  ██████');
  });

  it('splits bars, with a legend, numbers and a pattern for each value', () => {
    const intervals = [
      { start: '2026-03-17T09:00:00Z', events: 12, failed: 0, valueEvents: [6, 4], otherEvents: 2 },
      { start: '2026-03-17T10:00:00Z', events: 1, failed: 0, valueEvents: [0, 1], otherEvents: 0 },
    ];
    const values = [value('AccessDenied', 6), value('evil\u001b[2J', 5)];
    expect(draw({ intervals, values, otherValues: 7 }, { width: 51 })).toEqual([
      '█  6  AccessDenied',
      '▓  5  evil\\x1b[2J',
      '·  2  7 other values',
      '',
      'hour (UTC)        events  █  ▓  ·',
      '2026-03-17 09:00      12  6  4  2  ████████▓▓▓▓▓···',
      '2026-03-17 10:00       1  0  1  0  ▓',
    ]);
  });

  it('shows a long time without events as one line', () => {
    const intervals = [{ ...HOURS[0], start: '2014-01-01T00:00:00Z', events: 1 }, HOURS[1]].flatMap(
      (interval) => (interval === undefined ? [] : [interval]),
    );
    expect(draw({ intervals })[2]).toBe('⋮                 no events before 2026-03-17 11:00');
    expect(draw({ intervals })).toHaveLength(4);
  });

  it('paints only what it is told to', () => {
    expect(draw({ intervals: HOURS }, { color: true }).join('')).toContain('\u001b[36m█');
    expect(draw({ intervals: HOURS }).join('')).not.toContain('\u001b');
  });

  it('draws nothing of nothing', () => {
    expect(draw({})).toEqual([]);
  });
});
