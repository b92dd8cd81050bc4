/**
 * Delivers log files as CloudTrail does: the object into the trail bucket, then its message to the delivery topic.
 *
 * The message is CloudTrail's own, one per file; also looks up what the ledger made of them, 100 files a request.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import { Upload } from '@aws-sdk/lib-storage';
import { fromLedgerItem, ledgerKey } from '../event-index/ledger.ts';
import type { LedgerLookUp, LogFileDelivery, LogFileToStore } from '../operations/ports.ts';
import { getBatch } from './batch-get.ts';
import { type DeliveryAddresses, openDeliveryTopic } from './delivery-topic.ts';
import { METADATA } from './trail-bucket.ts';

interface DeliveryClients {
  readonly s3: S3Client;
  readonly sns: SNSClient;
}

export function openLogFileDelivery(clients: DeliveryClients, addresses: DeliveryAddresses): LogFileDelivery {
  const { s3, sns } = clients;
  const { trailBucket } = addresses;
  const topic = openDeliveryTopic(sns, addresses);
  return {
    async put(file) {
      // In parts where one request would be too large.
      const upload = new Upload({ client: s3, params: { Bucket: trailBucket, ...toObject(file) } });
      const { ETag } = await upload.done();
      return withoutQuotes(ETag) ?? '';
    },

    async storedETag(key) {
      try {
        const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: trailBucket, Key: key }));
        return withoutQuotes(ETag);
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },

    announce: (key) => topic.announce([key]),
  };
}

function toObject({ key, body, notAsDelivered, originalName }: LogFileToStore) {
  return {
    Key: key,
    Body: body,
    ContentType: 'application/json',
    ContentEncoding: 'gzip',
    Metadata: {
      ...(notAsDelivered ? { [METADATA.notAsDelivered]: 'true' } : {}),
      // Metadata travels in HTTP headers, which hold no other alphabet.
      ...(originalName ? { [METADATA.originalName]: encodeURIComponent(originalName.toWellFormed()) } : {}),
    },
  };
}

/** The ledger's way of writing it. */
function withoutQuotes(eTag: string | undefined): string | undefined {
  return eTag?.replaceAll('"', '');
}

/** Reads of the ledger are eventually consistent: they are repeated until they say what they are waited for. */
export function openLedgerLookUp(client: DynamoDBClient, table: string): LedgerLookUp {
  return {
    async readEntries(files) {
      const keys = files.map(({ deliveryDay, key }) => ledgerKey(deliveryDay, key));
      return (await getBatch(client, table, keys)).map(fromLedgerItem);
    },
  };
}
