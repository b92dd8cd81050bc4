/**
 * Alarms on the way of a notification: topic, queue, dead-letter queue.
 *
 * SQS leaves a message that was received three times out of the age of the oldest one, so the age tells of a queue that
 * is not worked off, and not of single log files that fail again and again: those are seen by the ingest function.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmSettings } from '../../config/sections/alarms.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { AlarmDefinition } from './runbook-alarm.ts';

/** What a notification passes. */
export type NotificationWay = Pick<DeliveryQueue, 'topic' | 'queue' | 'deadLetterQueue'>;

const PERIOD = Duration.minutes(5);

export function deliveryAlarms(delivery: NotificationWay, settings: AlarmSettings): AlarmDefinition[] {
  const { queueAgeMinutes } = settings;
  return [
    {
      section: 'dead-letter-queue-not-empty',
      says: 'Notifications of log files could not be processed, again and again, and were set aside.',
      metric: delivery.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      isState: true,
    },
    {
      section: 'oldest-message-age',
      says: `A notification has waited in the queue for more than ${queueAgeMinutes} minutes.`,
      metric: delivery.queue.metricApproximateAgeOfOldestMessage({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      above: Duration.minutes(queueAgeMinutes).toSeconds(),
      isState: true,
    },
    {
      section: 'notifications-failed',
      says: 'The delivery topic could not hand notifications to the queue.',
      metric: delivery.topic.metricNumberOfNotificationsFailed({ period: PERIOD, statistic: Stats.SUM }),
      isState: true,
    },
  ];
}
