/**
 * Bytes that an event takes in the index, as DynamoDB counts them: over the sample trail, or over log files given.
 *
 *     node bench/item-size.ts [LOG_FILE.json.gz …]
 *
 * Counts the table and the three indexes that every event is in, with the 100 bytes that DynamoDB adds to each entry.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TrailEvent } from '../lib/cloudtrail/event.ts';
import { buildLogFileKey } from '../lib/cloudtrail/object-key.ts';
import { parseRecord, RecordRejected } from '../lib/cloudtrail/record.ts';
import { createRecordSplitter } from '../lib/cloudtrail/record-splitter.ts';
import {
  attributeSizeBytes,
  itemSizeBytes,
  STORAGE_OVERHEAD_BYTES,
} from '../lib/event-index/attribute-value.ts';
import { toEventItem } from '../lib/event-index/event-item.ts';
import { generateSampleTrail } from '../lib/sample/sample-trail.ts';

const ENTRIES = 4;
function* logFiles(): Generator<{ key?: string; body: Uint8Array }> {
  const paths = process.argv.slice(2);
  for (const path of paths) yield { body: readFileSync(path) };
  if (paths.length === 0) yield* generateSampleTrail({ seed: 1, eventCount: 20_000 });
}

/** The key that CloudTrail would give a log file of the event's own account and region. */
function typicalKey({ recipientAccountId = '111122223333', awsRegion = 'us-east-1' }: TrailEvent): string {
  return buildLogFileKey({
    accountId: recipientAccountId,
    folder: 'CloudTrail',
    region: awsRegion,
    deliveredAt: '2026-03-17T09:15Z',
    uniqueString: 'Mu0KsOhtH1ar15ZZ',
  });
}

const sizes: number[] = [];
const attributeBytes = new Map<string, number>();
let rejected = 0;

for (const { key, body } of logFiles()) {
  for (const part of createRecordSplitter({ acceptBareArray: true }).push(gunzipSync(body))) {
    if (part.kind === 'oversized') continue;
    try {
      const recordHash = createHash('sha256').update(part.bytes).digest().subarray(0, 16);
      const event = parseRecord(part.bytes);
      const source = {
        logFileKey: key ?? typicalKey(event),
        deliveryDay: '2026-03-17',
        recordIndex: part.index,
        recordHash,
      };
      const item = toEventItem(event, source, { shardCount: 1 });
      sizes.push(itemSizeBytes(item));
      for (const [name, value] of Object.entries(item)) {
        attributeBytes.set(name, (attributeBytes.get(name) ?? 0) + attributeSizeBytes(name, value));
      }
    } catch (error) {
      if (!(error instanceof RecordRejected)) throw error;
      rejected++;
    }
  }
}

const total = sizes.reduce((sum, size) => sum + size, 0);
const average = total / sizes.length;
sizes.sort((a, b) => a - b);
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`${sizes.length} events (${rejected} records are no events)`);
print(
  `an item: ${average.toFixed(0)} bytes on average, median ${sizes[sizes.length >> 1]}, largest ${sizes.at(-1)}`,
);
print(
  `an event in table and three indexes: ${(ENTRIES * (average + STORAGE_OVERHEAD_BYTES)).toFixed(0)} bytes`,
);
for (const [name, bytes] of [...attributeBytes].sort((a, b) => b[1] - a[1])) {
  print(`  ${name.padEnd(20)} ${(bytes / sizes.length).toFixed(1)}`);
}
