/**
 * Who may do what: one table, from which the policies are made and against which recorded calls are held.
 *
 * A right is here because a call is made; one that no call is named after says why it is needed. What a service asks of
 * KMS in the caller's name stands beside it: reading and writing a table takes no more than decrypting its table key.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */

export interface Right<Place extends string = string> {
  readonly actions: readonly string[];
  /** What the actions are done to: a name in access-places.ts. */
  readonly on: Place;
  /** What the service asks of KMS in the caller's name, where a key encrypts the place. */
  readonly keyActions?: readonly string[];
  /** Why it is needed, where no call of the function or the command line has that name. */
  readonly reason?: string;
}

const DECRYPT = ['kms:Decrypt'] as const;
const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

const SEE_WHAT_IS_MISSING = {
  actions: ['s3:ListBucket'],
  on: 'trailBucket',
  reason: 'Without it S3 answers 403 for an object that is not there, which reads like a wrong policy.',
} as const;

/** Digests lie in the same folders. */
const READ_LOG_FILES = { actions: ['s3:GetObject'], on: 'logFiles', keyActions: DECRYPT } as const;

const FIND_THE_DEPLOYMENT = { actions: ['cloudformation:DescribeStacks'], on: 'stack' } as const;

const FETCH_PUBLIC_KEYS = { actions: ['cloudtrail:ListPublicKeys'], on: 'everything' } as const;

/**
 * Dead letters back into the queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
const REDRIVE = [
  { actions: ['sqs:ListMessageMoveTasks'], on: 'deadLetterQueue' },
  {
    actions: ['sqs:StartMessageMoveTask', 'sqs:CancelMessageMoveTask'],
    on: 'deadLetterQueue',
    reason: 'SQS moves dead letters itself; where it cannot, they are moved one by one.',
  },
  // SQS takes them away and puts them back in the name of who has them moved.
  {
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    on: 'deadLetterQueue',
    keyActions: DECRYPT,
  },
  { actions: ['sqs:SendMessage'], on: 'queue', keyActions: ENCRYPT },
] as const;

/** The same for accounts whose verification was given up, by the commands of the runbook. */
const REDRIVE_VERIFICATION = [
  {
    actions: [
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ListMessageMoveTasks',
      'sqs:ReceiveMessage',
      'sqs:StartMessageMoveTask',
    ],
    on: 'verifyDeadLetterQueue',
    keyActions: DECRYPT,
    reason: 'The runbook: which accounts were given up, and to have them verified after all.',
  },
  {
    actions: ['sqs:SendMessage'],
    on: 'verifyQueue',
    keyActions: ENCRYPT,
    reason: 'SQS moves dead letters in the name of who has them moved.',
  },
] as const;

export const ACCESS_RIGHTS = {
  ingestFunction: [
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      on: 'queue',
      keyActions: DECRYPT,
      reason: 'The event source mapping polls the queue in the name of the function.',
    },
    { actions: ['sqs:ChangeMessageVisibility'], on: 'queue' },
    READ_LOG_FILES,
    SEE_WHAT_IS_MISSING,
    { actions: ['dynamodb:BatchWriteItem'], on: 'eventsTable', keyActions: DECRYPT },
    { actions: ['dynamodb:GetItem'], on: 'logFilesTable', keyActions: DECRYPT },
    {
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      on: 'indexSections',
      keyActions: DECRYPT,
    },
  ],
  backfillFunction: [
    { actions: ['s3:ListBucket'], on: 'trailFolders' },
    { actions: ['dynamodb:Query'], on: 'logFilesTable', keyActions: DECRYPT },
    { actions: ['sns:Publish'], on: 'deliveryTopic', keyActions: ENCRYPT },
  ],
  verifyPlanFunction: [
    { actions: ['s3:ListBucket'], on: 'trailFolders' },
    { actions: ['dynamodb:Query'], on: 'logFilesTable', keyActions: DECRYPT },
    { actions: ['sqs:SendMessage'], on: 'verifyQueue', keyActions: ENCRYPT },
  ],
  verifyFunction: [
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      on: 'verifyQueue',
      keyActions: DECRYPT,
      reason: 'The event source mapping polls the queue in the name of the function.',
    },
    READ_LOG_FILES,
    // Lists what there is, and tells a digest that is gone from one that may not be read.
    SEE_WHAT_IS_MISSING,
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'], on: 'logFilesTable', keyActions: DECRYPT },
    { actions: ['dynamodb:PutItem'], on: 'coverageSections', keyActions: DECRYPT },
    FETCH_PUBLIC_KEYS,
    // Those that CloudTrail hands out are kept, for the time when it does not any more. Nobody else may: who can write keys
    // and put objects into the bucket can make digests that hold.
    { actions: ['dynamodb:PutItem'], on: 'publicKeySections', keyActions: DECRYPT },
    {
      actions: ['dynamodb:GetItem'],
      on: 'publicKeySections',
      keyActions: DECRYPT,
      reason: 'The archive of keys is asked for those that CloudTrail does not hand out.',
    },
    { actions: ['sns:Publish'], on: 'deliveryTopic', keyActions: ENCRYPT },
  ],
  /** `traildex query`, `show`, `files` and `verify`. */
  reader: [
    FIND_THE_DEPLOYMENT,
    // `verify --deep` asks for each event by its key.
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'], on: 'eventsTable', keyActions: DECRYPT },
    { actions: ['dynamodb:Query'], on: 'eventsIndexes', keyActions: DECRYPT },
    { actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: 'logFilesTable', keyActions: DECRYPT },
    READ_LOG_FILES,
    SEE_WHAT_IS_MISSING,
    FETCH_PUBLIC_KEYS,
  ],
  /** `traildex ingest`, `backfill`, `redrive` and `verify --repair`, and what the runbook tells people to do to the queues. */
  operator: [
    FIND_THE_DEPLOYMENT,
    {
      actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      on: 'logFilesTable',
      keyActions: DECRYPT,
    },
    { actions: ['s3:PutObject'], on: 'ownLogFiles', keyActions: ENCRYPT },
    {
      actions: ['s3:AbortMultipartUpload'],
      on: 'ownLogFiles',
      reason: 'Takes back the parts of a large file whose upload failed.',
    },
    // HeadObject, which finds out whether a file is there already, is allowed under this name.
    READ_LOG_FILES,
    SEE_WHAT_IS_MISSING,
    { actions: ['sns:Publish'], on: 'deliveryTopic', keyActions: ENCRYPT },
    // `verify --repair` says in the ledger that a file is to be indexed anew.
    { actions: ['dynamodb:UpdateItem'], on: 'ledgerSections', keyActions: DECRYPT },
    FETCH_PUBLIC_KEYS,
    ...REDRIVE,
    ...REDRIVE_VERIFICATION,
    {
      actions: ['sqs:GetQueueAttributes'],
      on: 'queue',
      reason: 'The runbook: how many messages wait. And dead letters are moved to it by its ARN.',
    },
  ],
} as const satisfies Record<string, readonly Right[]>;
