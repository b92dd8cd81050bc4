/**
 * Puts a listing of the bucket and the ledger side by side: each object with its entry.
 *
 * Both come in the order of their keys, page by page, so neither is held in memory and nothing is looked up one by one.
 * The ledger is first asked when there is an object to ask about, and always after the listing: what was indexed
 * meanwhile is then known.
 */

import type { ListedObject } from '../../audit/ports.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';

export interface JoinedObject {
  readonly object: ListedObject;
  readonly entry: LedgerEntry | undefined;
}

export async function* joinLedger(
  objects: AsyncIterable<ListedObject>,
  entries: AsyncIterable<LedgerEntry>,
): AsyncGenerator<JoinedObject> {
  const ledger = entries[Symbol.asyncIterator]();
  let next: IteratorResult<LedgerEntry> | undefined;
  try {
    for await (const object of objects) {
      next ??= await ledger.next();
      while (!next.done && isBefore(next.value.key, object.key)) next = await ledger.next();
      yield { object, entry: !next.done && next.value.key === object.key ? next.value : undefined };
    }
  } finally {
    await ledger.return?.();
  }
}

/** By UTF-8 bytes, as S3 lists and DynamoDB sorts; JavaScript's own order differs beyond the first 65,536 characters. */
function isBefore(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) < 0;
}
