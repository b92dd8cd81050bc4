import { describe, expect, it } from 'vitest';
import {
  COUNT_ATTRIBUTE,
  counterKey,
  counterSection,
  countIn,
  countValue,
  hourOf,
} from '../../lib/event-index/counters.ts';

describe('counters', () => {
  it('put the hour of an event into the section of its day', () => {
    const hour = hourOf('2026-07-19T21:33:41Z');
    expect(hour).toBe('2026-07-19T21');
    expect(counterKey(hour)).toEqual({ section: { S: 'event-counts#2026-07-19' }, entry: { S: '21' } });
    expect(counterSection('2026-07-19')).toBe('event-counts#2026-07-19');
  });

  it('give back the hour and what was counted', () => {
    const item = { ...counterKey('2026-07-19T09'), [COUNT_ATTRIBUTE]: countValue(1_234) };
    expect(countIn(item)).toEqual({ hour: '09', events: 1_234 });
    expect(countIn({})).toEqual({ hour: '', events: 0 });
  });
});
