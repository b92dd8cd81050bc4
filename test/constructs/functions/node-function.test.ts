import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { Encryption } from '../../../lib/constructs/encryption.ts';
import { NodeFunction, type NodeFunctionProps } from '../../../lib/constructs/functions/node-function.ts';
import { testApp } from '../test-app.ts';

const VPC = { subnetIds: ['subnet-11111111', 'subnet-22222222'] };

function synthesize(settings: SettingsInput = {}, props: Partial<NodeFunctionProps> = {}): Template {
  const stack = new Stack(testApp(), 'Stack');
  const { ingest, encryption } = parseSettings(settings);
  new NodeFunction(stack, 'Function', {
    folder: 'ingest',
    description: 'Tries things.',
    timeout: Duration.minutes(5),
    memoryMiB: 2048,
    environment: { PURPOSE: 'test' },
    settings: ingest,
    encryption: new Encryption(stack, 'Encryption', { encryption, removalPolicy: RemovalPolicy.RETAIN }),
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });
  return Template.fromStack(stack);
}

function onlyFunction(template: Template) {
  const [fn] = Object.values(template.findResources('AWS::Lambda::Function'));
  return fn ?? {};
}

function statementsOf(template: Template): Record<string, unknown>[] {
  return Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
}

describe('a function of the stack', () => {
  it('runs the newest Node.js on arm64, with what it was given', () => {
    expect(onlyFunction(synthesize()).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 300,
      MemorySize: 2048,
      TracingConfig: { Mode: 'Active' },
      Environment: {
        Variables: {
          PURPOSE: 'test',
          NODE_OPTIONS: '--enable-source-maps --max-semi-space-size=16 --max-old-space-size=1843',
          POWERTOOLS_LOG_LEVEL: 'INFO',
        },
      },
    });
  });

  it('has the rights to write its own log and its traces, and no others', () => {
    const template = synthesize();
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    expect(statementsOf(template)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] },
      },
      { Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
    ]);
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles.map(({ Properties }) => Properties)).toEqual([
      {
        Description: 'Tries things.',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
          ],
        },
      },
    ]);
  });

  it('has a right on a named resource only, when it is not traced', () => {
    const template = synthesize({ ingest: { tracing: false } });
    expect(statementsOf(template).map(({ Resource }) => Resource)).not.toContain('*');
    expect(onlyFunction(template).Properties.TracingConfig).toBeUndefined();
  });

  it('logs into a group that is kept, encrypted and emptied as the settings say', () => {
    const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const template = synthesize({ encryption: { keyArn }, ingest: { logRetentionDays: 90 } });
    const [[logGroup, { Properties, DeletionPolicy } = { Properties: {}, DeletionPolicy: '' }] = []] =
      Object.entries(template.findResources('AWS::Logs::LogGroup'));
    expect([Properties, DeletionPolicy]).toEqual([{ RetentionInDays: 90, KmsKeyId: keyArn }, 'Retain']);
    expect(onlyFunction(template).Properties.LoggingConfig).toEqual({ LogGroup: { Ref: logGroup } });
    const throwAway = synthesize({}, { removalPolicy: RemovalPolicy.DESTROY });
    throwAway.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  it.each(['DEBUG', 'WARN'] as const)(
    'leaves the level %s to the logger, not to the filter of Lambda',
    (level) => {
      const { Properties } = onlyFunction(synthesize({ ingest: { logLevel: level } }));
      expect(Properties.Environment.Variables.POWERTOOLS_LOG_LEVEL).toBe(level);
      expect(Properties.LoggingConfig).not.toHaveProperty('ApplicationLogLevel');
    },
  );

  it('sets invocations aside only when asked to', () => {
    expect(onlyFunction(synthesize()).Properties.ReservedConcurrentExecutions).toBeUndefined();
    const reserved = synthesize({}, { reservedConcurrency: 7 });
    expect(onlyFunction(reserved).Properties.ReservedConcurrentExecutions).toBe(7);
  });
});

describe('a function in a VPC', () => {
  const template = synthesize({ ingest: { vpc: { ...VPC, securityGroupIds: ['sg-33333333'] } } });

  it('names subnets and security groups, and looks nothing up', () => {
    expect(onlyFunction(template).Properties.VpcConfig).toEqual({
      SubnetIds: ['subnet-11111111', 'subnet-22222222'],
      SecurityGroupIds: ['sg-33333333'],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  it('lets Lambda make the interfaces, but not the code of the function', () => {
    const Action = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ];
    const network = statementsOf(template).filter(({ Action }) => JSON.stringify(Action).includes('ec2:'));
    expect(network).toEqual([
      { Sid: 'AttachToVpc', Effect: 'Allow', Action, Resource: '*' },
      {
        Sid: 'NotFromTheCode',
        Effect: 'Deny',
        Action,
        Resource: '*',
        Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      },
    ]);
  });

  it('is made after its rights, which Lambda needs to attach it', () => {
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });
});
