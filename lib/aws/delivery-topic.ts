/**
 * Tells the delivery topic of log files in CloudTrail's own words, with the bucket and any number of keys.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { DeliveryTopic } from '../operations/ports.ts';

export interface DeliveryAddresses {
  readonly trailBucket: string;
  /** ARN of the topic that CloudTrail publishes to. */
  readonly deliveryTopic: string;
}

export function openDeliveryTopic(client: SNSClient, addresses: DeliveryAddresses): DeliveryTopic {
  const { trailBucket, deliveryTopic } = addresses;
  return {
    async announce(keys) {
      const message = JSON.stringify({ s3Bucket: trailBucket, s3ObjectKey: keys });
      await client.send(new PublishCommand({ TopicArn: deliveryTopic, Message: message }));
    },
  };
}
