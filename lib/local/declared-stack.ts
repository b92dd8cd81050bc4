/**
 * What a resolved template declares, in the terms of the emulators: buckets, topics, queues, tables, mappings.
 *
 * Also checks the wiring that no emulator would: a subscription's queue, a mapping's queue and function, a dead-letter
 * queue and a function's bundle must be ones that this stack makes. Pure.
 */
import { type DeclaredMapping, readMapping } from './declared-function.ts';
import { type DeclaredTable, readTable } from './declared-table.ts';
import { isRecord } from './json-shape.ts';
import type { StackPlace } from './resource-types.ts';
import { findForeignBuckets, isForeign } from './stand-ins.ts';
import type { ResolvedResource } from './template.ts';
import { lastPart, requireByArn, templateFault } from './wiring.ts';

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

export interface DeclaredStack {
  readonly buckets: readonly string[];
  /** Buckets that are there already where the stack is deployed. */
  readonly foreignBuckets: readonly string[];
  /** Also those that are there already. */
  readonly topics: readonly string[];
  readonly queues: readonly DeclaredQueue[];
  readonly subscriptions: readonly DeclaredSubscription[];
  readonly tables: readonly DeclaredTable[];
  readonly mappings: readonly DeclaredMapping[];
}

export interface StackParts {
  readonly resources: readonly ResolvedResource[];
  readonly assetDirectories: ReadonlyMap<string, string>;
  readonly place: Pick<StackPlace, 'accountId' | 'region'>;
}

/** @throws LocalEnvironmentError (`template`) naming the resource whose wiring leads nowhere. */
export function readDeclaredStack({ resources, assetDirectories, place }: StackParts): DeclaredStack {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const queues = ofType('AWS::SQS::Queue');
  const topics = ofType('AWS::SNS::Topic');
  const ends = { queues, functions: ofType('AWS::Lambda::Function'), assetDirectories };
  const subscriptions = ofType('AWS::SNS::Subscription')
    // Nobody is mailed from a laptop.
    .filter(({ properties }) => properties.Protocol !== 'email')
    .map((one) => readSubscription(one, { topics, queues, place }));
  return {
    buckets: ofType('AWS::S3::Bucket').map(({ name }) => name),
    foreignBuckets: findForeignBuckets(resources),
    topics: [
      ...new Set([...topics.map(({ name }) => name), ...subscriptions.map(({ topicName }) => topicName)]),
    ],
    queues: queues.map((queue) => readQueue(queue, queues)),
    subscriptions,
    tables: [...ofType('AWS::DynamoDB::Table'), ...ofType('AWS::DynamoDB::GlobalTable')].map(readTable),
    mappings: ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.Enabled !== false)
      .map((mapping) => readMapping(mapping, ends)),
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

interface SubscriptionEnds extends Pick<StackParts, 'place'> {
  readonly topics: readonly ResolvedResource[];
  readonly queues: readonly ResolvedResource[];
}

function readSubscription(
  subscription: ResolvedResource,
  { topics, queues, place }: SubscriptionEnds,
): DeclaredSubscription {
  const { Protocol, TopicArn, Endpoint, RawMessageDelivery, FilterPolicy, FilterPolicyScope } =
    subscription.properties;
  if (Protocol !== 'sqs') {
    throw templateFault(
      subscription,
      `the protocol is ${String(Protocol)}; the local environment delivers to sqs only`,
    );
  }
  requireByArn(subscription, 'Endpoint', Endpoint, queues);
  if (!isForeign(TopicArn, place)) requireByArn(subscription, 'TopicArn', TopicArn, topics);
  return {
    topicName: lastPart(String(TopicArn)),
    queueArn: String(Endpoint),
    attributes: {
      RawMessageDelivery: String(RawMessageDelivery === true || RawMessageDelivery === 'true'),
      ...(FilterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(FilterPolicy) }),
      ...(FilterPolicyScope === undefined ? {} : { FilterPolicyScope: String(FilterPolicyScope) }),
    },
  };
}
