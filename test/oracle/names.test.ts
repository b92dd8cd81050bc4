/**
 * Short names mean every value that they match. A value that the window holds as typed is meant alone, and full sources
 * and ARNs are taken at their word. The catalogue holds keys: a name that is too long for one is known by its beginning.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { query } from '../../lib/audit/query.ts';
import { resolveNames } from '../../lib/audit/resolve-names.ts';
import { allOf, expectInOrder } from './expect-answer.ts';
import { oracleCases, toQuery } from './oracle-case.ts';
import { OracleIndex, storeAll } from './oracle-index.ts';
import { answerOf, isNamed, keyForm, type ReferenceRequest, type Truth, toTruth } from './reference.ts';
import { drawnNames, namesOf, requestOf, type ShortName } from './requests.ts';

it('finds what short names stand for', async () => {
  await fc.assert(
    fc.asyncProperty(oracleCases({ min: 1, max: 25 }), drawnNames, async ({ trail, setup, drawn }, names) => {
      const index = new OracleIndex(setup);
      const truths = storeAll(index, trail).map(toTruth);
      const window = requestOf({ ...drawn, clauses: [], where: [] }, truths);
      const short = namesOf(names, truths);
      const request = { ...window, filters: { ...window.filters, ...short } };
      const { window: times, ...asked } = toQuery(request);
      const { filters, incomplete } = await resolveNames(asked.filters, times, index);
      const answer = query({ ...asked, window: times, filters, asked: asked.filters }, index.context());
      const given = await allOf(answer.events);

      const inWindow = answerOf(truths, window);
      const held = answerOf(truths, { ...window, filters: {} });
      const means = (truth: Truth, taken: Taken) =>
        Object.entries(short).every(([filter, values]) =>
          values.some((name) => isMeant(filter as ShortName, name, truth, { held, truths, taken })),
        );
      const most = inWindow.filter((truth) => means(truth, 'widely'));
      const hashes = new Set(given.map(({ recordHash }) => recordHash));
      expectInOrder(
        given,
        most.filter(({ hash }) => hashes.has(hash)),
        request,
      );
      const least = inWindow.filter((truth) => means(truth, 'narrowly') && !isCut(truth));
      expect(
        least.filter(({ hash }) => !hashes.has(hash)),
        JSON.stringify(request),
      ).toEqual([]);
      expect(incomplete).toBe(false);
    }),
    { numRuns: 800 },
  );
}, 120_000);

/** Whether days at the edges of the window, which the catalogue takes whole, hold the name as typed, is left open. */
type Taken = 'widely' | 'narrowly';

interface Held {
  /** Events of the window. */
  readonly held: readonly Truth[];
  readonly truths: readonly Truth[];
  readonly taken: Taken;
}

const FULL_NAME = /^(?:[a-z0-9-]+\.amazonaws\.com|arn:[a-z-]+:(?:iam|sts)::\d{12}:[^*]+)$/;

function isMeant(filter: ShortName, name: string, truth: Truth, { held, truths, taken }: Held): boolean {
  if (filter === 'user')
    return answerOf([truth], { filters: { user: [name] }, order: 'newest-first' }).length > 0;
  const isAsTyped = (other: Truth) =>
    answerOf([other], { filters: { [filter]: [name] }, order: 'newest-first' } as ReferenceRequest).length >
    0;
  const isFull = FULL_NAME.test(name) && (filter === 'eventSource' || filter === 'principal');
  if (isFull || held.some(isAsTyped)) return isAsTyped(truth);
  if (taken === 'narrowly' && truths.some(isAsTyped)) return isAsTyped(truth);
  if (filter === 'errorCode' && !truth.failed) return false;
  return isNamed(filter, name, truth) || isAsTyped(truth);
}

/** Whether the end of a name is not in the catalogue. */
function isCut({ fields }: Truth): boolean {
  const named = ['eventSource', 'eventName', 'principal', 'errorCode', 'userName'] as const;
  const cut = (field: string, value = '') =>
    keyForm(field, value).length < value.length || /~[0-9a-f]{16}$/.test(keyForm(field, value));
  return named.some((field) => cut(field, fields[field])) || cut('userName', fields.sourceIdentity);
}
