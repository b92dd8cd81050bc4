import { describe, expect, it } from 'vitest';
import type { ResolvedResource } from '../../lib/local/template.ts';
import { isAllowed, managedPolicy, policyOfFunction, type Statement } from './policies.ts';

const READ: Statement = {
  effect: 'Allow',
  actions: ['s3:Get*'],
  resources: ['arn:aws:s3:::trail/AWSLogs/*'],
  conditions: {},
};
const LIST: Statement = {
  effect: 'Allow',
  actions: ['s3:ListBucket'],
  resources: ['arn:aws:s3:::trail'],
  conditions: { StringLike: { 's3:prefix': ['AWSLogs/*', 'x'] } },
};

const call = (action: string, resource: string, context = {}) => ({ action, resource, context });

const TABLE = 'arn:aws:dynamodb:us-east-1:1:table/LogFiles';

const writing = (sections: string | readonly string[]) =>
  call('dynamodb:BatchWriteItem', TABLE, { 'dynamodb:LeadingKeys': sections });

const toWrite = (conditions: Readonly<Record<string, string | readonly string[]>>): Statement => ({
  effect: 'Allow',
  actions: ['dynamodb:BatchWriteItem'],
  resources: [TABLE],
  conditions: Object.fromEntries(
    Object.entries(conditions).map(([operator, sections]) => [
      operator,
      { 'dynamodb:LeadingKeys': sections },
    ]),
  ),
});

describe('a policy', () => {
  it.each([
    ['what it names', call('s3:GetObject', 'arn:aws:s3:::trail/AWSLogs/a/b'), true],
    ['actions in any case', call('S3:getobject', 'arn:aws:s3:::trail/AWSLogs/a'), true],
    ['nothing beside the resource', call('s3:GetObject', 'arn:aws:s3:::trail/other'), false],
    ['no dot for a character', call('s3:GetObject', 'arn:aws:s3:::trailXAWSLogs/a'), false],
    ['no other action', call('s3:PutObject', 'arn:aws:s3:::trail/AWSLogs/a'), false],
    ['what the condition names', call('s3:ListBucket', 'arn:aws:s3:::trail', { 's3:prefix': 'x' }), true],
    ['its pattern', call('s3:ListBucket', 'arn:aws:s3:::trail', { 's3:prefix': 'AWSLogs/' }), true],
    ['nothing else', call('s3:ListBucket', 'arn:aws:s3:::trail', { 's3:prefix': 'xx' }), false],
    ['nothing that does not say', call('s3:ListBucket', 'arn:aws:s3:::trail'), false],
  ])('allows %s', (_what, asked, expected) => {
    expect(isAllowed(asked, [READ, LIST])).toBe(expected);
  });

  it('denies over what another statement allows', () => {
    const denied: Statement = { ...READ, effect: 'Deny', actions: ['*'] };
    expect(isAllowed(call('s3:GetObject', 'arn:aws:s3:::trail/AWSLogs/a'), [READ, denied])).toBe(false);
  });

  it.each([
    ['of another source', { 'aws:SourceArn': 'arn:b' }, false],
    ['of no source', {}, false],
    ['of the source', { 'aws:SourceArn': 'arn:a' }, true],
    ['of a source like it', { 'aws:SourceArn': 'arn:c/1' }, true],
    ['over plain HTTP', { 'aws:SourceArn': 'arn:a', 'aws:SecureTransport': 'false' }, false],
  ])('denies what is not excepted: a call %s', (_what, context, expected) => {
    const denials: Statement[] = [
      { ArnNotEquals: { 'aws:SourceArn': ['arn:a', 'arn:c/*'] } },
      { Bool: { 'aws:SecureTransport': 'false' } },
    ].map((conditions) => ({ ...READ, effect: 'Deny', conditions }));
    const asked = call('s3:GetObject', 'arn:aws:s3:::trail/AWSLogs/a', context);
    expect(isAllowed(asked, [READ, ...denials])).toBe(expected);
  });

  const COVERAGE = 'coverage#2026-03-17';
  const LEDGER = 'log-files#2026-03-17';

  it.each([
    [COVERAGE, true],
    [LEDGER, false],
    [[COVERAGE, 'coverage#2026-03-18'], true],
    [[COVERAGE, LEDGER], false],
    // Of which nobody knows where to.
    [[], false],
  ])('allows to write into sections that are let in: %j is %s', (sections, expected) => {
    expect(isAllowed(writing(sections), [toWrite({ 'ForAllValues:StringLike': 'coverage#*' })])).toBe(
      expected,
    );
  });

  it.each([
    [LEDGER, true],
    [COVERAGE, false],
    ['public-keys#eu-west-1', false],
    [[LEDGER, 'settings'], true],
    [[LEDGER, COVERAGE], false],
    [[], false],
  ])('allows to write into sections that are not shut: %j is %s', (sections, expected) => {
    const conditions = { 'ForAllValues:StringNotLike': ['coverage#*', 'public-keys#*'] };
    expect(isAllowed(writing(sections), [toWrite(conditions)])).toBe(expected);
  });

  it('is not judged by a condition that is not understood', () => {
    const odd: Statement = { ...READ, conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
    expect(() => isAllowed(call('s3:GetObject', 'arn:aws:s3:::trail/AWSLogs/a'), [odd])).toThrow('IpAddress');
  });
});

const resource = (type: string, name: string, properties: object = {}): ResolvedResource => ({
  logicalId: name,
  type,
  name,
  properties: { ...properties },
});
const PolicyDocument = {
  Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:us-east-1:1:topic' }],
};
const PUBLISH: Statement = {
  effect: 'Allow',
  actions: ['sns:Publish'],
  resources: ['arn:aws:sns:us-east-1:1:topic'],
  conditions: {},
};

it("is found by the function's role, or by its own name", () => {
  const resources = [
    resource('AWS::Lambda::Function', 'Ingest', { Role: 'arn:aws:iam::1:role/IngestRole' }),
    resource('AWS::IAM::Role', 'IngestRole'),
    resource('AWS::IAM::Policy', 'Inline', { Roles: ['IngestRole'], PolicyDocument }),
    resource('AWS::IAM::Policy', 'Other', { Roles: ['OtherRole'], PolicyDocument: { Statement: [] } }),
    resource('AWS::IAM::ManagedPolicy', 'Reader', { PolicyDocument }),
  ];
  expect(policyOfFunction(resources, 'Ingest')).toEqual([PUBLISH]);
  expect(managedPolicy(resources, 'Reader')).toEqual([PUBLISH]);
  expect(() => managedPolicy(resources, undefined)).toThrow('no AWS::IAM::ManagedPolicy');
});

it('is not left unread in the role itself', () => {
  const resources = [
    resource('AWS::Lambda::Function', 'Ingest', { Role: 'arn:aws:iam::1:role/IngestRole' }),
    resource('AWS::IAM::Role', 'IngestRole', {
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    }),
  ];
  expect(() => policyOfFunction(resources, 'Ingest')).toThrow('not read here');
});
