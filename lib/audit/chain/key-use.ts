/** A call signed with a key that no call in the index handed out: it tells at least who holds the key. */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import { toKeyValue } from '../../event-index/key-value.ts';
import type { AuditContext } from '../ports.ts';
import { query } from '../query.ts';

/**
 * The newest one. Without the index on access keys this is a sweep.
 *
 * @throws SweepTooLargeError where that would read a large trail.
 */
export async function newestUse(
  accessKeyId: string,
  context: AuditContext,
): Promise<IndexedEvent | undefined> {
  const filters = { accessKeyId: [accessKeyId] };
  for await (const event of query({ filters, window: {}, order: 'newest-first', limit: 1 }, context).events) {
    // To a filter an id that ends in `*` is a pattern; to a chain it is one key.
    return event.accessKeyId === toKeyValue('accessKeyId', accessKeyId) ? event : undefined;
  }
  return undefined;
}
