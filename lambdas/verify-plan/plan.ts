/**
 * Plans the verification of the last day: one message for each account, so that a thousand of them are verified side by
 * side, each in a time that an invocation has.
 *
 * Accounts are those of the settings, or those that the bucket has folders of: one that joins the organisation is found
 * without being named. Those of the verifications before are asked for as well: of an account of which everything was
 * deleted, nothing else tells that it was there.
 */

import pLimit from 'p-limit';
import { daysNewestFirst, deliveryDayOf } from '../../lib/audit/delivery-days.ts';
import type { TrailBucketListing } from '../../lib/audit/ports.ts';
import { findAccounts, type TrailFolders } from '../../lib/audit/trail-folders.ts';
import { batchesOf } from '../../lib/batches.ts';
import { HOUR_MS } from '../../lib/cloudtrail/utc.ts';
import { formatVerifyMessage } from '../verify/verify-message.ts';
import { type RefusedMessage, SEND_BATCH_LIMIT, type VerifiedAccounts, type VerifyQueue } from './ports.ts';

export interface PlanContext {
  readonly listing: TrailBucketListing;
  readonly verified: VerifiedAccounts;
  readonly queue: VerifyQueue;
  /** Resolves after `ms`. */
  wait(ms: number): Promise<void>;
}

/** The last day; the rest for digests that came after the verification before: they may be an hour and a half late. */
const WINDOW_HOURS = 24 + 2;

const CONCURRENT_BATCHES = 8;
const MAX_TRIES = 5;
const FIRST_WAIT_MS = 200;

/** @returns the accounts that a verification was asked for */
export async function planVerification(
  folders: TrailFolders,
  now: Date,
  context: PlanContext,
): Promise<readonly string[]> {
  const window = lastDay(now);
  const accountIds = folders.accountIds ?? (await findAllAccounts(folders, window, context));
  const bodies = accountIds.map((accountId) => formatVerifyMessage({ accountId, ...window }));
  const gate = pLimit(CONCURRENT_BATCHES);
  await Promise.all(batchesOf(bodies, SEND_BATCH_LIMIT).map((batch) => gate(() => sendAll(batch, context))));
  return accountIds;
}

async function findAllAccounts(
  folders: TrailFolders,
  { from, until }: Window,
  { listing, verified }: PlanContext,
): Promise<readonly string[]> {
  const days = daysNewestFirst(deliveryDayOf(from), deliveryDayOf(until));
  const found = await Promise.all([
    findAccounts(listing, folders),
    ...days.map((day) => verified.findAccounts(day)),
  ]);
  return [...new Set(found.flat())].sort();
}

interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** From the beginning of an hour on, so that each hour is verified as a whole. */
export function lastDay(now: Date): Window {
  const from = Math.floor(now.getTime() / HOUR_MS - WINDOW_HOURS) * HOUR_MS;
  return { from: new Date(from), until: now };
}

/** @throws when SQS keeps refusing: the schedule's retry sends all of them again, which does no harm. */
async function sendAll(bodies: readonly string[], { queue, wait }: PlanContext): Promise<void> {
  let refused: readonly RefusedMessage[] = await queue.send(bodies);
  for (let tries = 1; refused.length > 0; tries++) {
    if (tries === MAX_TRIES) {
      throw new Error(
        `The verify queue did not take ${refused.length} of ${bodies.length} messages: ${refused[0]?.reason}`,
      );
    }
    await wait(FIRST_WAIT_MS * 2 ** tries);
    refused = await queue.send(refused.map(({ body }) => body));
  }
}
