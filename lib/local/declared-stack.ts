/**
 * What a resolved template declares, in the terms of the emulators: buckets, topics, queues, tables, mappings.
 *
 * Also checks the wiring that no emulator would: a subscription's queue, a mapping's queue and function, a dead-letter
 * queue and a function's bundle must be ones that this stack makes. Pure.
 */
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { isRecord, listAt, recordAt, stringAt } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';
import type { ResolvedResource } from './template.ts';

export interface DeclaredQueue {
  readonly name: string;
  /** As SQS takes them: texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeclaredSubscription {
  readonly topicName: string;
  readonly queueArn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeclaredTable {
  readonly name: string;
  readonly keySchema: KeySchemaElement[];
  readonly attributes: AttributeDefinition[];
  readonly globalIndexes: GlobalSecondaryIndex[];
  readonly localIndexes: LocalSecondaryIndex[];
}

export interface DeclaredFunction {
  readonly name: string;
  /** `index.handler`: file without extension, and the name it exports. */
  readonly handler: string;
  readonly codeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutMs: number;
  readonly runtime: string;
}

export interface DeclaredMapping {
  readonly queueName: string;
  readonly queueArn: string;
  readonly function: DeclaredFunction;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportsBatchItemFailures: boolean;
}

export interface DeclaredStack {
  readonly buckets: readonly string[];
  readonly topics: readonly string[];
  readonly queues: readonly DeclaredQueue[];
  readonly subscriptions: readonly DeclaredSubscription[];
  readonly tables: readonly DeclaredTable[];
  readonly mappings: readonly DeclaredMapping[];
}

/** @throws LocalEnvironmentError (`template`) naming the resource whose wiring leads nowhere. */
export function readDeclaredStack(
  resources: readonly ResolvedResource[],
  assetDirectories: ReadonlyMap<string, string>,
): DeclaredStack {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const queues = ofType('AWS::SQS::Queue');
  const topics = ofType('AWS::SNS::Topic');
  const functions = ofType('AWS::Lambda::Function');
  return {
    buckets: ofType('AWS::S3::Bucket').map(({ name }) => name),
    topics: topics.map(({ name }) => name),
    queues: queues.map((queue) => readQueue(queue, queues)),
    subscriptions: ofType('AWS::SNS::Subscription').map((one) => readSubscription(one, topics, queues)),
    tables: [...ofType('AWS::DynamoDB::Table'), ...ofType('AWS::DynamoDB::GlobalTable')].map(readTable),
    mappings: ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.Enabled !== false)
      .map((mapping) => readMapping(mapping, queues, functions, assetDirectories)),
  };
}

const QUEUE_ATTRIBUTES = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
] as const;

function readQueue(queue: ResolvedResource, queues: readonly ResolvedResource[]): DeclaredQueue {
  const attributes: Record<string, string> = {};
  for (const name of QUEUE_ATTRIBUTES) {
    const value = queue.properties[name];
    if (value !== undefined) attributes[name] = String(value);
  }
  const redrive = queue.properties.RedrivePolicy;
  if (isRecord(redrive)) {
    requireByArn(queue, 'RedrivePolicy.deadLetterTargetArn', redrive.deadLetterTargetArn, queues);
    attributes.RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: redrive.deadLetterTargetArn,
      maxReceiveCount: Number(redrive.maxReceiveCount),
    });
  }
  return { name: queue.name, attributes };
}

function readSubscription(
  subscription: ResolvedResource,
  topics: readonly ResolvedResource[],
  queues: readonly ResolvedResource[],
): DeclaredSubscription {
  const { Protocol, TopicArn, Endpoint, RawMessageDelivery, FilterPolicy, FilterPolicyScope } =
    subscription.properties;
  if (Protocol !== 'sqs') {
    throw fault(
      subscription,
      `the protocol is ${String(Protocol)}; the local environment delivers to sqs only`,
    );
  }
  requireByArn(subscription, 'Endpoint', Endpoint, queues);
  return {
    topicName: requireByArn(subscription, 'TopicArn', TopicArn, topics).name,
    queueArn: String(Endpoint),
    attributes: {
      RawMessageDelivery: String(RawMessageDelivery === true || RawMessageDelivery === 'true'),
      ...(FilterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(FilterPolicy) }),
      ...(FilterPolicyScope === undefined ? {} : { FilterPolicyScope: String(FilterPolicyScope) }),
    },
  };
}

