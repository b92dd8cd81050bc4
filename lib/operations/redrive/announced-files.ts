/**
 * Which log files a dead letter is about, and for what is none, why.
 *
 * The words are those of the ingest function: a key that it would not fetch is not waited for, and a body that it cannot
 * read comes back however often it is moved.
 */
import { NotificationError, parseNotification } from '../../cloudtrail/delivery-notification.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { KEY_LIMIT_BYTES } from '../../event-index/ledger.ts';

export type Announced =
  /** The ledger has something to say about it, or will. */
  | { readonly kind: 'file'; readonly key: string; readonly deliveryDay: string }
  /** Not one of the trail's files: the function acknowledges it and reads nothing. */
  | { readonly kind: 'foreign'; readonly key: string; readonly bucket: string; readonly reason: string }
  /** Well-formed, and about no object. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Cannot be read as a notification. */
  | { readonly kind: 'no-notification'; readonly reason: string };

export interface TrailPlace {
  readonly trailBucket: string;
  /** The trail's S3 key prefix, without a slash at its end, '' for none; undefined takes keys of any. */
  readonly keyPrefix?: string | undefined;
  /** The organisation whose log files are taken beside those of none; undefined takes those of any. */
  readonly organizationId?: string | undefined;
  /** The accounts whose log files are taken; undefined takes those of any. */
  readonly accountIds?: readonly string[] | undefined;
}

/** In the order of the message; never empty. */
export function readAnnounced(body: string, trail: TrailPlace): readonly Announced[] {
  try {
    const { objects, ignored } = parseNotification(body);
    if (objects.length > 0) return objects.map(({ bucket, key }) => judge(bucket, key, trail));
    const said = ignored.map(({ description }) => description).join(', ');
    return [{ kind: 'nothing', reason: said === '' ? 'It announces no object.' : `${said}.` }];
  } catch (error) {
    if (error instanceof NotificationError) return [{ kind: 'no-notification', reason: error.message }];
    throw error;
  }
}

function judge(bucket: string, key: string, trail: TrailPlace): Announced {
  const reason = refusalOf(bucket, key, trail);
  if (reason !== undefined) return { kind: 'foreign', key, bucket, reason };
  const parsed = parseObjectKey(key);
  if (parsed.kind === 'log-file' || parsed.kind === 'digest')
    return { kind: 'file', key, deliveryDay: parsed.day };
  const what = parsed.kind === 'foreign' ? parsed.reason : 'it is a folder';
  return { kind: 'foreign', key, bucket, reason: `It is no log file: ${what}.` };
}

/** Before the ledger is asked: no table takes a key of any length. */
function refusalOf(bucket: string, key: string, trail: TrailPlace): string | undefined {
  if (bucket !== trail.trailBucket) return `It is in the bucket ${bucket}, which is not the trail's.`;
  if (Buffer.byteLength(key) > KEY_LIMIT_BYTES || !key.isWellFormed()) {
    return `Its key is longer than ${KEY_LIMIT_BYTES} bytes, or no text.`;
  }
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file' && parsed.kind !== 'digest') return undefined;
  const { prefix = '', organizationId, accountId } = parsed;
  if (prefix !== (trail.keyPrefix ?? prefix)) return 'It is not below the key prefix of the trail.';
  // Keys without an organisation are the trail's all the same.
  if (organizationId !== undefined && organizationId !== (trail.organizationId ?? organizationId)) {
    return `It belongs to the organisation ${organizationId}.`;
  }
  const isOfOtherAccount = trail.accountIds?.includes(accountId) === false;
  return isOfOtherAccount ? `It belongs to the account ${accountId}.` : undefined;
}
