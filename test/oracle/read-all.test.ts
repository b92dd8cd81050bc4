/** What is counted are all events that match, each once, whatever the order they are read in. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAll } from '../../lib/audit/read-all.ts';
import { allOf } from './expect-answer.ts';
import { oracleCases, toQuery } from './oracle-case.ts';
import { OracleIndex, storeAll } from './oracle-index.ts';
import { answerOf, toTruth } from './reference.ts';
import { requestOf } from './requests.ts';

const TIMEOUT_MS = 120_000;

it(
  'reads every event that matches, once',
  async () => {
    await fc.assert(
      fc.asyncProperty(oracleCases({ min: 1, max: 30 }), async ({ trail, setup, drawn }) => {
        const index = new OracleIndex(setup);
        const truths = storeAll(index, trail).map(toTruth);
        const request = requestOf(drawn, truths);
        const reading = readAll(toQuery(request), index.context());
        const read = await allOf(reading.events);
        const expected = answerOf(truths, request).map(({ hash }) => hash);
        expect(read.map(({ recordHash }) => recordHash).sort(), JSON.stringify(request)).toEqual(
          expected.sort(),
        );
        expect(reading.isIncomplete()).toBe(false);
        expect(reading.unchecked().events).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  },
  TIMEOUT_MS,
);

it(
  'says so where the catalogue is not complete, and reads nothing that does not match',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        oracleCases({ min: 5, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        async (drawn, catalogueLimit) => {
          const index = new OracleIndex({ ...drawn.setup, catalogueLimit });
          const truths = storeAll(index, drawn.trail).map(toTruth);
          const request = requestOf(drawn.drawn, truths);
          const reading = readAll(toQuery(request), index.context());
          const read = (await allOf(reading.events)).map(({ recordHash }) => recordHash);
          const expected = answerOf(truths, request).map(({ hash }) => hash);
          expect(expected).toEqual(expect.arrayContaining(read));
          expect(new Set(read).size).toBe(read.length);
          if (!reading.isIncomplete()) expect(read.length).toBe(expected.length);
        },
      ),
      { numRuns: 300 },
    );
  },
  TIMEOUT_MS,
);
