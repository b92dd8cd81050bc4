/**
 * Who can put a message into the queues: into the one that feeds the index the announced sources and the operators, into
 * that of the verification who plans it and the operators, and nobody else, not even an administrator of the account whose own policy allows everything.
 */
import { describe, expect, it } from 'vitest';
import { VERIFY_PLAN_ENV } from '../../lambdas/verify-plan/env.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { type ResolvedResource, resolveTemplate } from '../../lib/local/template.ts';
import { isAbout, type Statement } from '../helpers/policies.ts';
import { CONFIGURATION_NAMES, type ConfigurationName } from './configurations.ts';
import { synthesizeConfiguration } from './stack-templates.ts';

const ACCOUNT = '111111111111';
const PLACE = {
  stackName: 'Traildex',
  accountId: ACCOUNT,
  region: 'eu-central-1',
  queueEndpoint: 'http://127.0.0.1',
};
const OTHER_ACCOUNT = '999999999999';

/** Who asks: a service, or a principal by its ARN; with what the request tells beside. */
interface Sender {
  readonly service?: string | undefined;
  readonly principal?: string | undefined;
  readonly context?: Readonly<Record<string, string>>;
}

type PolicyStatement = Statement & { readonly principals: readonly string[] };

const serviceSender = (service: string, sourceArn?: string, sourceAccount?: string): Sender => ({
  service,
  context: {
    ...(sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn }),
    ...(sourceAccount === undefined ? {} : { 'aws:SourceAccount': sourceAccount }),
  },
});
const person = (principal: string, context: Sender['context'] = {}): Sender => ({ principal, context });

function openQueue(name: ConfigurationName, messages: 'Delivery' | 'Verification' = 'Delivery') {
  const { resources, outputs } = resolveTemplate(synthesizeConfiguration(name).template, PLACE);
  const only = (type: string, isWanted: (found: ResolvedResource) => boolean): ResolvedResource => {
    const [found, ...others] = resources.filter((resource) => resource.type === type && isWanted(resource));
    if (found === undefined || others.length > 0)
      throw new Error(`Not one resource of type ${type} is wanted.`);
    return found;
  };
  const queue = only(
    'AWS::SQS::Queue',
    ({ name: queueName, properties }) =>
      properties.RedrivePolicy !== undefined && queueName.includes(messages),
  );
  const policy = only('AWS::SQS::QueuePolicy', ({ properties: { Queues } }) =>
    [Queues].flat().some((url) => String(url).endsWith(`/${queue.name}`)),
  );
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  const rules = resources.filter(
    ({ type, properties }) => type === 'AWS::Events::Rule' && properties.EventPattern !== undefined,
  );
  return {
    arn: `arn:aws:sqs:${PLACE.region}:${ACCOUNT}:${queue.name}`,
    statements: statementsOf(policy),
    topicArn: outputs[OUTPUT.deliveryTopic] ?? '',
    operatorRoleArn: outputs[OUTPUT.operatorRole] ?? '',
    functionRoleArns: functions.map(({ properties }) => String(properties.Role)),
    planRoleArn: roleOf(functions, VERIFY_PLAN_ENV.verifyQueueUrl),
    ruleArns: rules.map((rule) => `arn:aws:events:${PLACE.region}:${ACCOUNT}:rule/${rule.name}`),
  };
}

function roleOf(functions: readonly ResolvedResource[], variable: string): string {
  const found = functions.find(({ properties }) =>
    JSON.stringify(properties.Environment).includes(`"${variable}"`),
  );
  return String(found?.properties.Role);
}

function statementsOf({ properties }: ResolvedResource): PolicyStatement[] {
  const { Statement: all } = properties.PolicyDocument as {
    Statement: {
      Effect: 'Allow' | 'Deny';
      Action: string | string[];
      Resource: string | string[];
      Principal: string | Record<string, string | string[]>;
      Condition?: Statement['conditions'];
    }[];
  };
  return all.map(({ Effect, Action, Resource, Principal, Condition = {} }) => ({
    effect: Effect,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    principals: typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat(),
    conditions: Condition,
  }));
}

/** Principals of the account may do whatever is not denied: theirs is a policy that allows everything. */
function maySend(
  { arn, statements }: ReturnType<typeof openQueue>,
  { service, principal, context }: Sender,
): boolean {
  const call = {
    action: 'sqs:SendMessage',
    resource: arn,
    context: {
      'aws:SecureTransport': 'true',
      'aws:PrincipalIsAWSService': String(service !== undefined),
      'aws:ViaAWSService': 'false',
      ...(principal === undefined ? {} : { 'aws:PrincipalArn': principal }),
      ...context,
    },
  };
  const about = statements.filter(
    (statement) =>
      isAbout(statement, call) &&
      statement.principals.some((named) => isNamed(named, { service, principal })),
  );
  if (about.some(({ effect }) => effect === 'Deny')) return false;
  return about.length > 0 || principal?.split(':')[4] === ACCOUNT;
}

function isNamed(named: string, { service, principal }: Sender): boolean {
  return named === '*' || named === service || named === principal;
}

