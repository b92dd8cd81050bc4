/** What was verified, or looked for in vain, in words: an empty answer must not pass for a proof. */
import type { TrailFolders } from '../../audit/trail-folders.ts';
import { ANY_KEY_PREFIX } from '../../audit/trail-folders.ts';
import type { VerifyWindow } from '../../audit/verify/request.ts';
import type { VerifyTotals } from '../../audit/verify/totals.ts';
import { trailFolder } from '../../cloudtrail/object-key.ts';
import { count } from './count.ts';
import type { Collected } from './verify-collected.ts';

export interface Looked {
  readonly bucket: string;
  readonly folders: TrailFolders;
  readonly regions: readonly string[] | undefined;
  readonly trailName: string | undefined;
}

export function describeLooked(
  { bucket }: Pick<Looked, 'bucket'>,
  window: VerifyWindow,
  { accounts, regions }: Pick<VerifyTotals, 'accounts' | 'regions'>,
): string {
  const scope = `${count(accounts, 'account')}, ${count(regions, 'region')}`;
  return `Verified s3://${bucket}, ${describeDelivered(window)}: ${scope}.`;
}

export function describeDelivered({ from, until }: VerifyWindow): string {
  return `delivered from ${toMinute(from)} to ${toMinute(until)} UTC`;
}

/** Said where nobody said which time is meant. */
export function describeDefaultWindow(window: VerifyWindow, local: boolean): string {
  const which = local ? 'the newest 24 hours that were delivered' : 'the last 24 hours';
  return `Verifying ${which}, ${toMinute(window.from)} to ${toMinute(window.until)} UTC: --since for more, --all for everything.`;
}

/** No hour of any region is known. */
export function isNothing({ totals }: Pick<Collected, 'totals'>): boolean {
  return Object.values(totals.hours).every((hours) => hours === 0);
}

export function describeNothing(looked: Looked, window: VerifyWindow | undefined): string {
  const { bucket, folders, regions, trailName } = looked;
  const { keyPrefix, accountIds } = folders;
  const where = keyPrefix === ANY_KEY_PREFIX ? `s3://${bucket}` : `s3://${bucket}/${trailFolder(keyPrefix)}`;
  const of = [
    ...(accountIds === undefined ? [] : [`of account ${accountIds.join(', ')}`]),
    ...(regions === undefined ? [] : [`of ${regions.join(', ')}`]),
    ...(trailName === undefined ? [] : [`of trail ${trailName}`]),
    ...(window === undefined ? [] : [describeDelivered(window)]),
  ];
  const nothing = `Nothing to verify: there are no digests and no log files in ${[where, ...of].join(', ')}.`;
  return window === undefined ? nothing : `${nothing} --all looks at everything that there is.`;
}

function toMinute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
