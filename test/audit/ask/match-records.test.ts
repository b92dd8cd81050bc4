/** How many events wait for their records: few at first, never more than memory should hold. */
import { expect, it } from 'vitest';
import { matchRecords } from '../../../lib/audit/ask/match-records.ts';
import type { IndexedEvent } from '../../../lib/event-index/event-item.ts';
import { AuditWorld, idsOf } from '../audit-world.ts';

it('reads records in batches that grow up to a limit, and keeps the order', async () => {
  const world = new AuditWorld();
  const events = Array.from({ length: 600 }, (_, index) => world.store(`e${index}`));
  let taken = 0;
  const takenAtReads: number[] = [];
  async function* taking(): AsyncGenerator<IndexedEvent> {
    for (const event of events) {
      taken++;
      yield event;
    }
  }
  const context = world.context();
  const bucket: typeof context.bucket = {
    read(key) {
      takenAtReads.push(taken);
      return context.bucket.read(key);
    },
  };
  const onUnchecked = (problem: string) => {
    throw new Error(problem);
  };
  const matches = ({ eventID }: { readonly eventID?: unknown }) => String(eventID).endsWith('9');
  const answers = matchRecords(taking(), { matches, context: { ...context, bucket }, onUnchecked });
  expect(await idsOf(answers)).toEqual(Array.from({ length: 60 }, (_, index) => `e${index * 10 + 9}`));
  expect(takenAtReads).toEqual([16, 80, 336, 592, 600]);
});