const NOBODY: readonly (readonly [string, Sender])[] = [
  ['an administrator', person(`arn:aws:iam::${ACCOUNT}:user/admin`)],
  ['an administrator by role', person(`arn:aws:iam::${ACCOUNT}:role/Admin`)],
  ['the root user', person(`arn:aws:iam::${ACCOUNT}:root`)],
  ['a role named like the operators’', person(`arn:aws:iam::${ACCOUNT}:role/OperatorRole`)],
  [
    'an administrator in whose name a service sends',
    person(`arn:aws:iam::${ACCOUNT}:user/admin`, { 'aws:ViaAWSService': 'true' }),
  ],
  ['another account', person(`arn:aws:iam::${OTHER_ACCOUNT}:user/admin`)],
  [
    'another account by its own topic',
    serviceSender('sns.amazonaws.com', `arn:aws:sns:${PLACE.region}:${OTHER_ACCOUNT}:trail`),
  ],
  [
    'another topic of the account',
    serviceSender('sns.amazonaws.com', `arn:aws:sns:${PLACE.region}:${ACCOUNT}:other`),
  ],
  ['SNS without a source', serviceSender('sns.amazonaws.com')],
  [
    'another rule of the account',
    serviceSender('events.amazonaws.com', `arn:aws:events:${PLACE.region}:${ACCOUNT}:rule/other`),
  ],
  ['another bucket', serviceSender('s3.amazonaws.com', 'arn:aws:s3:::other', ACCOUNT)],
  [
    'a scheduler',
    serviceSender(
      'scheduler.amazonaws.com',
      `arn:aws:scheduler:${PLACE.region}:${ACCOUNT}:schedule/default/x`,
    ),
  ],
  ['nobody known', {}],
];

describe.each(CONFIGURATION_NAMES)('the queue of the configuration "%s"', (name) => {
  const queue = openQueue(name);

  it('takes messages of the stack’s topic, over TLS only', () => {
    const topic = serviceSender('sns.amazonaws.com', queue.topicArn);
    expect(maySend(queue, topic)).toBe(true);
    expect(maySend(queue, { ...topic, context: { ...topic.context, 'aws:SecureTransport': 'false' } })).toBe(
      false,
    );
  });

  it('takes messages of operators, who move dead letters back', () => {
    expect(maySend(queue, person(queue.operatorRoleArn))).toBe(true);
  });

  it.each(NOBODY)('takes no message of %s', (_, sender) => {
    expect(maySend(queue, sender)).toBe(false);
  });

  it('takes no message of the functions', () => {
    expect(queue.functionRoleArns.length).toBeGreaterThan(0);
    for (const role of queue.functionRoleArns) expect(maySend(queue, person(role)), role).toBe(false);
  });
});

const VERIFIED = CONFIGURATION_NAMES.filter((name) => name !== 'no verification');

describe.each(VERIFIED)('the queue of the verification, configured as "%s",', (name) => {
  const queue = openQueue(name, 'Verification');

  it('takes messages of the plan and of operators', () => {
    for (const role of [queue.planRoleArn, queue.operatorRoleArn])
      expect(maySend(queue, person(role)), role).toBe(true);
  });

  it.each([
    ...NOBODY,
    ['the topic of the stack', serviceSender('sns.amazonaws.com', queue.topicArn)] as const,
  ])('takes no message of %s', (_, sender) => {
    expect(maySend(queue, sender)).toBe(false);
  });

  it('takes no message of the other functions', () => {
    const others = queue.functionRoleArns.filter((role) => role !== queue.planRoleArn);
    expect(others.length).toBeGreaterThan(1);
    for (const role of others) expect(maySend(queue, person(role)), role).toBe(false);
  });
});

const BUCKET_ARN = 'arn:aws:s3:::trail-of-the-organisation';
const BUCKET_OWNER = '222222222222';

describe('what announces the log files of an existing trail', () => {
  it.each([
    ['existing trail', 'arn:aws:sns:eu-central-1:111111111111:trail'],
    [
      'shared topic of another account',
      'arn:aws:sns:eu-west-1:222222222222:aws-controltower-AllConfigNotifications',
    ],
  ] as const)('reaches the queue: the topic of "%s", and no other configuration’s', (name, topicArn) => {
    const topic = serviceSender('sns.amazonaws.com', topicArn);
    expect(maySend(openQueue(name), topic)).toBe(true);
    expect(maySend(openQueue('default'), topic)).toBe(false);
  });

  it.each(['EventBridge of the same account', 'EventBridge of another account'] as const)(
    'reaches the queue: the rule of "%s"',
    (name) => {
      const queue = openQueue(name);
      expect(queue.ruleArns).toHaveLength(1);
      for (const arn of queue.ruleArns)
        expect(maySend(queue, serviceSender('events.amazonaws.com', arn))).toBe(true);
    },
  );

  it('reaches the queue: the bucket itself, as long as its owner has it', () => {
    const queue = openQueue('S3 notification');
    expect(maySend(queue, serviceSender('s3.amazonaws.com', BUCKET_ARN, BUCKET_OWNER))).toBe(true);
    expect(maySend(queue, serviceSender('s3.amazonaws.com', BUCKET_ARN, OTHER_ACCOUNT))).toBe(false);
  });
});
