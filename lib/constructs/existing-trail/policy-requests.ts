/** What the owners of an existing trail's topic, bucket and key add to their policies. */

import { trailFolder } from '../../cloudtrail/object-key.ts';
import type { OwnerRequest } from '../owners/owner-request.ts';
import { otherAccount, type StackNames } from '../owners/stack-names.ts';
import { allowAccount, allowRoles, allowRolesThroughS3, partsOf } from '../owners/statements.ts';
import type { TrailFolder } from './new-log-files.ts';

export function askForTopic(topicArn: string, owner: string, stack: StackNames): OwnerRequest {
  const queues = `arn:${stack.partition}:sqs:${stack.region}:${stack.account}:*`;
  return {
    name: 'TopicPolicy',
    owner,
    deploymentNeedsIt: 'in-another-account',
    text:
      `Add these statements to the access policy of the topic ${topicArn}: without them the queue cannot ` +
      'be subscribed, and the deployment fails. Not needed where the stack is deployed in that account.',
    paste: [
      {
        ...allowAccount(stack, { Sid: 'TraildexSubscribe', Action: 'sns:Subscribe', Resource: topicArn }),
        Condition: { StringEquals: { 'sns:Protocol': 'sqs' }, StringLike: { 'sns:Endpoint': queues } },
      },
      // CloudFormation looks at a topic before it subscribes to it.
      allowAccount(stack, { Sid: 'TraildexLook', Action: 'sns:GetTopicAttributes', Resource: topicArn }),
    ],
  };
}

export function askForBucket(
  bucketName: string,
  owner: string,
  { keyPrefix }: TrailFolder,
  stack: StackNames,
): OwnerRequest {
  const bucketArn = `arn:${stack.partition}:s3:::${bucketName}`;
  return {
    name: 'BucketPolicy',
    owner,
    deploymentNeedsIt: 'nowhere',
    text:
      `Add these statements to the policy of the bucket ${bucketName}: without them no log file can be ` +
      'read. Add the roles of people who read records with "traildex show" to "aws:PrincipalArn".',
    paste: [
      allowRoles(stack, {
        Sid: 'TraildexRead',
        Action: 's3:GetObject',
        Resource: `${bucketArn}/${trailFolder(keyPrefix)}*`,
      }),
      // Not limited to the prefix: a missing object is "not found" only to who may list the bucket.
      allowRoles(stack, { Sid: 'TraildexList', Action: 's3:ListBucket', Resource: bucketArn }),
    ],
  };
}

export function askForKey(keyArn: string, stack: StackNames): OwnerRequest {
  return {
    name: 'KeyPolicy',
    owner: otherAccount(partsOf(keyArn).account, stack),
    deploymentNeedsIt: 'nowhere',
    text:
      `Add this statement to the policy of the key ${keyArn}: without it no log file can be decrypted. ` +
      'Not needed where key and stack are in one account and the policy leaves "kms:Decrypt" to IAM ' +
      'policies. Add the roles of people who read records with "traildex show" to "aws:PrincipalArn".',
    paste: [allowRolesThroughS3(stack, { Sid: 'TraildexDecrypt', Action: 'kms:Decrypt', keyArn })],
  };
}
