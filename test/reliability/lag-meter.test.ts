import { expect, it } from 'vitest';
import { LagMeter } from './lag-meter.ts';

function put(entry: string, status: string) {
  const item = { section: { S: 'log-files#2026-03-17' }, entry: { S: entry }, status: { S: status } };
  const body = Buffer.from(JSON.stringify({ RequestItems: { table: [{ PutRequest: { Item: item } }] } }));
  return { operation: 'BatchWriteItem', body };
}

it('takes the time from the announcement to the last put that says indexed', () => {
  let now = 0;
  const meter = new LagMeter(() => now);
  for (const key of ['a', 'b', 'c']) meter.noteAnnounced(key);
  now = 100;
  meter.noteAnnounced('a');
  meter.noteRequest(put('a', 'indexed'));
  meter.noteRequest(put('b', 'pending'));
  now = 250;
  meter.noteRequest(put('b', 'indexed'));
  now = 400;
  meter.noteRequest(put('a', 'indexed'));
  meter.noteRequest(put('never announced', 'indexed'));
  expect([meter.quantileMs(0), meter.quantileMs(0.99)]).toEqual([250, 400]);
  expect(meter.lastIndexedAt).toBe(400);
});
