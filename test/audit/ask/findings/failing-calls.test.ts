import { describe, expect, it } from 'vitest';
import { FAILING_CALLS } from '../../../../lib/audit/ask/findings/failing-calls.ts';
import { ADMIN, MARY, SmallIndex } from './small-index.ts';

describe('failing-calls', () => {
  it('counts by principal and error code, most first', async () => {
    const index = new SmallIndex(4);
    const at = (second: number) => `2026-03-17T09:00:0${second}Z`;
    index.store('a', { eventTime: at(1), errorCode: 'NoSuchBucket' });
    index.store('b', { eventTime: at(2), errorCode: 'AccessDenied' });
    index.store('c', { eventTime: at(3), errorCode: 'AccessDenied' });
    index.store('d', { eventTime: at(4), errorCode: 'AccessDenied', principal: ADMIN });
    index.store('e', { eventTime: at(5), principal: ADMIN });
    const { rows } = await index.ask(FAILING_CALLS);
    expect(rows).toEqual([
      {
        principal: MARY,
        errorCode: 'AccessDenied',
        calls: 2,
        distinctCalls: 1,
        mostFrequent: 's3:GetObject',
        firstSeen: at(2),
        lastSeen: at(3),
        eventID: 'c',
      },
      expect.objectContaining({ principal: ADMIN, errorCode: 'AccessDenied', calls: 1, eventID: 'd' }),
      expect.objectContaining({ principal: MARY, errorCode: 'NoSuchBucket', calls: 1, eventID: 'a' }),
    ]);
  });

  it('counts failures without a code as one', async () => {
    const index = new SmallIndex();
    const failed = { eventTime: '2026-03-17T09:00:00Z', failed: true, eventName: 'ConsoleLogin' };
    index.store('a', {
      ...failed,
      eventSource: 'signin.amazonaws.com',
      errorMessage: 'Failed authentication',
    });
    const { rows } = await index.ask(FAILING_CALLS);
    expect(rows).toMatchObject([{ errorCode: '-', calls: 1, mostFrequent: 'signin:ConsoleLogin' }]);
  });

  it('keeps to the window and to the filters', async () => {
    const index = new SmallIndex();
    index.store('before', { eventTime: '2026-03-16T23:59:59Z', errorCode: 'AccessDenied' });
    index.store('in', { eventTime: '2026-03-17T00:00:00Z', errorCode: 'AccessDenied' });
    index.store('code', { eventTime: '2026-03-17T00:00:00Z', errorCode: 'NoSuchBucket' });
    const asked = { window: { since: '2026-03-17T00:00:00Z' }, filters: { errorCode: ['AccessDenied'] } };
    const { rows } = await index.ask(FAILING_CALLS, asked);
    expect(rows).toMatchObject([{ calls: 1, eventID: 'in' }]);
  });
});
