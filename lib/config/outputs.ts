/**
 * Names of the stack's outputs: how the command line finds a deployment, and the local environment its own.
 * Shared by the stack that writes them and lib/aws/deployment.ts that reads them.
 */
export const OUTPUT = {
  eventsTable: 'EventsTableName',
  logFilesTable: 'LogFilesTableName',
  trailBucket: 'TrailBucketName',
  deliveryTopic: 'DeliveryTopicArn',
  queue: 'IngestQueueUrl',
  deadLetterQueue: 'DeadLetterQueueUrl',
  /** Only where the trail has one. */
  keyPrefix: 'KeyPrefix',
  /** Only where the stack takes the log files of one. */
  organizationId: 'OrganizationId',
  /** Comma-separated; only where the stack takes the log files of some accounts alone. */
  accountIds: 'AccountIds',
  /** How many log files a notification may name, where the settings say it. */
  maxKeysPerNotification: 'MaxKeysPerNotification',
  /** Comma-separated names; only where the events table has any. */
  optionalIndexes: 'OptionalIndexes',
  /** Days after delivery for which the bucket keeps log files and digests; only where it deletes them. */
  logFileRetentionDays: 'LogFileRetentionDays',
  digestRetentionDays: 'DigestRetentionDays',
  /** Days for which the index keeps an event; only where it forgets. */
  eventRetentionDays: 'EventRetentionDays',
  /** Accounts whose verification was given up; only where there is a schedule of it. */
  verifyDeadLetterQueue: 'VerifyDeadLetterQueueUrl',
  /** For people, and for administrators who give them rights. */
  readerPolicy: 'ReaderPolicyArn',
  operatorPolicy: 'OperatorPolicyArn',
  operatorRole: 'OperatorRoleArn',
} as const;
