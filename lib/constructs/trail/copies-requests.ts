/**
 * What the owners of the second bucket and of its key add to their policies, so that the role that copies may write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
 */
import type { BucketSettings } from '../../config/sections/bucket.ts';
import type { OwnerRequest } from '../owners/owner-request.ts';
import { otherAccount, type StackNames } from '../owners/stack-names.ts';
import { allowRoles, allowRolesThroughS3, partsOf } from '../owners/statements.ts';

export interface Copying {
  readonly replicateTo: NonNullable<BucketSettings['replicateTo']>;
  /** What the role does with the second bucket's objects. */
  readonly actions: readonly string[];
  /** What the role does with the key that encrypts them. */
  readonly keyActions: readonly string[];
}

export function copiesRequests(
  { replicateTo, actions, keyActions }: Copying,
  stack: StackNames,
): OwnerRequest[] {
  const { bucketArn, accountId, kmsKeyArn } = replicateTo;
  const owner = otherAccount(accountId, stack);
  return [
    ...(owner === undefined ? [] : [askForCopiesBucket(bucketArn, owner, actions, stack)]),
    ...(kmsKeyArn === undefined ? [] : [askForCopiesKey(kmsKeyArn, keyActions, stack)]),
  ];
}

function askForCopiesBucket(
  bucketArn: string,
  owner: string,
  actions: readonly string[],
  stack: StackNames,
): OwnerRequest {
  return {
    name: 'CopiesBucketPolicy',
    owner,
    deploymentNeedsIt: 'nowhere',
    text:
      `Add this statement to the policy of the bucket ${bucketArn}, which needs versioning: without it S3 ` +
      'copies no log file into it.',
    paste: [allowRoles(stack, { Sid: 'TraildexCopy', Action: actions, Resource: `${bucketArn}/*` })],
  };
}

function askForCopiesKey(keyArn: string, actions: readonly string[], stack: StackNames): OwnerRequest {
  return {
    name: 'CopiesKeyPolicy',
    owner: otherAccount(partsOf(keyArn).account, stack),
    deploymentNeedsIt: 'nowhere',
    text:
      `Add this statement to the policy of the key ${keyArn}: without it S3 cannot encrypt the copies and ` +
      'makes none. Not needed where key and stack are in one account and the policy leaves these actions ' +
      'to IAM policies.',
    paste: [allowRolesThroughS3(stack, { Sid: 'TraildexEncryptCopies', Action: actions, keyArn })],
  };
}
