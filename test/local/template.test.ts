import { describe, expect, it } from 'vitest';
import type { StackPlace } from '../../lib/local/resource-types.ts';
import { resolveTemplate } from '../../lib/local/template.ts';

const PLACE: StackPlace = {
  stackName: 'Traildex',
  accountId: '111122223333',
  region: 'eu-central-1',
  queueEndpoint: 'http://127.0.0.1:4000',
};

const RESOURCES = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'deliveries' } },
  Queue: { Type: 'AWS::SQS::Queue' },
  Table: { Type: 'AWS::DynamoDB::Table' },
  Code: { Type: 'AWS::Lambda::Function' },
  Key: { Type: 'AWS::KMS::Key' },
};

/** What an expression in a property becomes, beside resources to refer to. */
function resolved(expression: unknown, rest: object = {}, place = PLACE): unknown {
  const template = {
    Resources: {
      ...RESOURCES,
      Subject: { Type: 'AWS::Lambda::Function', Properties: { Environment: expression } },
    },
    ...rest,
  };
  const { resources } = resolveTemplate(template, place);
  return resources.find(({ logicalId }) => logicalId === 'Subject')?.properties.Environment;
}

describe('a synthesized template', () => {
  it.each([
    ['a bucket by name', { Ref: 'Bucket' }, 'traildex-bucket'],
    ['a topic by ARN', { Ref: 'Topic' }, 'arn:aws:sns:eu-central-1:111122223333:deliveries'],
    ['a queue by URL', { Ref: 'Queue' }, 'http://127.0.0.1:4000/111122223333/Traildex-Queue'],
    ['a table by name', { Ref: 'Table' }, 'Traildex-Table'],
    ['a function by name', { Ref: 'Code' }, 'Traildex-Code'],
    ['the account', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['the region', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the stack', { Ref: 'AWS::StackName' }, 'Traildex'],
  ])('refers to %s', (_what, expression, value) => {
    expect(resolved(expression)).toBe(value);
  });

  it.each([
    ['Bucket', 'Arn', 'arn:aws:s3:::traildex-bucket'],
    ['Queue', 'Arn', 'arn:aws:sqs:eu-central-1:111122223333:Traildex-Queue'],
    ['Queue', 'QueueName', 'Traildex-Queue'],
    ['Topic', 'TopicName', 'deliveries'],
    ['Table', 'Arn', 'arn:aws:dynamodb:eu-central-1:111122223333:table/Traildex-Table'],
    ['Code', 'Arn', 'arn:aws:lambda:eu-central-1:111122223333:function:Traildex-Code'],
    ['Key', 'Arn', 'arn:aws:kms:eu-central-1:111122223333:key/Traildex-Key'],
    ['Key', 'KeyId', 'Traildex-Key.KeyId'],
  ])('gets from %s the attribute %s', (logicalId, attribute, value) => {
    expect(resolved({ 'Fn::GetAtt': [logicalId, attribute] })).toBe(value);
    expect(resolved({ 'Fn::GetAtt': `${logicalId}.${attribute}` })).toBe(value);
  });

  it.each([
    ['joins', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }, 'c']] }, 'a/eu-central-1/c'],
    ['splits and selects', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    [
      'substitutes',
      { 'Fn::Sub': `${'$'}{Table} ${'$'}{Bucket.Arn} ${'$'}{!Table}` },
      `Traildex-Table arn:aws:s3:::traildex-bucket ${'$'}{Table}`,
    ],
    [
      'substitutes variables of its own',
      { 'Fn::Sub': [`${'$'}{x}!`, { x: { Ref: 'Table' } }] },
      'Traildex-Table!',
    ],
    [
      'leaves other values',
      { a: [1, true, null, 'x'], b: { c: {} } },
      { a: [1, true, null, 'x'], b: { c: {} } },
    ],
    [
      'drops members without a value',
      { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 2] },
      { b: [2] },
    ],
  ])('%s', (_what, expression, value) => {
    expect(resolved(expression)).toEqual(value);
  });

  it('takes parameters from their defaults, lists among them', () => {
    const rest = {
      Parameters: {
        Days: { Type: 'Number', Default: 30 },
        Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
      },
    };
    expect(resolved([{ Ref: 'Days' }, { 'Fn::Select': ['1', { Ref: 'Zones' }] }], rest)).toEqual([30, 'b']);
  });

  it('looks up mappings', () => {
    const rest = { Mappings: { Limits: { 'eu-central-1': { days: 7 } } } };
    expect(resolved({ 'Fn::FindInMap': ['Limits', { Ref: 'AWS::Region' }, 'days'] }, rest)).toBe(7);
  });

  it.each([
    [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }, 'yes'],
    [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, 'no'],
    [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] }, 'no'],
    [{ 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': ['a', 'b'] }] }, 'no'],
    [{ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'Always' }] }, 'yes'],
  ])('decides by a condition: %j', (condition, value) => {
    const rest = { Conditions: { Subject: condition, Always: { 'Fn::Equals': [1, 1] } } };
    expect(resolved({ 'Fn::If': ['Subject', 'yes', 'no'] }, rest)).toBe(value);
  });

  it('evaluates only the chosen branch', () => {
    const rest = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } };
    expect(resolved({ 'Fn::If': ['Never', { Ref: 'Missing' }, 'no'] }, rest)).toBe('no');
  });

  it('makes nothing whose condition is false', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Bucket: { Type: 'AWS::S3::Bucket', Condition: 'Never' } },
    };
    expect(resolveTemplate(template, PLACE).resources).toEqual([]);
  });

  it('has its resources, also roles, alarms and custom resources that nothing is made of', () => {
    const template = {
      Resources: {
        Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] } },
        Role: { Type: 'AWS::IAM::Role' },
        Emptier: { Type: 'Custom::S3AutoDeleteObjects' },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-trail' } },
      },
    };
    expect(resolveTemplate(template, PLACE).resources).toEqual([
      {
        logicalId: 'Policy',
        type: 'AWS::IAM::Policy',
        name: 'Traildex-Policy',
        properties: { Roles: ['Traildex-Role'] },
      },
      { logicalId: 'Role', type: 'AWS::IAM::Role', name: 'Traildex-Role', properties: {} },
      {
        logicalId: 'Emptier',
        type: 'Custom::S3AutoDeleteObjects',
        name: 'Traildex-Emptier',
        properties: {},
      },
      {
        logicalId: 'Bucket',
        type: 'AWS::S3::Bucket',
        name: 'my-trail',
        properties: { BucketName: 'my-trail' },
      },
    ]);
  });

  it('names a resource after an expression', () => {
    const template = {
      Resources: {
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: { 'Fn::Join': ['-', ['trail', { Ref: 'AWS::AccountId' }]] } },
        },
      },
    };
    expect(resolveTemplate(template, PLACE).resources[0]?.name).toBe('trail-111122223333');
  });

  it('shortens an invented name to what the service takes, without making two alike', () => {
    const long = 'A'.repeat(80);
    const template = {
      Resources: { [`${long}1`]: { Type: 'AWS::S3::Bucket' }, [`${long}2`]: { Type: 'AWS::S3::Bucket' } },
    };
    const names = resolveTemplate(template, PLACE).resources.map(({ name }) => name);
    expect(names.map((name) => name.length)).toEqual([63, 63]);
    expect(names.every((name) => /^traildex-a+-[0-9a-f]{8}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(2);
  });

  it('resolves outputs to texts', () => {
    const template = {
      Resources: RESOURCES,
      Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, Days: { Value: 7 } },
    };
    expect(resolveTemplate(template, PLACE).outputs).toEqual({
      QueueUrl: 'http://127.0.0.1:4000/111122223333/Traildex-Queue',
      Days: '7',
    });
  });

  it('leaves out outputs and properties that need a service which does not run', () => {
    const template = {
      Resources: {
        ...RESOURCES,
        Subject: {
          Type: 'AWS::Lambda::Function',
          Properties: { Environment: { Variables: { Q: { Ref: 'Queue' } } }, Timeout: 3 },
        },
      },
      Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, Table: { Value: { Ref: 'Table' } } },
    };
    const stack = resolveTemplate(template, { ...PLACE, queueEndpoint: undefined });
    expect(stack.outputs).toEqual({ Table: 'Traildex-Table' });
    expect(stack.resources.find(({ logicalId }) => logicalId === 'Subject')?.properties).toEqual({
      Timeout: 3,
    });
  });
});