function readTable(table: ResolvedResource): DeclaredTable {
  return {
    name: table.name,
    keySchema: readKeySchema(table.properties),
    attributes: listAt(table.properties, 'AttributeDefinitions').map((attribute) => ({
      AttributeName: stringAt(attribute, 'AttributeName') ?? '',
      AttributeType: attributeType(table, stringAt(attribute, 'AttributeType')),
    })),
    globalIndexes: listAt(table.properties, 'GlobalSecondaryIndexes').map(readIndex),
    localIndexes: listAt(table.properties, 'LocalSecondaryIndexes').map(readIndex),
  };
}

function readIndex(index: unknown): LocalSecondaryIndex {
  const projection = recordAt(index, 'Projection');
  const type = stringAt(projection, 'ProjectionType');
  const nonKey = listAt(projection, 'NonKeyAttributes').map(String);
  return {
    IndexName: stringAt(index, 'IndexName') ?? '',
    KeySchema: readKeySchema(index),
    Projection: {
      ProjectionType: type === 'KEYS_ONLY' || type === 'INCLUDE' ? type : 'ALL',
      ...(nonKey.length === 0 ? {} : { NonKeyAttributes: nonKey }),
    },
  };
}

function readKeySchema(owner: unknown): KeySchemaElement[] {
  return listAt(owner, 'KeySchema').map((element) => ({
    AttributeName: stringAt(element, 'AttributeName') ?? '',
    KeyType: stringAt(element, 'KeyType') === 'RANGE' ? 'RANGE' : 'HASH',
  }));
}

function attributeType(table: ResolvedResource, type: string | undefined): 'S' | 'N' | 'B' {
  if (type === 'S' || type === 'N' || type === 'B') return type;
  throw fault(table, `${type} is no type of a key attribute`);
}

function readMapping(
  mapping: ResolvedResource,
  queues: readonly ResolvedResource[],
  functions: readonly ResolvedResource[],
  assetDirectories: ReadonlyMap<string, string>,
): DeclaredMapping {
  const { properties } = mapping;
  const queue = requireByArn(mapping, 'EventSourceArn', properties.EventSourceArn, queues);
  // A function is named here by its name or its ARN.
  const functionName = lastPart(String(properties.FunctionName));
  const target = functions.find(({ name }) => name === functionName);
  if (target === undefined)
    throw fault(mapping, `FunctionName is ${functionName}, which this stack does not make`);
  const batchingWindow = Number(properties.MaximumBatchingWindowInSeconds ?? 0);
  const batchSize = Number(properties.BatchSize ?? 10);
  if (batchSize > 10 && batchingWindow < 1) {
    throw fault(
      mapping,
      'a BatchSize over 10 needs a MaximumBatchingWindowInSeconds of at least 1, or Lambda refuses it',
    );
  }
  const concurrency = recordAt(properties, 'ScalingConfig').MaximumConcurrency;
  return {
    queueName: queue.name,
    queueArn: String(properties.EventSourceArn),
    function: readFunction(target, assetDirectories),
    batchSize,
    batchingWindowMs: batchingWindow * 1000,
    maximumConcurrency: concurrency === undefined ? undefined : Number(concurrency),
    reportsBatchItemFailures: listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
  };
}

function readFunction(
  declared: ResolvedResource,
  assetDirectories: ReadonlyMap<string, string>,
): DeclaredFunction {
  const { properties } = declared;
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs')) {
    throw fault(declared, `the runtime is ${runtime}; the local environment runs Node.js functions only`);
  }
  const key = stringAt(recordAt(properties, 'Code'), 'S3Key') ?? '';
  const codeDirectory = assetDirectories.get(key);
  if (codeDirectory === undefined)
    throw fault(declared, `its code (${key || 'inline'}) is not an asset of the CDK app`);
  const variables = recordAt(recordAt(properties, 'Environment'), 'Variables');
  return {
    name: declared.name,
    handler: String(properties.Handler),
    codeDirectory,
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    // Lambda's own defaults.
    memoryMiB: Number(properties.MemorySize ?? 128),
    timeoutMs: Number(properties.Timeout ?? 3) * 1000,
    runtime,
  };
}

function requireByArn(
  owner: ResolvedResource,
  property: string,
  arn: unknown,
  candidates: readonly ResolvedResource[],
): ResolvedResource {
  const name = lastPart(String(arn));
  const found = candidates.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw fault(owner, `${property} is ${String(arn)}, which this stack does not make`);
  return found;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function fault(resource: ResolvedResource, message: string): LocalEnvironmentError {
  return new LocalEnvironmentError('template', `CloudFormation template, ${resource.logicalId}: ${message}.`);
}
