/**
 * Settings of the trail: one that the stack makes, or one that is there already and that the stack attaches to.
 *
 * Names and limits: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html and, for
 * selectors, …/API_AdvancedFieldSelector.html, whose spelling is kept so that a selector can be copied from a trail.
 */
import { z } from 'zod';
import { accountId, arn, bucketName, distinctList, text } from './patterns.ts';

const TRAIL_NAME = /^(?=.{3,128}$)(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/;

/**
 * Letters, digits and ! - _ . ' ( ), which S3 calls safe, save the asterisk: in the policies that name the prefix it
 * would stand for any text. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const KEY_PREFIX = /^(?=.{1,200}$)(?!\.{1,2}(?:\/|$))[\w!.'()-]+(?:\/(?!\.{1,2}(?:\/|$))[\w!.'()-]+)*$/;

const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

const values = distinctList(z.string().min(1).max(2048)).min(1);

const FIELD_SELECTOR = z.strictObject({
  field: z
    .enum([
      'eventName',
      'eventSource',
      'eventType',
      'errorCode',
      'readOnly',
      'resources.ARN',
      'resources.type',
      'sessionCredentialFromConsole',
      'userIdentity.arn',
      'vpcEndpointId',
    ])
    .describe('Field of the event.'),
  equals: values.optional().describe('Takes events with one of these values.'),
  startsWith: values.optional().describe('Takes events whose value begins so.'),
  endsWith: values.optional().describe('Takes events whose value ends so.'),
  notEquals: values.optional().describe('Leaves out events with one of these values.'),
  notStartsWith: values.optional().describe('Leaves out events whose value begins so.'),
  notEndsWith: values.optional().describe('Leaves out events whose value ends so.'),
});

const EVENT_SELECTOR = z.strictObject({
  name: z.string().min(1).max(1000).optional().describe('Name of the selector, for people.'),
  category: z
    .enum(['Data', 'NetworkActivity'])
    .describe('Kind of events: data events, or network activity events of VPC endpoints.'),
  fields: z
    .array(FIELD_SELECTOR)
    .min(1)
    .describe(
      'What an event must have; all of them. Data events need "resources.type", network activity events "eventSource".',
    ),
});

const NOTIFICATIONS = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('topic').describe("The trail's own SNS topic, or one that carries other messages too."),
    topicArn: arn('sns').describe('The topic that the trail notifies.'),
  }),
  z.strictObject({
    from: z
      .literal('event-bridge')
      .describe('"Object Created" events of the bucket, which its owner turns on.'),
  }),
  z.strictObject({
    from: z.literal('s3').describe('A notification that the owner of the bucket sets on it, to the queue.'),
  }),
]);

const EXISTING = z.strictObject({
  bucketName: bucketName().describe('Bucket that the trail delivers to.'),
  bucketAccountId: accountId()
    .optional()
    .describe('Account that owns the bucket, where it is another one. Default: the account of the stack.'),
  notifications: NOTIFICATIONS.describe('How the stack hears of new log files.'),
  kmsKeyArn: arn('kms').optional().describe('KMS key that encrypts the log files. Default: none does.'),
  expireAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe('Days after which the bucket deletes log files, as its owner says. Default: never.'),
  digestsExpireAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe(
      'Days after which the bucket deletes digests, as its owner says; older ones are not missed. Default: as the log files.',
    ),
});

export const TRAIL = z.strictObject({
  name: text(TRAIL_NAME, '3 to 128 letters, digits and single ".", "_" or "-" between them, no IP address')
    .optional()
    .describe('Name of the trail. Default: the name of the stack.'),
  keyPrefix: text(
    KEY_PREFIX,
    '1 to 200 letters, digits and ! - _ . \' ( ) /, no slash at either end, no folder that is empty, "." or ".."',
  )
    .optional()
    .describe('S3 key prefix of the log files, what stands before AWSLogs/ in their keys. Default: none.'),
  organizationId: text(
    ORGANIZATION_ID,
    'the id of an AWS organisation, "o-" and 10 to 32 small letters and digits',
  )
    .optional()
    .describe(
      'Id of the organisation: an organisation trail, deployed in its management account; with trail.existing, whose log ' +
        'files are read. Default: a trail of one account.',
    ),
  accountIds: distinctList(accountId())
    .min(1)
    .optional()
    .describe(
      "The accounts whose log files are taken, of an organisation's trail or an existing one; those of others are not " +
        'read. Default: every account of such a trail.',
    ),
  multiRegion: z.boolean().default(true).describe('Record all regions, not only that of the stack.'),
  managementEvents: z
    .enum(['all', 'write-only', 'read-only', 'none'])
    .default('all')
    .describe('Which management events are recorded.'),
  excludeManagementEventSources: distinctList(z.enum(['kms.amazonaws.com', 'rdsdata.amazonaws.com']))
    .default([])
    .describe('Sources whose many management events are left out; CloudTrail takes these two.'),
  eventSelectors: z
    .array(EVENT_SELECTOR)
    .default([])
    .describe(
      'Data and network activity events to record: advanced event selectors, as CloudTrail spells them.',
    ),
  insights: distinctList(z.enum(['ApiCallRateInsight', 'ApiErrorRateInsight']))
    .default([])
    .describe('CloudTrail Insights on management events: unusual rates of writing calls, of failing calls.'),
  existing: EXISTING.optional().describe(
    'A trail that is there already; the stack then makes no trail and no bucket. Default: the stack makes both.',
  ),
});

export type TrailSettings = z.infer<typeof TRAIL>;
export type ExistingTrailSettings = z.infer<typeof EXISTING>;
export type EventSelectorSettings = z.infer<typeof EVENT_SELECTOR>;
