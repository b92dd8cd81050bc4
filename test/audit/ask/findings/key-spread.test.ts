import { describe, expect, it } from 'vitest';
import { KEY_SPREAD } from '../../../../lib/audit/ask/findings/key-spread.ts';
import { MARY, SmallIndex, type Stored } from './small-index.ts';

const KEY = 'ASIAIOSFODNN7EXAMPLE';
const OTHER_KEY = 'AKIAI44QH8DHBEXAMPLE';

function use(second: number, sourceIPAddress: string, event: Partial<Stored> = {}): Stored {
  return { eventTime: `2026-03-17T09:00:0${second}Z`, accessKeyId: KEY, sourceIPAddress, ...event };
}

describe('key-spread', () => {
  it('gives keys that were used from several addresses, the widest spread first', async () => {
    const index = new SmallIndex(4);
    index.store('a', use(1, '203.0.113.7'));
    index.store('b', use(3, '203.0.113.7'));
    index.store('c', use(2, '2001:db8::1'));
    index.store('d', use(1, '203.0.113.9', { accessKeyId: OTHER_KEY }));
    index.store('e', use(2, '203.0.113.8', { accessKeyId: OTHER_KEY }));
    index.store('f', use(3, '203.0.113.7', { accessKeyId: OTHER_KEY }));
    index.store('g', use(1, '203.0.113.7', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }));
    expect((await index.ask(KEY_SPREAD)).rows).toEqual([
      {
        accessKeyId: OTHER_KEY,
        principal: MARY,
        addresses: 3,
        exampleAddresses: '203.0.113.7 203.0.113.8 203.0.113.9',
        calls: 3,
        firstSeen: '2026-03-17T09:00:01Z',
        lastSeen: '2026-03-17T09:00:03Z',
        eventID: 'f',
      },
      {
        accessKeyId: KEY,
        principal: MARY,
        addresses: 2,
        exampleAddresses: '2001:db8::1 203.0.113.7',
        calls: 3,
        firstSeen: '2026-03-17T09:00:01Z',
        lastSeen: '2026-03-17T09:00:03Z',
        eventID: 'b',
      },
    ]);
  });

  it('passes over what is no address and what is no call of its own', async () => {
    const index = new SmallIndex();
    index.store('a', use(1, '203.0.113.7'));
    index.store('b', use(2, 'cloudformation.amazonaws.com'));
    index.store('c', use(3, 'AWS Internal'));
    index.store('d', use(4, '10.0.0.7', { eventCategory: 'NetworkActivity' }));
    index.store('e', { eventTime: '2026-03-17T09:00:05Z', sourceIPAddress: '203.0.113.8' });
    expect((await index.ask(KEY_SPREAD)).rows).toEqual([]);
  });

  it('asks for as many addresses as it is told, and names five', async () => {
    const index = new SmallIndex();
    for (const last of [1, 2, 3, 4, 5, 6]) index.store(`e${last}`, use(last, `203.0.113.${last}`));
    const addresses = '203.0.113.1 203.0.113.2 203.0.113.3 203.0.113.4 203.0.113.5 …';
    expect((await index.ask(KEY_SPREAD, { args: { addresses: '6' } })).rows).toMatchObject([
      { addresses: 6, exampleAddresses: addresses },
    ]);
    expect((await index.ask(KEY_SPREAD, { args: { addresses: '7' } })).rows).toEqual([]);
  });

  it('keeps to the window and to the filters', async () => {
    const index = new SmallIndex();
    index.store('a', use(1, '203.0.113.7', { awsRegion: 'eu-west-1' }));
    index.store('b', use(2, '203.0.113.8'));
    const ask = async (asked: Parameters<SmallIndex['ask']>[1]) =>
      (await index.ask(KEY_SPREAD, asked)).rows.length;
    expect(await ask({})).toBe(1);
    expect(await ask({ window: { since: '2026-03-17T09:00:02Z' } })).toBe(0);
    expect(await ask({ window: { until: '2026-03-17T09:00:02Z' } })).toBe(0);
    expect(await ask({ filters: { awsRegion: ['eu-west-1'] } })).toBe(0);
    expect(await ask({ filters: { not: [{ field: 'awsRegion', value: 'eu-west-1' }] } })).toBe(0);
  });

  it('reads no more than it may', async () => {
    const index = new SmallIndex();
    index.store('a', use(1, '203.0.113.7'));
    index.countDelivered('2026-03-17T09', 11);
    await expect(index.ask(KEY_SPREAD, { sweepLimit: 10 })).rejects.toMatchObject({
      code: 'sweep-too-large',
    });
    expect(index.indexQueries).toBe(0);
  });

  it('says that the list of sources has gaps', async () => {
    const index = new SmallIndex();
    index.store('a', use(1, '203.0.113.7'));
    index.overflow('source', '2026');
    expect((await index.ask(KEY_SPREAD)).incomplete).toBe(true);
  });
});
