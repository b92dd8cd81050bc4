/**
 * Which part of the trail bucket a backfill is about: what `--prefix`, `--since` and `--until` say, as keys and days.
 *
 * A prefix may be a whole key, the beginning of one from `AWSLogs/` on, or from the account on, as people copy it from
 * the S3 console or remember it. Nothing is announced that the stack does not take: its function would refuse it.
 */

import { deliveryDayOf } from '../audit/delivery-days.ts';
import type { TrailBucketListing } from '../audit/ports.ts';
import { ANY_KEY_PREFIX, type TrailFolders } from '../audit/trail-folders.ts';
import type { Deployment } from '../aws/deployment.ts';
import { ROOT_FOLDER, trailFolder } from '../cloudtrail/object-key.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { findNearestFolders } from '../operations/backfill/nearest-folders.ts';
import { UsageError } from './errors.ts';

/** There is nothing where somebody wanted something looked for. */
export class NothingThereError extends Error {
  override readonly name = 'NothingThereError';
  readonly code = 'nothing-there';
}

/**
 * What the ingest function takes; on this machine that is everything.
 * @throws UsageError when the prefix lies outside of it.
 */
export function foldersFor(
  deployment: Deployment,
  { local, prefix }: { readonly local: boolean; readonly prefix: string | undefined },
): TrailFolders {
  const taken: TrailFolders = local
    ? { keyPrefix: ANY_KEY_PREFIX }
    : {
        keyPrefix: deployment.keyPrefix,
        organizationId: deployment.organizationId ?? '',
        accountIds: deployment.accountIds,
      };
  return prefix === undefined ? taken : { ...taken, within: toKeyBeginning(prefix, deployment, local) };
}

function toKeyBeginning(prefix: string, { trailBucket, keyPrefix }: Deployment, local: boolean): string {
  const [, bucket, key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(prefix) ?? [undefined, undefined, prefix];
  if (bucket !== undefined && bucket !== trailBucket)
    throw new UsageError(`--prefix ${prefix} is in another bucket: the trail's is ${trailBucket}.`);
  const beginning = key.replace(/^\/+/, '');
  const root = trailFolder(keyPrefix);
  if (root.startsWith(beginning) || beginning.startsWith(root)) return beginning;
  // Whole keys of any trail: on this machine, every one is taken.
  const isFromRoot = `/${beginning}/`.includes(`/${ROOT_FOLDER}/`);
  if (isFromRoot && local) return beginning;
  if (isFromRoot && !beginning.startsWith(`${ROOT_FOLDER}`))
    throw new UsageError(`--prefix ${prefix} is of another trail: the stack takes what is in ${root}.`);
  return isFromRoot ? `${root}${beginning.slice(ROOT_FOLDER.length + 1)}` : `${root}${beginning}`;
}

/** Whole delivery days, in UTC as CloudTrail counts them: none is in the future. */
export interface DeliveryDays {
  readonly firstDay: string | undefined;
  readonly lastDay: string;
}

/** @throws UsageError when nothing can have been delivered then. */
export function deliveryDaysOf({ since, until }: TimeWindow, now: Date): DeliveryDays {
  const today = deliveryDayOf(now);
  const firstDay = since?.slice(0, 10);
  if (firstDay !== undefined && firstDay > today)
    throw new UsageError(`--since ${firstDay} lies in the future: nothing has been delivered since.`);
  const lastDay = until === undefined ? today : deliveryDayOf(new Date(Date.parse(until) - 1));
  return { firstDay, lastDay: lastDay < today ? lastDay : today };
}

const NAMED_FOLDERS = 10;

/** @throws NothingThereError when no key begins with `within`: names what there is near it. */
export async function requireSomethingWithin(within: string, listing: TrailBucketListing): Promise<void> {
  const nearest = await findNearestFolders(listing, within);
  if (nearest === undefined) return;
  const { folder, folders } = nearest;
  const nothing = `The trail bucket holds nothing whose key begins with ${within}. Nothing was announced.`;
  if (folders.length === 0) throw new NothingThereError(`${nothing} It is empty.`);
  const names = folders.slice(0, NAMED_FOLDERS).map((path) => path.slice(folder.length));
  const more = folders.length - names.length;
  throw new NothingThereError(
    `${nothing} In ${folder || 'the bucket'} there ${folders.length === 1 ? 'is' : 'are'} ` +
      `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  );
}
