/** Every answer of `query` is what filtering and sorting the raw records gives, whatever plan and pages it takes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { query } from '../../lib/audit/query.ts';
import { allOf, expectInOrder } from './expect-answer.ts';
import { oracleCases, toQuery } from './oracle-case.ts';
import { OracleIndex, storeAll } from './oracle-index.ts';
import { answerOf, toTruth } from './reference.ts';
import { requestOf } from './requests.ts';

const TIMEOUT_MS = 120_000;

it(
  'answers as filtering and sorting the raw records does',
  async () => {
    await fc.assert(
      fc.asyncProperty(oracleCases({ min: 1, max: 30 }), async ({ trail, setup, drawn }) => {
        const index = new OracleIndex(setup);
        const truths = storeAll(index, trail).map(toTruth);
        const request = requestOf(drawn, truths);
        const answer = query(toQuery(request), index.context());
        const given = await allOf(answer.events);
        expectInOrder(given, answerOf(truths, request), request);
        expect(answer.isIncomplete()).toBe(false);
        expect(answer.unchecked()).toEqual({ events: 0, problem: undefined });
        expect(answer.cursor()).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  },
  TIMEOUT_MS,
);

it(
  'hides what has outlived the retention, to the second',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        oracleCases({ min: 1, max: 20 }),
        fc.nat(1_000),
        async ({ trail, setup, drawn }, extraDays) => {
          const oldest = trail.map(({ record }) => toTruth(record).eventTime).sort()[
            extraDays % trail.length
          ];
          const now = new Date(Date.parse(oldest ?? '') + 400 * DAY_MS - (extraDays % 2) * 1_000);
          const index = new OracleIndex({ ...setup, retentionDays: 400 });
          const truths = storeAll(index, trail).map(toTruth);
          const kept = truths.filter(({ eventTime }) => Date.parse(eventTime) + 400 * DAY_MS > now.getTime());
          const request = requestOf(drawn, truths);
          const answer = query(toQuery(request), { ...index.context(), now });
          expectInOrder(await allOf(answer.events), answerOf(kept, request), request);
        },
      ),
      { numRuns: 200 },
    );
  },
  TIMEOUT_MS,
);

const DAY_MS = 86_400_000;

it(
  'leaves out and counts what only a log file could tell that is gone',
  async () => {
    await fc.assert(
      fc.asyncProperty(oracleCases({ min: 1, max: 20 }), async ({ trail, setup, drawn }) => {
        const index = new OracleIndex(setup);
        const truths = storeAll(index, trail).map(toTruth);
        const request = requestOf(drawn, truths);
        const read = () => {
          throw new Error('NoSuchBucket');
        };
        const answer = query(toQuery(request), { ...index.context(), bucket: { read } });
        const given = (await allOf(answer.events)).map(({ recordHash }) => recordHash);
        const expected = answerOf(truths, request).map(({ hash }) => hash);
        expect(expected).toEqual(expect.arrayContaining(given));
        expect(expected.length - given.length).toBeLessThanOrEqual(answer.unchecked().events);
      }),
      { numRuns: 200 },
    );
  },
  TIMEOUT_MS,
);

it(
  'says so where the catalogue is not complete, and gives nothing that does not match',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        oracleCases({ min: 5, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        async (drawn, catalogueLimit) => {
          const index = new OracleIndex({ ...drawn.setup, catalogueLimit });
          const truths = storeAll(index, drawn.trail).map(toTruth);
          const request = requestOf(drawn.drawn, truths);
          const answer = query(toQuery(request), index.context());
          const given = await allOf(answer.events);
          const hashes = new Set(given.map(({ recordHash }) => recordHash));
          const expected = answerOf(truths, request);
          expectInOrder(
            given,
            expected.filter(({ hash }) => hashes.has(hash)),
            request,
          );
          if (!answer.isIncomplete()) expectInOrder(given, expected, request);
        },
      ),
      { numRuns: 200 },
    );
  },
  TIMEOUT_MS,
);
