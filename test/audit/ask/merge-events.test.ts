import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeNewestFirst } from '../../../lib/audit/ask/merge-events.ts';
import { type IndexedEvent, timeSortKeyOf } from '../../../lib/event-index/event-item.ts';
import { indexedEvent, trailEvent } from '../../helpers/trail-event.ts';
import { idsOf } from '../audit-world.ts';

const eventAt = (second: number, eventID: string) =>
  indexedEvent(trailEvent({ eventID, eventTime: `2026-03-17T09:00:0${second}Z` }));

/** A listing that says what was taken from it. */
function listingOf(events: readonly IndexedEvent[], taken: string[] = [], ended: string[] = []) {
  return (async function* () {
    try {
      for (const event of events) {
        taken.push(event.eventID);
        yield event;
      }
    } finally {
      ended.push('ended');
    }
  })();
}

describe('merging listings', () => {
  it('gives the newest of all first and each event once', async () => {
    const one = [eventAt(9, 'aaaa'), eventAt(5, 'bbbb')];
    const other = [eventAt(7, 'cccc'), eventAt(5, 'bbbb'), eventAt(1, 'dddd')];
    expect(await idsOf(mergeNewestFirst([listingOf(one), listingOf(other)]))).toEqual([
      'aaaa',
      'cccc',
      'bbbb',
      'dddd',
    ]);
  });

  it('keeps copies that differ in their bytes', async () => {
    const [copy, other] = [eventAt(5, 'aaaa'), { ...eventAt(5, 'aaaa'), recordHash: 'f'.repeat(32) }];
    expect(await idsOf(mergeNewestFirst([listingOf([copy]), listingOf([other])]))).toEqual(['aaaa', 'aaaa']);
  });

  it('reads one event of each ahead, and ends all when nobody wants more', async () => {
    const [taken, ended]: [string[], string[]] = [[], []];
    const one = listingOf([eventAt(9, 'a1'), eventAt(8, 'a2'), eventAt(7, 'a3')], taken, ended);
    const other = listingOf([eventAt(5, 'b1'), eventAt(4, 'b2')], taken, ended);
    for await (const event of mergeNewestFirst([one, other])) if (event.eventID === 'a2') break;
    expect(taken.sort()).toEqual(['a1', 'a2', 'b1']);
    expect(ended).toEqual(['ended', 'ended']);
  });

  it('fails with what one of them fails with', async () => {
    async function* broken(): AsyncGenerator<IndexedEvent> {
      yield eventAt(9, 'a');
      throw new Error('Gone.');
    }
    await expect(idsOf(mergeNewestFirst([broken(), listingOf([eventAt(1, 'b')])]))).rejects.toThrow('Gone.');
  });

  it('equals sorting all of them', async () => {
    const event = fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('aaaa', 'bbbb', 'bbbbb', 'cccc'))
      .map(([second, id]) => eventAt(second, id));
    const newestFirst = (events: readonly IndexedEvent[]) =>
      events.toSorted((a, b) => (timeSortKeyOf(a) < timeSortKeyOf(b) ? 1 : -1));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(event), { maxLength: 4 }), async (listings) => {
        const merged = mergeNewestFirst(listings.map((events) => listingOf(newestFirst(events))));
        const keys: string[] = [];
        const identities: string[] = [];
        for await (const given of merged) {
          keys.push(timeSortKeyOf(given));
          identities.push(`${given.eventTime} ${given.eventID}`);
        }
        expect(keys).toEqual(keys.toSorted().reverse());
        const all = new Set(listings.flat().map(({ eventTime, eventID }) => `${eventTime} ${eventID}`));
        expect(identities.toSorted()).toEqual([...all].toSorted());
      }),
    );
  });
});
