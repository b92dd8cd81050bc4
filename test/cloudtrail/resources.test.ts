import { describe, expect, it } from 'vitest';
import { MAX_RESOURCE_LENGTH, resourcesOf } from '../../lib/cloudtrail/resources.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

const CASES: readonly (readonly [
  title: string,
  record: Record<string, unknown>,
  resources: readonly string[],
])[] = [
  ['nothing of a record without parameters', { requestParameters: null, responseElements: null }, []],
  [
    'the ARNs of resources[], then bucket/key and the bucket',
    {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      resources: [
        { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::example-bucket/a/b.txt' },
        { accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::example-bucket' },
      ],
      requestParameters: {
        bucketName: 'example-bucket',
        key: 'a/b.txt',
        'x-id': 'GetObject',
        Host: 'x.example.com',
      },
    },
    [
      'arn:aws:s3:::example-bucket/a/b.txt',
      'arn:aws:s3:::example-bucket',
      'example-bucket/a/b.txt',
      'example-bucket',
    ],
  ],
  [
    'ARNPrefix, and a single resource that is not in a list',
    { resources: { ARNPrefix: 'arn:aws:s3:::example-bucket/logs/', type: 'AWS::S3::Object' } },
    ['arn:aws:s3:::example-bucket/logs/'],
  ],
  [
    'a key elsewhere than in S3 is no resource',
    {
      eventSource: 'tagging.amazonaws.com',
      requestParameters: { key: 'Owner', bucketName: 'example-bucket' },
    },
    ['example-bucket'],
  ],
  [
    'instances in lists',
    {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'StopInstances',
      requestParameters: {
        instancesSet: { items: [{ instanceId: 'i-0a1' }, { instanceId: 'i-0b2' }] },
        force: false,
      },
      responseElements: {
        requestId: '8f6f1a7e-0000-4000-8000-000000000000',
        instancesSet: { items: [{ instanceId: 'i-0a1', currentState: { code: 64, name: 'stopping' } }] },
      },
    },
    ['i-0a1', 'i-0b2'],
  ],
  [
    'what a newer EC2 action wraps in a member of its own name',
    {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpcEndpoint',
      requestParameters: {
        CreateVpcEndpointRequest: {
          VpcId: 'vpc-0a1',
          SubnetId: [
            { tag: 1, content: 'subnet-0a1' },
            { tag: 2, content: 'subnet-0b2' },
          ],
          ServiceName: 'com.amazonaws.eu-west-1.s3',
        },
      },
      responseElements: {
        CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 'vpce-0a1', ownerId: '111122223333' } },
      },
    },
    ['vpc-0a1', 'subnet-0a1', 'subnet-0b2', 'com.amazonaws.eu-west-1.s3', 'vpce-0a1'],
  ],
  [
    'no ARN of the caller that a response mentions',
    {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateLaunchTemplate',
      responseElements: {
        CreateLaunchTemplateResponse: {
          launchTemplate: { createdBy: 'arn:aws:iam::111122223333:user/alice', launchTemplateId: 'lt-0a1' },
        },
      },
    },
    ['lt-0a1'],
  ],
  [
    'the new role of IAM by name and ARN, but no policy document',
    {
      eventSource: 'iam.amazonaws.com',
      requestParameters: {
        roleName: 'Auditor',
        assumeRolePolicyDocument: '{"Statement":[]}',
        description: 'Audits.',
      },
      responseElements: { role: { arn: 'arn:aws:iam::111122223333:role/Auditor', roleId: 'AROAEXAMPLE' } },
    },
    ['Auditor', 'arn:aws:iam::111122223333:role/Auditor'],
  ],
  [
    'user and access key of a new key, never its secret',
    {
      eventSource: 'iam.amazonaws.com',
      requestParameters: { userName: 'alice' },
      responseElements: {
        accessKey: {
          userName: 'alice',
          accessKeyId: 'AKIAEXAMPLE',
          secretAccessKey: 'example-secret',
          status: 'Active',
        },
      },
    },
    ['alice', 'AKIAEXAMPLE'],
  ],
  [
    'role and new session of AssumeRole, neither external id nor token',
    {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: {
        roleArn: 'arn:aws:iam::111122223333:role/Auditor',
        roleSessionName: 'alice',
        externalId: 'shared-with-partner',
      },
      responseElements: {
        credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'example-token' },
        assumedRoleUser: {
          assumedRoleId: 'AROAEXAMPLE:alice',
          arn: 'arn:aws:sts::111122223333:assumed-role/Auditor/alice',
        },
      },
    },
    ['arn:aws:iam::111122223333:role/Auditor', 'arn:aws:sts::111122223333:assumed-role/Auditor/alice'],
  ],
  [
    'the ARNs of an encryption context',
    {
      eventSource: 'kms.amazonaws.com',
      requestParameters: {
        keyId: KEY,
        encryptionContext: { SecretARN: SECRET, purpose: 'a note, with blanks' },
      },
    },
    [KEY, SECRET],
  ],
  [
    'name where it names something, not elsewhere',
    {
      eventSource: 'ssm.amazonaws.com',
      requestParameters: { name: '/shop/db/password', withDecryption: true },
    },
    ['/shop/db/password'],
  ],
  [
    'name of a source that has none in the table',
    { eventSource: 'example.amazonaws.com', requestParameters: { name: 'whatever', id: 'x' } },
    [],
  ],
  [
    'members in any case, by the habit of their endings',
    {
      eventSource: 'rds.amazonaws.com',
      requestParameters: {
        dBInstanceIdentifier: 'orders',
        DBClusterIdentifier: 'shop',
        masterUsername: 'admin',
        masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        vpcSecurityGroupIds: ['sg-0a1', 'sg-0b2'],
        availabilityZoneId: 'use1-az1',
        paid: 'yes',
        Id: 'x',
      },
    },
    ['orders', 'shop', 'sg-0a1', 'sg-0b2'],
  ],
  [
    'any first-level ARN, whatever its member is called',
    {
      eventSource: 'lambda.amazonaws.com',
      requestParameters: {
        principal: 'arn:aws:iam::444455556666:root',
        tags: ['arn:aws:s3:::example-bucket'],
        policy: '{"Resource":"arn:aws:s3:::other"}',
        note: 'arn:aws:s3:::example-bucket is where it goes',
      },
    },
    ['arn:aws:iam::444455556666:root', 'arn:aws:s3:::example-bucket'],
  ],
  [
    'no ARN out of a policy that is an object',
    {
      eventSource: 's3.amazonaws.com',
      requestParameters: {
        bucketName: 'example-bucket',
        bucketPolicy: { Statement: [{ Resource: 'arn:aws:s3:::example-bucket/*', Sid: 'x' }] },
      },
    },
    ['example-bucket'],
  ],
  [
    'an ARN that was sent percent-encoded, decoded',
    {
      requestParameters: {
        flowArn: 'arn%3Aaws%3Amediaconnect%3Aeu-west-1%3A111122223333%3Aflow%3A1-abc%3AShow',
      },
    },
    ['arn:aws:mediaconnect:eu-west-1:111122223333:flow:1-abc:Show'],
  ],
  [
    'an ARN that only looks percent-encoded, as it stands',
    { requestParameters: { flowArn: 'arn%3Aaws%ZZ', otherArn: 'arn%3Aaws%11x' } },
    ['arn%3Aaws%ZZ', 'arn%3Aaws%11x'],
  ],
  [
    'the details of a service event',
    {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: { keyId: '11111111-2222-3333-4444-555555555555' },
      additionalEventData: { SecretId: SECRET },
    },
    ['11111111-2222-3333-4444-555555555555', SECRET],
  ],
  [
    'no details of anything but a service event',
    { eventType: 'AwsApiCall', additionalEventData: { SecretId: SECRET } },
    [],
  ],
  [
    'nothing masked, empty, multi-line or document-like',
    {
      requestParameters: {
        aName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        bName: '',
        cName: 'two\nlines',
        dName: '{"a":1}',
        eName: '*',
        fName: null,
        gName: true,
        hName: 7,
        iName: [['arn:aws:s3:::deep']],
        jName: 'kept',
      },
    },
    ['kept'],
  ],
  [
    'parameters that are text',
    { requestParameters: 'arn:aws:s3:::example-bucket', responseElements: ['x'] },
    [],
  ],
  ['lone surrogates replaced', { requestParameters: { topicName: 'a\ud800' } }, ['a\ufffd']],
  [
    'members called as those of Object',
    {
      requestParameters: JSON.parse(
        '{"__proto__":{"roleName":"a"},"constructor":{"roleName":"b"},"roleName":"c"}',
      ),
    },
    ['c'],
  ],
];

describe('resourcesOf', () => {
  it.each(CASES)('keeps %s', (_title, record, resources) => {
    expect(resourcesOf(record)).toEqual(resources);
  });

  it('keeps the first 16', () => {
    const functionNames = Array.from({ length: 12 }, (_, index) => `f${index}`);
    const tableNames = Array.from({ length: 12 }, (_, index) => `t${index}`);
    expect(resourcesOf({ requestParameters: { functionNames, tableNames } })).toEqual([
      'f0',
      'f1',
      'f2',
      'f3',
      'f4',
      'f5',
      'f6',
      'f7',
      'f8',
      'f9',
      'f10',
      'f11',
      't0',
      't1',
      't2',
      't3',
    ]);
  });

  it('cuts a long value between characters', () => {
    const [cut] = resourcesOf({ requestParameters: { roleName: `${'a'.repeat(511)}😀b` } });
    expect(cut).toBe('a'.repeat(511));
    const [whole] = resourcesOf({ requestParameters: { roleName: `${'a'.repeat(510)}😀b` } });
    expect(whole).toBe(`${'a'.repeat(510)}😀`);
    expect(whole).toHaveLength(MAX_RESOURCE_LENGTH);
  });
});
