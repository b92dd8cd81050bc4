/**
 * What the owners of an existing trail's topic, bucket and key have to set, and how they are told: the stack
 * changes nothing that is not its own.
 *
 * Said twice. At synth, because a subscription to another account's topic fails to deploy unless it was
 * allowed before; with places held for what is not known yet. And as outputs of the stack, ready to paste.
 */
import { Annotations, CfnOutput, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ExistingTrailSettings } from '../../config/sections/trail.ts';
import type { TrailFolder } from './new-log-files.ts';
import { askForEvents, askForForwarding, askForNotification } from './notification-requests.ts';
import type { OwnerRequest } from './owner-request.ts';
import { askForBucket, askForKey, askForTopic, partsOf } from './policy-requests.ts';
import { namesBeforeDeployment, otherAccount, type StackNames } from './stack-names.ts';

export interface Attachment {
  readonly existing: ExistingTrailSettings;
  readonly folder: TrailFolder;
}

export function ownerRequests({ existing, folder }: Attachment, stack: StackNames): OwnerRequest[] {
  const { bucketName, bucketAccountId, kmsKeyArn, notifications } = existing;
  const bucketOwner = otherAccount(bucketAccountId, stack);
  const requests: OwnerRequest[] = [];
  if (notifications.from === 'topic') {
    const topicOwner = otherAccount(partsOf(notifications.topicArn).account, stack);
    if (topicOwner !== undefined) requests.push(askForTopic(notifications.topicArn, topicOwner, stack));
  }
  if (bucketOwner !== undefined) requests.push(askForBucket(bucketName, bucketOwner, folder, stack));
  if (kmsKeyArn !== undefined) requests.push(askForKey(kmsKeyArn, stack));
  if (notifications.from === 's3') requests.push(askForNotification(bucketName, bucketOwner, folder, stack));
  if (notifications.from === 'event-bridge') {
    requests.push(askForEvents(bucketName, bucketOwner));
    if (bucketOwner !== undefined) requests.push(askForForwarding(bucketName, bucketOwner, folder, stack));
  }
  return requests;
}

/** By annotations of `scope` and outputs named `Owner` and the name of the request. */
export function tellOwners(scope: Construct, attachment: Attachment, stack: StackNames): void {
  // Where the account is not known yet, nobody knows either whether it must ask.
  const accountKnown = !Token.isUnresolved(stack.account);
  for (const request of ownerRequests(attachment, namesBeforeDeployment(stack))) {
    const message = messageOf(request);
    if (request.beforeDeployment && accountKnown) Annotations.of(scope).addWarningV2(idOf(request), message);
    else Annotations.of(scope).addInfoV2(idOf(request), message);
  }
  for (const { name, owner, text, paste } of ownerRequests(attachment, stack)) {
    const output = new CfnOutput(scope, name, {
      value: JSON.stringify(paste),
      description: `${addressee(owner)}: ${text}`,
    });
    output.overrideLogicalId(outputOf(name));
  }
}

function messageOf({ name, owner, beforeDeployment, text, paste }: OwnerRequest): string {
  return [
    `${addressee(owner)}${beforeDeployment ? ', before the stack is deployed' : ''}: ${text}`,
    JSON.stringify(paste, undefined, 2),
    `After the deployment, its output ${outputOf(name)} has this with all names.`,
  ].join('\n');
}

function idOf({ name }: OwnerRequest): string {
  return `traildex:owner-${name}`;
}

function addressee(owner: string | undefined): string {
  return owner === undefined ? "In the stack's own account" : `In account ${owner}`;
}

function outputOf(name: OwnerRequest['name']): string {
  return `Owner${name}`;
}
