import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { Encryption } from '../../../lib/constructs/encryption.ts';
import { TrailBucket } from '../../../lib/constructs/trail/trail-bucket.ts';
import { bareStack, logicalId, propertiesOf, type Statement, statementsOf } from '../bare-stack.ts';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit';
const COPIES_KEY = 'arn:aws:kms:eu-central-1:444455556666:key/0d1c6e0f-1f5a-4d3c-9a55-0f6cd1b1a9a1';
const REPLICATE_TO = { bucketArn: 'arn:aws:s3:::copies' };
/** Of the one bucket, and of the one where its accesses are logged. */
const TRAIL_BUCKET = 'AuditBucket';
const ACCESS_LOGS = 'AuditAccessLogs';

function makeBucket(input: SettingsInput = {}, stack: Stack = bareStack()): Template {
  const settings = parseSettings(input);
  const removalPolicy = RemovalPolicy.RETAIN;
  new TrailBucket(stack, 'Audit', {
    trailArn: TRAIL_ARN,
    trail: settings.trail,
    settings: settings.bucket,
    encryption: new Encryption(stack, 'Encryption', { encryption: settings.encryption, removalPolicy }),
    removalPolicy,
  });
  return Template.fromStack(stack);
}

const bucketIn = (template: Template) => propertiesOf(template, 'AWS::S3::Bucket', TRAIL_BUCKET);
const arnIn = (template: Template) => ({
  'Fn::GetAtt': [logicalId(template, 'AWS::S3::Bucket', TRAIL_BUCKET), 'Arn'],
});
const objectsIn = (template: Template, keys: string) => ({ 'Fn::Join': ['', [arnIn(template), keys]] });

function allowedTo(template: Template, service: string, idPrefix: string): Statement[] {
  return statementsOf(template, 'AWS::S3::BucketPolicy', idPrefix).filter(
    ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes(service),
  );
}

/** What an output asks of somebody else, with `<resource.attribute>` for what only the deployment knows. */
function requestIn(template: Template, output: string): unknown {
  const { Value } = template.findOutputs(output)[output] ?? {};
  if (typeof Value === 'string') return JSON.parse(Value);
  const parts: (string | { 'Fn::GetAtt': string[] })[] = Value['Fn::Join'][1];
  return JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : `<${part['Fn::GetAtt'].join('.')}>`)).join(''),
  );
}

/** What each statement lets CloudTrail write: where, and for which trail. */
function writesIn(template: Template) {
  return allowedTo(template, 'cloudtrail', TRAIL_BUCKET)
    .filter(({ Action }) => Action === 's3:PutObject')
    .map(({ Sid, Resource, Condition }) => ({
      Sid,
      Resource,
      trail: Condition?.StringEquals?.['aws:SourceArn'],
    }));
}

describe('the trail bucket', () => {
  const template = makeBucket();

  it("is private, versioned and its owner's, and stays when the stack goes", () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(bucketIn(template)).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('refuses everybody without TLS 1.2', () => {
    const denied = statementsOf(template, 'AWS::S3::BucketPolicy', TRAIL_BUCKET).filter(
      ({ Effect }) => Effect === 'Deny',
    );
    expect(denied.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ['s3:*', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['s3:*', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
    ]);
  });

  it('lets CloudTrail look and write for its own trail, and nobody else do anything', () => {
    const allowed = statementsOf(template, 'AWS::S3::BucketPolicy', TRAIL_BUCKET).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([
      {
        Sid: 'AWSCloudTrailAclCheck20150319',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: arnIn(template),
        Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
      },
      {
        Sid: 'AWSCloudTrailWrite20150319',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: {
          'Fn::Join': ['', [arnIn(template), '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']],
        },
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL_ARN },
        },
      },
    ]);
  });

  it('takes the log files of an organisation below the prefix, beside those of its management account', () => {
    const organization = makeBucket({ trail: { organizationId: 'o-exampleorg1', keyPrefix: 'org/main' } });
    expect(writesIn(organization)).toEqual([
      {
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: {
          'Fn::Join': ['', [arnIn(organization), '/org/main/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']],
        },
        trail: TRAIL_ARN,
      },
      {
        Sid: 'AWSCloudTrailOrganizationWrite20150319',
        Resource: objectsIn(organization, '/org/main/AWSLogs/o-exampleorg1/*'),
        trail: TRAIL_ARN,
      },
    ]);
  });

  it('has locks only where the settings say so', () => {
    expect(bucketIn(template)).not.toHaveProperty('ObjectLockEnabled');
    const locked = makeBucket({ bucket: { objectLock: { mode: 'COMPLIANCE', days: 400 } } });
    expect(bucketIn(locked)).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Days: 400, Mode: 'COMPLIANCE' } },
      },
    });
  });
});

