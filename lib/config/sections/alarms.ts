/** Settings of the alarms: who is told, and from when on. */
import { z } from 'zod';
import { arn, distinctList, text } from './patterns.ts';

export const ALARMS = z.strictObject({
  topicArn: arn('sns')
    .optional()
    .describe(
      "An SNS topic in the region of the stack that alarms go to; its policy is its owner's. " +
        'Default: the stack makes one.',
    ),
  emails: distinctList(z.email().meta({ takes: 'an e-mail address' }))
    .default([])
    .describe(
      'Addresses that subscribe to the topic that the stack makes; each must confirm. Default: none.',
    ),
  indexLagMinutes: z
    .int()
    .min(5)
    .max(1440)
    .default(30)
    .describe('Alarm when events take longer than this from delivery to being queryable.'),
  queueAgeMinutes: z
    .int()
    .min(5)
    .max(2880)
    .default(60)
    .describe('Alarm when the oldest notification in the queue is older than this.'),
  // Part of a sentence that EventBridge fills in, hence neither quotes nor angle brackets.
  runbookUrl: text(
    /^(?=.{1,500}$)https?:\/\/[^\s"#<>\\]+$/,
    'a URL (https://…) of up to 500 characters, without #',
  )
    .optional()
    .describe(
      'Where your people read `docs/runbook.md`: alarms link its sections there. Default: its path in the package.',
    ),
});

export type AlarmSettings = z.infer<typeof ALARMS>;
