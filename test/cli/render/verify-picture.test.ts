import { describe, expect, it } from 'vitest';
import type { HourState } from '../../../lib/audit/verify/report.ts';
import { drawHours, layoutFor, type PicturedHour, rulerFor } from '../../../lib/cli/render/verify-picture.ts';

const at = (text: string) => new Date(text);

function hoursFrom(start: string, states: readonly HourState[]): PicturedHour[] {
  return states.map((state, index) => ({
    hour: new Date(Date.parse(`${start}:00:00Z`) + index * 3_600_000).toISOString().slice(0, 13),
    state,
  }));
}

const proven = (count: number): HourState[] => Array.from({ length: count }, () => 'proven');

describe('the layout', () => {
  it.each([
    ['2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z', 'strip'],
    ['2026-03-16T00:00:00Z', '2026-03-18T00:00:00Z', 'strip'],
    ['2026-03-16T00:00:00Z', '2026-03-18T01:00:00Z', 'days'],
    ['2026-03-01T00:00:00Z', '2026-03-29T00:00:00Z', 'days'],
    ['2026-03-01T00:00:00Z', '2026-03-29T01:00:00Z', 'months'],
  ])('of %s to %s is %s', (from, until, layout) => {
    expect(layoutFor({ from: at(from), until: at(until) })).toBe(layout);
  });
});

describe('a strip', () => {
  const window = { from: at('2026-03-16T22:00:00Z'), until: at('2026-03-17T12:30:00Z') };

  it('has a place for each hour of the window', () => {
    const hours = hoursFrom('2026-03-16T23', ['proven', 'silent', 'missing']);
    expect(drawHours(hours, 'strip', window)).toEqual([{ label: '', signs: ' █·M' }]);
  });

  it('has a ruler with midnight and every sixth hour', () => {
    expect(rulerFor('strip', window)).toBe('  03-17 06    12');
  });
});

describe('rows of days', () => {
  const window = { from: at('2026-03-01T00:00:00Z'), until: at('2026-03-20T00:00:00Z') };

  it('have a sign for each hour, and none where no hour is known', () => {
    const hours = [
      ...hoursFrom('2026-03-16T22', ['proven', 'altered', 'not-indexed']),
      ...hoursFrom('2026-03-17T02', ['overdue']),
    ];
    expect(drawHours(hours, 'days', window)).toEqual([
      { label: '2026-03-16', signs: `${' '.repeat(22)}█A` },
      { label: '2026-03-17', signs: 'N O' },
    ]);
    expect(rulerFor('days', window)).toBe('00    06    12    18');
  });
});

describe('rows of months', () => {
  const window = { from: at('2026-01-01T00:00:00Z'), until: at('2026-04-01T00:00:00Z') };

  it('show of each day its worst hour', () => {
    const hours = [
      ...hoursFrom('2026-02-27T00', proven(24)),
      ...hoursFrom('2026-02-28T00', [...proven(12), 'unproven', 'not-covered', ...proven(10)]),
      ...hoursFrom('2026-03-01T00', ['silent', 'proven']),
    ];
    expect(drawHours(hours, 'months', window)).toEqual([
      { label: '2026-02', signs: `${' '.repeat(26)}█?` },
      { label: '2026-03', signs: '█' },
    ]);
    expect(rulerFor('months', window)).toBe('01  05   10   15   20   25   30');
  });
});
