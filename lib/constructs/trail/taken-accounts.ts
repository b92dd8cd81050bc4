/**
 * The accounts whose log files are taken; undefined for any.
 *
 * The stack's own trail of one account has nothing but that account's files. An organisation's trail has those of
 * accounts that come and go, an existing one those that its owner knows: only the settings can say which are wanted.
 */
import { Aws } from 'aws-cdk-lib';
import type { TrailSettings } from '../../config/sections/trail.ts';

export function takenAccounts({
  accountIds,
  organizationId,
  existing,
}: TrailSettings): readonly string[] | undefined {
  const isOfOneAccount = organizationId === undefined && existing === undefined;
  return isOfOneAccount ? [Aws.ACCOUNT_ID] : accountIds;
}
