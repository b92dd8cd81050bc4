/** What the owners of an existing trail's topic, bucket and key have to set, by how the stack hears of log files. */
import type { ExistingTrailSettings } from '../../config/sections/trail.ts';
import type { OwnerRequest } from '../owners/owner-request.ts';
import { otherAccount, type StackNames } from '../owners/stack-names.ts';
import { partsOf } from '../owners/statements.ts';
import type { TrailFolder } from './new-log-files.ts';
import { askForEvents, askForForwarding, askForNotification } from './notification-requests.ts';
import { askForBucket, askForKey, askForTopic } from './policy-requests.ts';

export interface Attachment {
  readonly existing: ExistingTrailSettings;
  readonly folder: TrailFolder;
  /** Where the stack wants to hear of new log files. */
  readonly queueArn: string;
}

export function ownerRequests({ existing, folder, queueArn }: Attachment, stack: StackNames): OwnerRequest[] {
  const { bucketName, bucketAccountId, kmsKeyArn, notifications } = existing;
  const bucketOwner = otherAccount(bucketAccountId, stack);
  const requests: OwnerRequest[] = [];
  if (notifications.from === 'topic') {
    const topicOwner = otherAccount(partsOf(notifications.topicArn).account, stack);
    if (topicOwner !== undefined) requests.push(askForTopic(notifications.topicArn, topicOwner, stack));
  }
  if (bucketOwner !== undefined) requests.push(askForBucket(bucketName, bucketOwner, folder, stack));
  if (kmsKeyArn !== undefined) requests.push(askForKey(kmsKeyArn, stack));
  if (notifications.from === 's3')
    requests.push(askForNotification(bucketName, bucketOwner, folder, queueArn));
  if (notifications.from === 'event-bridge') {
    requests.push(askForEvents(bucketName, bucketOwner));
    if (bucketOwner !== undefined) requests.push(askForForwarding(bucketName, bucketOwner, folder, stack));
  }
  return requests;
}
