/** The outputs of the stack, by the names that the command line looks for; those that are undefined are left out. */
import { MAX_KEYS } from '../cloudtrail/delivery-notification.ts';
import { OUTPUT } from '../config/outputs.ts';
import { retentionOf } from './trail/retention.ts';
import { takenAccounts } from './trail/taken-accounts.ts';
import type { Traildex } from './traildex.ts';

export function outputsOf(traildex: Traildex): Record<string, string | undefined> {
  const { settings, source, delivery, tables, verification, access } = traildex;
  const { optionalIndexes } = settings.index;
  const { maxKeysPerNotification } = settings.ingest;
  const { logFileDays, digestDays, eventDays } = retentionOf(settings);
  return {
    [OUTPUT.eventsTable]: tables.events.tableName,
    [OUTPUT.logFilesTable]: tables.logFiles.tableName,
    [OUTPUT.trailBucket]: source.bucket.bucketName,
    [OUTPUT.deliveryTopic]: delivery.topic.topicArn,
    [OUTPUT.queue]: delivery.queue.queueUrl,
    [OUTPUT.deadLetterQueue]: delivery.deadLetterQueue.queueUrl,
    [OUTPUT.verifyDeadLetterQueue]: verification?.deadLetterQueue.queueUrl,
    [OUTPUT.keyPrefix]: settings.trail.keyPrefix,
    [OUTPUT.organizationId]: settings.trail.organizationId,
    [OUTPUT.accountIds]: takenAccounts(settings.trail)?.join(','),
    [OUTPUT.maxKeysPerNotification]:
      maxKeysPerNotification === MAX_KEYS ? undefined : String(maxKeysPerNotification),
    [OUTPUT.optionalIndexes]: optionalIndexes.length === 0 ? undefined : optionalIndexes.join(','),
    [OUTPUT.logFileRetentionDays]: textOf(logFileDays),
    [OUTPUT.digestRetentionDays]: textOf(digestDays),
    [OUTPUT.eventRetentionDays]: textOf(eventDays),
    [OUTPUT.readerPolicy]: access.readerPolicy.managedPolicyArn,
    [OUTPUT.operatorPolicy]: access.operatorPolicy.managedPolicyArn,
    [OUTPUT.operatorRole]: access.operatorRole.roleArn,
  };
}

function textOf(days: number | undefined): string | undefined {
  return days === undefined ? undefined : String(days);
}
