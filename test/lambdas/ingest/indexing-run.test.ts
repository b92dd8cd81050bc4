import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ingestMessage } from '../../../lambdas/ingest/ingest.ts';
import { keyOf, notification, record, World } from './world.ts';

const DAY = '2026-03-17';

it('refuses too many records of one chunk before it writes any', async () => {
  const world = new World();
  world.maxRecords = 20_000;
  const records = Array.from({ length: 20_100 }, (_, at) => record(`id-${at}`, { eventName: 'x' }));
  world.deliver(keyOf('many'), gzipSync(JSON.stringify({ Records: records })));
  world.maxInflatedBytes = 100_000_000;
  await ingestMessage(notification(keyOf('many')), world.context());
  expect(await world.index.readEntry(DAY, keyOf('many'))).toMatchObject({ status: 'rejected' });
  expect(world.eventIDs()).toEqual([]);
});

it('holds a hundred events of a file at most while the table is silent', async () => {
  const world = new World();
  world.deliver(
    keyOf('one'),
    Array.from({ length: 300 }, (_, at) => record(`id-${at}`)),
  );
  let puts = 0;
  const context = {
    ...world.context(),
    events: {
      put: () => {
        puts++;
        return new Promise<void>(() => {});
      },
    },
  };
  void ingestMessage(notification(keyOf('one')), context);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(puts).toBe(100);
});
