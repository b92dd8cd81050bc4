import { describe, expect, it } from 'vitest';
import { CallGroup } from '../../../../lib/audit/ask/findings/call-group.ts';
import { indexedEvent, trailEvent } from '../../../helpers/trail-event.ts';

const call = (eventID: string, eventTime: string, eventName: string) =>
  indexedEvent(trailEvent({ eventID, eventTime, eventName, eventSource: 's3.amazonaws.com' }));

const CALLS = [
  call('b', '2026-03-17T09:00:01Z', 'PutObject'),
  call('a', '2026-03-17T09:00:01Z', 'GetObject'),
  call('c', '2026-03-17T09:00:00Z', 'GetObject'),
  call('d', '2026-03-17T09:00:00Z', 'PutObject'),
];

describe('a group of calls', () => {
  it.each([
    ['as they come', CALLS],
    ['the other way round', CALLS.toReversed()],
  ])('is the same in whatever order its calls are added: %s', (_, calls) => {
    const group = new CallGroup();
    for (const each of calls) group.add(each);
    expect(group.toFinding()).toEqual({
      calls: 4,
      distinctCalls: 2,
      mostFrequent: 's3:GetObject',
      firstSeen: '2026-03-17T09:00:00Z',
      lastSeen: '2026-03-17T09:00:01Z',
      eventID: 'b',
    });
  });

  it('names calls without a source or a name, and sources that are not of AWS', () => {
    const group = new CallGroup();
    group.add(indexedEvent(trailEvent({})));
    expect(group.toFinding().mostFrequent).toBe('-:-');
    const other = new CallGroup();
    other.add(indexedEvent(trailEvent({ eventSource: 'example.com', eventName: 'Call' })));
    expect(other.toFinding().mostFrequent).toBe('example.com:Call');
  });
});
