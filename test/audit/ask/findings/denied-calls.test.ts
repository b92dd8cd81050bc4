import { describe, expect, it } from 'vitest';
import { DENIED_CALLS } from '../../../../lib/audit/ask/findings/denied-calls.ts';
import { ADMIN, MARY, SmallIndex } from './small-index.ts';

const DENIED = { eventTime: '2026-03-17T09:00:00Z', errorCode: 'AccessDenied' };

describe('denied-calls', () => {
  it('counts the refused calls of each principal, most first', async () => {
    const index = new SmallIndex(4);
    index.store('a1', { ...DENIED, principal: ADMIN });
    index.store('m2', { ...DENIED, eventTime: '2026-03-17T10:00:00Z' });
    index.store('m1', { ...DENIED, eventTime: '2026-03-16T10:00:00Z' });
    index.store('m3', {
      eventTime: '2026-03-17T09:30:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      errorCode: 'Client.UnauthorizedOperation',
    });
    index.store('done', { eventTime: '2026-03-17T11:00:00Z' });
    expect(await index.ask(DENIED_CALLS)).toEqual({
      rows: [
        {
          principal: MARY,
          calls: 3,
          distinctCalls: 2,
          mostFrequent: 's3:GetObject',
          firstSeen: '2026-03-16T10:00:00Z',
          lastSeen: '2026-03-17T10:00:00Z',
          eventID: 'm2',
        },
        {
          principal: ADMIN,
          calls: 1,
          distinctCalls: 1,
          mostFrequent: 's3:GetObject',
          firstSeen: '2026-03-17T09:00:00Z',
          lastSeen: '2026-03-17T09:00:00Z',
          eventID: 'a1',
        },
      ],
      remarks: [],
      incomplete: false,
    });
  });

  it.each([
    ['AccessDenied', 1],
    ['AccessDeniedException', 1],
    ['KMSAccessDeniedException', 1],
    ['VpceAccessDenied', 1],
    ['UnauthorizedOperation', 1],
    ['Client.UnauthorizedOperation', 1],
    ['UnauthorizedException', 1],
    ['UnauthorizedAccess', 1],
    ['NotAuthorizedException', 1],
    ['AuthorizationErrorException', 1],
    ['ForbiddenException', 1],
    ['ThrottlingException', 0],
    ['NoSuchBucket', 0],
    ['ExpiredToken', 0],
    ['InvalidClientTokenId', 0],
    ['SignatureDoesNotMatch', 0],
    ['Client.InvalidPermission.NotFound', 0],
    [undefined, 0],
  ])('takes %s for a refusal: %i', async (errorCode, expected) => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2026-03-17T09:00:00Z', ...(errorCode && { errorCode }), failed: true });
    expect((await index.ask(DENIED_CALLS)).rows).toHaveLength(expected);
  });

  it('keeps to the window and to every filter', async () => {
    const index = new SmallIndex();
    index.store('before', { ...DENIED, eventTime: '2026-03-17T08:59:59Z' });
    index.store('in', { ...DENIED, awsRegion: 'eu-west-1' });
    index.store('elsewhere', { ...DENIED, principal: ADMIN });
    index.store('code', { ...DENIED, awsRegion: 'eu-west-1', errorCode: 'AccessDeniedException' });
    index.store('after', { ...DENIED, eventTime: '2026-03-17T09:00:01Z' });
    const window = { since: '2026-03-17T09:00:00Z', until: '2026-03-17T09:00:01Z' };
    const ask = async (filters: object) =>
      (await index.ask(DENIED_CALLS, { window, filters })).rows.map((row) => [row.calls, row.eventID]);
    expect(await ask({ awsRegion: ['eu-west-1'] })).toEqual([[2, 'in']]);
    expect(await ask({ principal: [ADMIN] })).toEqual([[1, 'elsewhere']]);
    expect(await ask({ awsRegion: ['eu-west-1'], errorCode: ['AccessDeniedException'] })).toEqual([
      [1, 'code'],
    ]);
    expect(await ask({ errorCode: ['NoSuchBucket'] })).toEqual([]);
    expect(await ask({ succeeded: true })).toEqual([]);
  });

  it('reads the index of error codes alone, however many events the window has', async () => {
    const index = new SmallIndex();
    index.store('e', DENIED);
    for (let number = 0; number < 20; number++)
      index.store(`done-${number}`, { eventTime: DENIED.eventTime, eventSource: `s${number}.amazonaws.com` });
    index.countDelivered('2026-03-17T09', 1_000_000);
    expect((await index.ask(DENIED_CALLS, { sweepLimit: 1 })).rows).toHaveLength(1);
    expect(index.indexQueries).toBe(1);
  });

  it('gives equal counts in the order of the names, and equal times by the id of the event', async () => {
    const index = new SmallIndex();
    index.store('m2', { ...DENIED, eventName: 'B' });
    index.store('m1', { ...DENIED, eventName: 'A' });
    index.store('a2', { ...DENIED, principal: ADMIN, eventName: 'D' });
    index.store('a1', { ...DENIED, principal: ADMIN, eventName: 'C' });
    const { rows } = await index.ask(DENIED_CALLS);
    expect(rows.map((row) => [row.principal, row.mostFrequent, row.eventID])).toEqual([
      [ADMIN, 's3:C', 'a2'],
      [MARY, 's3:A', 'm2'],
    ]);
  });

  it('says that the list of error codes has gaps', async () => {
    const index = new SmallIndex();
    index.store('e', DENIED);
    index.overflow('error', '2026');
    expect(await index.ask(DENIED_CALLS)).toMatchObject({ incomplete: true, rows: [{ calls: 1 }] });
  });
});