describe('a template with a fault', () => {
  it.each([
    [
      'a reference that leads nowhere',
      { A: { B: [{ Ref: 'Missing' }] } },
      'property Environment.A.B.0: there is no resource or parameter Missing',
    ],
    [
      'an attribute that the resource has not',
      { 'Fn::GetAtt': ['Queue', 'Colour'] },
      'Queue has no attribute Colour',
    ],
    ['an unknown function', { 'Fn::ImportValue': 'x' }, 'does not know the function Fn::ImportValue'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'there is no condition Nope'],
    ['a selection beyond the list', { 'Fn::Select': [3, ['a']] }, 'Fn::Select finds no item 3'],
    [
      'a missing row of a mapping',
      { 'Fn::FindInMap': ['A', 'B', 'C'] },
      'Fn::FindInMap finds nothing under A, B, C',
    ],
    ['too few arguments', { 'Fn::Join': [','] }, 'Fn::Join takes 2 arguments'],
  ])('is refused by the name of resource and property: %s', (_what, expression, message) => {
    expect(() => resolved(expression)).toThrow(message);
    expect(() => resolved(expression)).toThrow('resource Subject (AWS::Lambda::Function)');
  });

  it('is refused for a dangling reference in a resource that the emulators have no use for', () => {
    const template = {
      Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: { Statement: { Ref: 'Gone' } } } },
    };
    expect(() => resolveTemplate(template, PLACE)).toThrow('Policy (AWS::IAM::Policy), property Statement');
  });

  it('is refused for a parameter without a value, unless one is given', () => {
    const template = {
      Parameters: { Name: { Type: 'String' } },
      Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } } },
    };
    expect(() => resolveTemplate(template, PLACE)).toThrow('the parameter Name has no default');
    expect(resolveTemplate(template, PLACE, { Name: 'given' }).resources[0]?.name).toBe('given');
  });

  it('is refused for a type that nobody has thought about', () => {
    const template = { Resources: { Cache: { Type: 'AWS::ElastiCache::CacheCluster' } } };
    expect(() => resolveTemplate(template, PLACE)).toThrow(
      'resource Cache (AWS::ElastiCache::CacheCluster): the local environment does not know this type',
    );
  });

  it.each([
    ['AWS::S3::Bucket', 'NotificationConfiguration'],
    ['AWS::SQS::Queue', 'FifoQueue'],
    ['AWS::Lambda::Function', 'Layers'],
    ['AWS::Lambda::EventSourceMapping', 'FilterCriteria'],
    ['AWS::DynamoDB::Table', 'StreamSpecification'],
  ])('is refused for a property that cannot be had: %s %s', (Type, property) => {
    const template = { Resources: { It: { Type, Properties: { [property]: { a: 1 } } } } };
    expect(() => resolveTemplate(template, PLACE)).toThrow(
      `cannot do what the property ${property} asks for`,
    );
  });

  it('is refused for a name that refers to itself', () => {
    const template = {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': `x-${'$'}{Bucket}` } } },
      },
    };
    expect(() => resolveTemplate(template, PLACE)).toThrow('the name of Bucket refers to itself');
  });

  it('is refused for a reference to a resource whose condition is false', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Condition: 'Never' },
        Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Bucket' } } },
      },
    };
    expect(() => resolveTemplate(template, PLACE)).toThrow('Bucket is not made: its condition is false');
  });
});