describe('access logs', () => {
  it('go to a bucket of their own that takes them from the trail bucket alone, and expire', () => {
    const template = makeBucket({ encryption: 'new-key' });
    expect(bucketIn(template).LoggingConfiguration).toEqual({
      DestinationBucketName: { Ref: logicalId(template, 'AWS::S3::Bucket', ACCESS_LOGS) },
    });
    expect(propertiesOf(template, 'AWS::S3::Bucket', ACCESS_LOGS)).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 365 }] },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    const policy = statementsOf(template, 'AWS::S3::BucketPolicy', ACCESS_LOGS);
    expect(policy.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(2);
    expect(policy.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: {
          ArnLike: { 'aws:SourceArn': arnIn(template) },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      },
    ]);
  });

  it('stay as long as the settings say', () => {
    const template = makeBucket({ bucket: { expireAccessLogsAfterDays: 30 } });
    expect(propertiesOf(template, 'AWS::S3::Bucket', ACCESS_LOGS).LifecycleConfiguration).toMatchObject({
      Rules: [{ ExpirationInDays: 30 }],
    });
  });

  it('go to another bucket without a word about its policy', () => {
    const template = makeBucket({ bucket: { accessLogs: { bucketName: 'all-logs', prefix: 'trail/' } } });
    expect(bucketIn(template).LoggingConfiguration).toEqual({
      DestinationBucketName: 'all-logs',
      LogFilePrefix: 'trail/',
    });
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.resourceCountIs('AWS::S3::BucketPolicy', 1);
  });

  it("have the other bucket's owner asked to let in S3's log delivery for this bucket, in our words alone", () => {
    const stack = bareStack();
    const accessLogs = { bucketName: 'all-logs', prefix: 'trail/' };
    const template = makeBucket({ bucket: { accessLogs } }, stack);
    expect(requestIn(template, 'OwnerAccessLogBucketPolicy')).toEqual([
      {
        Sid: 'TraildexAccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::all-logs/trail/*',
        Condition: {
          ArnLike: { 'aws:SourceArn': `<${logicalId(template, 'AWS::S3::Bucket', TRAIL_BUCKET)}.Arn>` },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      },
    ]);
    const annotations = Annotations.fromStack(stack);
    annotations.hasInfo(
      '*',
      Match.stringLikeRegexp('policy of the bucket all-logs[^]*logging.s3.amazonaws.com'),
    );
    expect(annotations.findWarning('*', Match.anyValue())).toEqual([]);
  });

  it('are not written where they are off', () => {
    const template = makeBucket({ bucket: { accessLogs: 'off' } });
    expect(bucketIn(template)).not.toHaveProperty('LoggingConfiguration');
    template.resourceCountIs('AWS::S3::Bucket', 1);
  });
});

