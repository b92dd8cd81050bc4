/**
 * Listings that are read in parts while new events come: what was indexed when a cursor was issued, and had not been
 * given, comes exactly once and in order. The next part may come from another index, and with more write shards.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { query } from '../../lib/audit/query.ts';
import { parseCursor } from '../../lib/event-index/cursor.ts';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import type { OptionalIndexName } from '../../lib/event-index/tables.ts';
import { expectInOrder } from './expect-answer.ts';
import { type OracleCase, oracleCases, toQuery } from './oracle-case.ts';
import { OracleIndex, storeAll } from './oracle-index.ts';
import { answerOf, toTruth } from './reference.ts';
import { optionalIndexes, requestOf } from './requests.ts';
import { type TrailEntry, trails } from './trails.ts';

/** How far a part of a listing is read, and what happens before the next one. */
interface Part {
  readonly events: number;
  /** Whether the listing ends there by itself, or somebody breaks it off. */
  readonly isLimit: boolean;
  readonly stored: readonly TrailEntry[];
  /** Position in what is stored already of an entry that is delivered again. */
  readonly again: number;
  readonly raisesShards: boolean;
  readonly optionalIndexes: readonly OptionalIndexName[];
}

const parts: fc.Arbitrary<readonly Part[]> = fc.array(
  fc.record({
    events: fc.integer({ min: 1, max: 6 }),
    isLimit: fc.boolean(),
    stored: trails({ min: 0, max: 4 }),
    again: fc.nat(40),
    raisesShards: fc.boolean(),
    optionalIndexes,
  }),
  { minLength: 1, maxLength: 6 },
);

it('goes on exactly where it stopped, also after new events arrived', async () => {
  await fc.assert(fc.asyncProperty(oracleCases({ min: 1, max: 25 }), parts, checkListing), {
    numRuns: 1_000,
  });
}, 120_000);

async function checkListing({ trail, setup, drawn }: OracleCase, parts: readonly Part[]): Promise<void> {
  const index = new OracleIndex(setup);
  const stored = [...trail];
  const request = requestOf(drawn, storeAll(index, trail).map(toTruth));
  const given = new Set<string>();
  let cursor: string | undefined;
  for (const part of [...parts, undefined]) {
    const isLeft = isBehind(cursor && parseCursor(cursor, request.filters).position.sortKey, request.order);
    const due = answerOf(
      stored.map(({ record }) => toTruth(record)),
      request,
    ).filter(({ hash, sortKey }) => isLeft(sortKey) && !given.has(hash));
    const limit = part?.isLimit ? part.events : undefined;
    const answer = query({ ...toQuery(request), cursor, limit }, index.context());
    const taken = await take(answer.events, part?.events);
    expectInOrder(taken, due, request, part?.events);
    for (const { recordHash } of taken) given.add(recordHash);
    cursor = answer.cursor();
    const left = due.filter(({ hash }) => !given.has(hash)).map(({ sortKey }) => sortKey);
    if (cursor === undefined || part === undefined) {
      expect(left).toEqual([]);
      return;
    }
    const reached = parseCursor(cursor, request.filters).position.sortKey;
    expect(left.filter((sortKey) => !isBehind(reached, request.order)(sortKey))).toEqual([]);
    change(index, stored, part);
  }
}

/** Whether a cursor at `reached` has an event of this sort key still before it. */
function isBehind(reached: string | undefined, order: 'newest-first' | 'oldest-first') {
  return (sortKey: string) =>
    reached === undefined || (order === 'newest-first' ? sortKey <= reached : sortKey >= reached);
}

async function take(events: AsyncIterable<IndexedEvent>, most = Number.POSITIVE_INFINITY) {
  const taken: IndexedEvent[] = [];
  for await (const event of events) if (taken.push(event) >= most) break;
  return taken;
}

function change(index: OracleIndex, stored: TrailEntry[], part: Part): void {
  if (part.raisesShards) index.raiseShards(4);
  index.setup = { ...index.setup, optionalIndexes: part.optionalIndexes };
  const again = stored[part.again % stored.length];
  for (const entry of again === undefined ? part.stored : [again, ...part.stored]) {
    stored.push(entry);
    index.store({ ...entry, late: true });
  }
}
