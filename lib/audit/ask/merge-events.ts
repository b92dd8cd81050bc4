/**
 * Merges listings that are each newest first into one: an event that several of them have is given once. Reads one event
 * of each ahead, and ends their reading when nobody wants more.
 */
import { type IndexedEvent, identityOf, timeSortKeyOf } from '../../event-index/event-item.ts';

type Listing = AsyncGenerator<IndexedEvent>;

export async function* mergeNewestFirst(listings: readonly Listing[]): AsyncGenerator<IndexedEvent> {
  try {
    const opened = await Promise.all(
      listings.map(async (listing) => ({ listing, head: await headOf(listing) })),
    );
    let sortKey: string | undefined;
    // Copies of an event have the same sort key: one moment is all that has to be remembered.
    let given = new Set<string>();
    for (let first = newestOf(opened); first?.head !== undefined; first = newestOf(opened)) {
      const event = first.head;
      if (timeSortKeyOf(event) !== sortKey) given = new Set();
      sortKey = timeSortKeyOf(event);
      const identity = identityOf(event);
      if (!given.has(identity)) yield event;
      given.add(identity);
      first.head = await headOf(first.listing);
    }
  } finally {
    // One that still waits for a page would let us wait with it; what it fails with is nobody's any more.
    for (const listing of listings) listing.return(undefined).catch(() => {});
  }
}

interface Opened {
  readonly listing: Listing;
  /** Undefined after the last. */
  head: IndexedEvent | undefined;
}

async function headOf(listing: Listing): Promise<IndexedEvent | undefined> {
  const next = await listing.next();
  return next.done ? undefined : next.value;
}

function newestOf(opened: readonly Opened[]): Opened | undefined {
  return opened.reduce<Opened | undefined>((newest, candidate) => {
    if (candidate.head === undefined) return newest;
    if (newest?.head === undefined) return candidate;
    return timeSortKeyOf(candidate.head) > timeSortKeyOf(newest.head) ? candidate : newest;
  }, undefined);
}
