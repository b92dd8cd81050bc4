/**
 * What the embedded AWS makes of each CloudFormation resource type: a resource, nothing, or a refusal.
 *
 * Two lists, and nothing passes that is in neither: a resource or property that somebody adds to the stack either works
 * on a laptop, is known to make no difference there, or stops the start with its name. `inert` properties change nothing
 * that the emulators do (encryption, tags, backups, lifecycle); what would change something and cannot be had here is
 * absent on purpose (bucket notifications, FIFO queues, function layers, stream settings).
 * Return values of Ref and Fn::GetAtt: "Resource and property reference" of the CloudFormation template reference.
 */
import { createHash } from 'node:crypto';

/** Where the stack is thought to be. */
export interface StackPlace {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  /** `http://127.0.0.1:1234`, or undefined while SQS does not run: then queues have no URL. */
  readonly queueEndpoint: string | undefined;
}

type ReturnValue = (name: string, place: StackPlace) => string | undefined;

export interface MadeType {
  /** The property that names the resource; without it the name comes from stack and logical id. */
  readonly nameProperty?: string;
  readonly longestName: number;
  readonly lowerCaseName?: boolean;
  readonly ref: ReturnValue;
  readonly attributes: Readonly<Record<string, ReturnValue>>;
  readonly used: readonly string[];
  readonly inert: readonly string[];
}

const itself: ReturnValue = (name) => name;

function arn(service: string, resourcePrefix = ''): ReturnValue {
  return (name, { region, accountId }) =>
    `arn:aws:${service}:${region}:${accountId}:${resourcePrefix}${name}`;
}

const queueUrl: ReturnValue = (name, { queueEndpoint, accountId }) =>
  queueEndpoint === undefined ? undefined : `${queueEndpoint}/${accountId}/${name}`;

const TABLE: MadeType = {
  nameProperty: 'TableName',
  longestName: 255,
  ref: itself,
  attributes: { Arn: arn('dynamodb', 'table/') },
  used: ['AttributeDefinitions', 'GlobalSecondaryIndexes', 'KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  inert: [
    'BillingMode',
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'OnDemandThroughput',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'ResourcePolicy',
    'SSESpecification',
    'TableClass',
    'Tags',
    // Expiry is off on a laptop: old log files are just what somebody wants to look at there.
    'TimeToLiveSpecification',
    'WarmThroughput',
  ],
};

export const MADE_TYPES: Readonly<Record<string, MadeType>> = {
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    longestName: 63,
    lowerCaseName: true,
    ref: itself,
    attributes: {
      Arn: (name) => `arn:aws:s3:::${name}`,
      DomainName: (name) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: (name, { region }) => `${name}.s3.${region}.amazonaws.com`,
    },
    used: ['BucketName'],
    inert: [
      'AccessControl',
      'BucketEncryption',
      'IntelligentTieringConfigurations',
      'InventoryConfigurations',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'MetricsConfigurations',
      'ObjectLockConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'ReplicationConfiguration',
      'Tags',
      'VersioningConfiguration',
    ],
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    longestName: 256,
    ref: arn('sns'),
    attributes: { TopicArn: arn('sns'), TopicName: itself },
    used: ['TopicName'],
    inert: [
      'DeliveryStatusLogging',
      'DisplayName',
      'KmsMasterKeyId',
      'SignatureVersion',
      'Tags',
      'TracingConfig',
    ],
  },
  'AWS::SNS::Subscription': {
    longestName: 256,
    ref: arn('sns'),
    attributes: { Arn: arn('sns') },
    used: ['Endpoint', 'FilterPolicy', 'FilterPolicyScope', 'Protocol', 'RawMessageDelivery', 'TopicArn'],
    // Where SNS puts what it cannot deliver; the emulator always delivers.
    inert: ['RedrivePolicy', 'Region'],
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    longestName: 80,
    ref: queueUrl,
    attributes: { Arn: arn('sqs'), QueueName: itself, QueueUrl: queueUrl },
    used: [
      'DelaySeconds',
      'MaximumMessageSize',
      'MessageRetentionPeriod',
      'QueueName',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy',
      'VisibilityTimeout',
    ],
    inert: [
      'KmsDataKeyReusePeriodSeconds',
      'KmsMasterKeyId',
      'RedriveAllowPolicy',
      'SqsManagedSseEnabled',
      'Tags',
    ],
  },
  'AWS::DynamoDB::Table': TABLE,
  'AWS::DynamoDB::GlobalTable': {
    ...TABLE,
    inert: [...TABLE.inert, 'Replicas', 'WriteOnDemandThroughputSettings'],
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    longestName: 64,
    ref: itself,
    attributes: { Arn: arn('lambda', 'function:') },
    used: ['Code', 'Environment', 'FunctionName', 'Handler', 'MemorySize', 'Runtime', 'Timeout'],
    inert: [
      'Architectures',
      'DeadLetterConfig',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'LoggingConfig',
      'RecursiveLoop',
      'ReservedConcurrentExecutions',
      'Role',
      'RuntimeManagementConfig',
      'Tags',
      'TracingConfig',
      'VpcConfig',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    longestName: 64,
    ref: itself,
    attributes: { Id: itself, EventSourceMappingArn: arn('lambda', 'event-source-mapping:') },
    used: [
      'BatchSize',
      'Enabled',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig',
    ],
    inert: ['MetricsConfig', 'ProvisionedPollerConfig', 'Tags'],
  },
};

/** Types that mean nothing to the emulators: who may do what, who is told, who pays, who watches. */
const IGNORED_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudTrail::EventDataStore',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
]);

export function isIgnoredType(type: string): boolean {
  return IGNORED_TYPES.has(type) || type.startsWith('Custom::');
}

/** In the form that most services give their ARNs, for a resource that nothing is made of: `arn:aws:kms:…:key/name`. */
export function inventArn(type: string, name: string, { region, accountId }: StackPlace): string {
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  return `arn:aws:${service}:${region}:${accountId}:${kind}/${name}`;
}

/** The name that CloudFormation would make up, but without chance: the same stack finds its resources again. */
export function inventName(stackName: string, logicalId: string, type?: MadeType): string {
  const longest = type?.longestName ?? 128;
  const name = `${stackName}-${logicalId}`;
  const fitting =
    name.length <= longest
      ? name
      : `${name.slice(0, longest - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  return type?.lowerCaseName ? fitting.toLowerCase() : fitting;
}
