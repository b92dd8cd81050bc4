/**
 * Statements that the owners of an existing trail's topic, bucket and key add to their policies.
 *
 * A principal is the account of the stack with a condition on its roles, because S3, SNS and KMS refuse a
 * policy that names a role before it exists, and no longer mean a role that was made anew under its old name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { type TrailFolder, trailFolder } from './new-log-files.ts';
import type { OwnerRequest } from './owner-request.ts';
import { otherAccount, type StackNames } from './stack-names.ts';

interface Right {
  readonly Sid: string;
  readonly Action: string;
  readonly Resource: string;
}

export function askForTopic(topicArn: string, owner: string, stack: StackNames): OwnerRequest {
  const queues = `arn:${stack.partition}:sqs:${stack.region}:${stack.account}:*`;
  return {
    name: 'TopicPolicy',
    owner,
    beforeDeployment: true,
    text:
      `Add these statements to the access policy of the topic ${topicArn}: without them the queue cannot ` +
      'be subscribed, and the deployment fails. Not needed where the stack is deployed in that account.',
    paste: [
      {
        ...allow(stack, { Sid: 'TraildexSubscribe', Action: 'sns:Subscribe', Resource: topicArn }),
        Condition: { StringEquals: { 'sns:Protocol': 'sqs' }, StringLike: { 'sns:Endpoint': queues } },
      },
      // CloudFormation looks at a topic before it subscribes to it.
      allow(stack, { Sid: 'TraildexLook', Action: 'sns:GetTopicAttributes', Resource: topicArn }),
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
    beforeDeployment: false,
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
  const { account, region } = partsOf(keyArn);
  const statement = allowRoles(stack, { Sid: 'TraildexDecrypt', Action: 'kms:Decrypt', Resource: '*' });
  return {
    name: 'KeyPolicy',
    owner: otherAccount(account, stack),
    beforeDeployment: false,
    text:
      `Add this statement to the policy of the key ${keyArn}: without it no log file can be decrypted. ` +
      'Not needed where key and stack are in one account and the policy leaves "kms:Decrypt" to IAM ' +
      'policies. Add the roles of people who read records with "traildex show" to "aws:PrincipalArn".',
    paste: [
      {
        ...statement,
        Condition: { ...statement.Condition, StringLike: { 'kms:ViaService': `s3.${region}.*` } },
      },
    ],
  };
}

function allowRoles(stack: StackNames, right: Right) {
  const roles = `arn:${stack.partition}:iam::${stack.account}:role/${stack.roleNames}`;
  return {
    ...allow(stack, right),
    Condition: { ArnLike: { 'aws:PrincipalArn': [roles] } },
  };
}

function allow({ partition, account }: StackNames, { Sid, Action, Resource }: Right) {
  return {
    Sid,
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action,
    Resource,
  };
}

/** Of the ARN of a topic or a key, which the settings have checked. */
export function partsOf(arn: string): { region: string; account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
