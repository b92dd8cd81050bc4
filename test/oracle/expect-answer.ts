/** Compares answers with the reference as far as the order is promised: events of equal sort keys may come in any. */
import { expect } from 'vitest';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import type { ReferenceRequest, Truth } from './reference.ts';

/** `given` is the answer, or its beginning where there was a limit. */
export function expectInOrder(
  given: readonly IndexedEvent[],
  answer: readonly Truth[],
  request: ReferenceRequest,
  limit = answer.length,
): void {
  const truthOf = new Map(answer.map((truth) => [truth.hash, truth]));
  const asked = JSON.stringify(request);
  const sortKeys = given.map(
    ({ recordHash, eventID, eventTime, eventName }) =>
      truthOf.get(recordHash)?.sortKey ?? `not asked for: ${eventID} ${eventTime} ${eventName}`,
  );
  expect(sortKeys, asked).toEqual(answer.slice(0, limit).map(({ sortKey }) => sortKey));
  expect(new Set(given.map(({ recordHash }) => recordHash)).size, `${asked} gives an event twice`).toBe(
    given.length,
  );
}

export async function allOf<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
