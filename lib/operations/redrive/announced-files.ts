/**
 * Which log files a dead letter is about, and for what is none, why.
 *
 * The words are those of the ingest function: a key that it would not fetch is not waited for, and a body that it cannot
 * read comes back however often it is moved.
 */
import { MAX_KEYS, NotificationError, parseNotification } from '../../cloudtrail/delivery-notification.ts';
import { readInScope, type TrailScope } from '../../event-index/trail-scope.ts';

export type Announced =
  /** The ledger has something to say about it, or will. */
  | { readonly kind: 'file'; readonly key: string; readonly deliveryDay: string }
  /** Not one of the trail's files: the function acknowledges it and reads nothing. */
  | { readonly kind: 'foreign'; readonly key: string; readonly bucket: string; readonly reason: string }
  /** Well-formed, and about no object. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Cannot be read as a notification. */
  | { readonly kind: 'no-notification'; readonly reason: string };

/** In the order of the message; never empty. */
export function readAnnounced(body: string, trail: TrailScope, maxKeys = MAX_KEYS): readonly Announced[] {
  try {
    const { objects, ignored } = parseNotification(body, { maxKeys });
    if (objects.length > 0) return objects.map(({ bucket, key }) => judge(bucket, key, trail));
    const said = ignored.map(({ description }) => description).join(', ');
    return [{ kind: 'nothing', reason: said === '' ? 'It announces no object.' : `${said}.` }];
  } catch (error) {
    if (error instanceof NotificationError) return [{ kind: 'no-notification', reason: error.message }];
    throw error;
  }
}

function judge(bucket: string, key: string, trail: TrailScope): Announced {
  const object = readInScope(bucket, key, trail);
  switch (object.kind) {
    case 'log-file':
    case 'digest':
      return { kind: 'file', key, deliveryDay: object.day };
    case 'folder-marker':
      return { kind: 'foreign', key, bucket, reason: 'It is a folder.' };
    case 'out-of-scope':
      return { kind: 'foreign', key, bucket, reason: toSentence(object.reason) };
  }
}

function toSentence(half: string): string {
  return `${half.replace(/^[a-z]/, (first) => first.toUpperCase())}.`;
}
