/** A property says no more than the cases that it meets: the generators reach those that are hard. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { query } from '../../lib/audit/query.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';
import { allOf } from './expect-answer.ts';
import { oracleCases, toQuery } from './oracle-case.ts';
import { OracleIndex, storeAll } from './oracle-index.ts';
import { answerOf, toTruth } from './reference.ts';
import { requestOf } from './requests.ts';

it('meets what is hard to answer', async () => {
  const met: Record<string, number> = {};
  const count = (what: string, holds: boolean) => {
    met[what] = (met[what] ?? 0) + (holds ? 1 : 0);
  };
  const cases = fc.sample(oracleCases({ min: 1, max: 30 }), { numRuns: 300, seed: 20_240_317 });
  for (const { trail, setup, drawn } of cases) {
    const index = new OracleIndex(setup);
    const truths = storeAll(index, trail).map(toTruth);
    const request = requestOf(drawn, truths);
    const answer = query(toQuery(request), index.context());
    const given = await allOf(answer.events);
    const all = answerOf(truths, { filters: {}, order: 'newest-first' });
    const items = [...index.events.items.values()];
    const events = items.map(fromEventItem);
    count('cases', true);
    count('some events match', given.length > 0 && given.length < all.length);
    count('no event matches', given.length === 0);
    count(
      'events of one sort key',
      new Set(given.map(({ recordHash }) => all.find(({ hash }) => hash === recordHash)?.sortKey)).size <
        given.length,
    );
    count('one id for two records', new Set(events.map(({ eventID }) => eventID)).size < events.length);
    count('a record in two files', all.length < trail.length);
    count(
      'several write shards',
      items.some((item) => JSON.stringify(item.eventName).includes('\\t')),
    );
    count(
      'cut keys',
      events.some(({ clipped }) => clipped.includes('principal')),
    );
    count(
      'texts that gave way',
      items.some((item) => 'overflowed' in item),
    );
    count(
      'a log file known by its hash',
      events.some(({ logFile }) => logFile.kind === 'hash'),
    );
    count('records read for a cut summary', index.met.recordsRead > 0 && request.filters.where === undefined);
    count('empty pages', index.met.emptyPages > 0);
    count('a sweep', answer.plan()?.kind === 'sweep');
    count(
      'a sweep of errors',
      answer.plan()?.index.name === 'by-error-code' && answer.plan()?.kind === 'sweep',
    );
    count('keys', answer.plan()?.kind === 'keys');
    count(
      'an optional index',
      ['by-user-name', 'by-access-key', 'by-source-ip'].includes(answer.plan()?.index.name ?? ''),
    );
  }
  expect(
    Object.entries(met).filter(([, cases]) => cases < 5),
    JSON.stringify(met),
  ).toEqual([]);
}, 60_000);