describe('copies', () => {
  const rightsOf = (template: Template) =>
    statementsOf(template, 'AWS::IAM::Policy', 'AuditReplication').map(({ Action, Resource, Condition }) => ({
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    }));

  it('are made of every object, without delete markers, by a role that can do no more', () => {
    const template = makeBucket({ bucket: { replicateTo: REPLICATE_TO } });
    expect(bucketIn(template).ReplicationConfiguration).toEqual({
      Role: { 'Fn::GetAtt': [logicalId(template, 'AWS::IAM::Role', 'AuditReplication'), 'Arn'] },
      Rules: [
        {
          Id: 'copies',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          Destination: { Bucket: 'arn:aws:s3:::copies' },
          DeleteMarkerReplication: { Status: 'Disabled' },
        },
      ],
    });
    expect(rightsOf(template)).toEqual([
      { Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: arnIn(template) },
      {
        Action: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication'],
        Resource: objectsIn(template, '/*'),
      },
      { Action: 's3:ReplicateObject', Resource: 'arn:aws:s3:::copies/*' },
    ]);
  });

  it('belong to the other account, take locks along, and use the keys for these buckets only', () => {
    const replicateTo = { ...REPLICATE_TO, accountId: '444455556666', kmsKeyArn: COPIES_KEY };
    const template = makeBucket({
      encryption: 'new-key',
      bucket: { replicateTo, objectLock: { mode: 'GOVERNANCE', days: 30 } },
    });
    expect(bucketIn(template).ReplicationConfiguration).toMatchObject({
      Rules: [
        {
          Destination: {
            Account: '444455556666',
            AccessControlTranslation: { Owner: 'Destination' },
            EncryptionConfiguration: { ReplicaKmsKeyID: COPIES_KEY },
          },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
        },
      ],
    });
    expect(rightsOf(template).slice(1)).toEqual([
      {
        Action: [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
        ],
        Resource: objectsIn(template, '/*'),
      },
      {
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [logicalId(template, 'AWS::KMS::Key'), 'Arn'] },
        Condition: {
          StringLike: {
            'kms:EncryptionContext:aws:s3:arn': [arnIn(template), objectsIn(template, '/*')],
          },
        },
      },
      {
        Action: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject'],
        Resource: 'arn:aws:s3:::copies/*',
      },
      {
        Action: ['kms:Decrypt', 'kms:Encrypt'],
        Resource: COPIES_KEY,
        Condition: {
          StringLike: {
            'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::copies', 'arn:aws:s3:::copies/*'],
          },
        },
      },
    ]);
  });

  it('have the owners of the other bucket and its key asked to let in the role of the stack', () => {
    const replicateTo = { ...REPLICATE_TO, accountId: '444455556666', kmsKeyArn: COPIES_KEY };
    const template = makeBucket({ encryption: 'new-key', bucket: { replicateTo } });
    const whom = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    };
    const roles = { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/Audit-*'] };
    expect(requestIn(template, 'OwnerCopiesBucketPolicy')).toEqual([
      {
        ...whom,
        Sid: 'TraildexCopy',
        Action: ['s3:ReplicateObject', 's3:ObjectOwnerOverrideToBucketOwner'],
        Resource: 'arn:aws:s3:::copies/*',
        Condition: { ArnLike: roles },
      },
    ]);
    expect(requestIn(template, 'OwnerCopiesKeyPolicy')).toEqual([
      {
        ...whom,
        Sid: 'TraildexEncryptCopies',
        Action: ['kms:Decrypt', 'kms:Encrypt'],
        Resource: '*',
        Condition: { ArnLike: roles, StringLike: { 'kms:ViaService': 's3.eu-central-1.*' } },
      },
    ]);
  });

  it('ask nobody in the account of the stack', () => {
    const template = makeBucket({ bucket: { replicateTo: REPLICATE_TO } });
    expect(template.findOutputs('*')).toEqual({});
  });

  it("stay with their owner in an account that is the stack's own", () => {
    const replicateTo = { ...REPLICATE_TO, accountId: '111122223333' };
    const { ReplicationConfiguration } = bucketIn(makeBucket({ bucket: { replicateTo } }));
    expect(ReplicationConfiguration).toMatchObject({
      Rules: [{ Destination: { Bucket: 'arn:aws:s3:::copies' } }],
    });
    expect(JSON.stringify(ReplicationConfiguration)).not.toContain('AccessControlTranslation');
  });
});
