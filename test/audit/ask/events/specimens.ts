/** For each question the plainest record that it is to find, with the arguments that it is asked with. */
import type { Arguments } from '../../../../lib/audit/ask/question.ts';
import type { JsonObject } from '../../../../lib/cloudtrail/json.ts';
import { ALICE, call, OTHER_ACCOUNT, OWN_ACCOUNT, ROOT, refused, roleSession, signIn } from './matching.ts';

export interface Specimen {
  readonly record: JsonObject;
  readonly args?: Arguments;
}

const MALLORY: JsonObject = {
  ...ALICE,
  principalId: 'AIDAEXAMPLEMALLORY00',
  arn: `arn:aws:iam::${OWN_ACCOUNT}:user/mallory`,
  accessKeyId: 'AKIAEXAMPLEMALLORY00',
  userName: 'mallory',
};

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

function done(service: string, name: string, requestParameters: object | null = null): Specimen {
  return { record: call(service, name, { requestParameters }) };
}

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

export const SPECIMENS: Readonly<Record<string, Specimen>> = {
  'access-key-use': {
    record: call('s3', 'ListBuckets', { userIdentity: MALLORY, readOnly: true }),
    args: { key: 'AKIAEXAMPLEMALLORY00' },
  },
  'address-activity': {
    record: call('s3', 'ListBuckets', { sourceIPAddress: '198.51.100.23', readOnly: true }),
    args: { ip: '198.51.100.0/24' },
  },
  'console-sign-ins': {
    record: signIn('ConsoleLogin', 'Success', { userIdentity: MALLORY }),
    args: { user: 'mallory' },
  },
  'calls-by-services': {
    record: call('ec2', 'CreateTags', {
      userIdentity: { ...MALLORY, invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
    }),
    args: { user: 'mallory' },
  },
  'resource-changes': {
    record: call('s3', 'PutBucketTagging', { requestParameters: { bucketName: 'ledger', tagging: '' } }),
    args: { resource: 'ledger' },
  },
  'trail-tampering': done('cloudtrail', 'StopLogging', { name: 'audit' }),
  'detection-off': done('guardduty', 'DeleteDetector', { detectorId: 'd' }),
  'log-sources-off': done('ec2', 'DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: 'fl-1' } }),
  'root-without-mfa': { record: call('s3', 'ListBuckets', { userIdentity: ROOT, readOnly: true }) },
  'instance-role-in-console': {
    record: signIn('GetSigninToken', 'Success', { userIdentity: roleSession('Web', 'i-0123456789abcdef0') }),
  },
  'administrator-rights': done('iam', 'PutRolePolicy', {
    roleName: 'ci',
    policyDocument: document(everything),
  }),
  'credentials-for-others': done('iam', 'CreateLoginProfile', { userName: 'bob' }),
  'new-users': done('iam', 'CreateUser', { userName: 'bob' }),
  'new-access-keys': done('iam', 'CreateAccessKey'),
  'identity-provider-changes': done('iam', 'CreateSAMLProvider', { name: 'idp' }),
  'permission-changes-without-policy': done('iam', 'AddUserToGroup', {
    userName: 'bob',
    groupName: 'admins',
  }),
  'roles-opened': done('iam', 'CreateRole', {
    roleName: 'vendor',
    assumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    }),
  }),
  'cross-account-roles': done('sts', 'AssumeRole', { roleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/Auditor` }),
  'mfa-removed': done('iam', 'DeactivateMFADevice', { userName: 'bob' }),
  'password-policy-weakened': done('iam', 'UpdateAccountPasswordPolicy', { minimumPasswordLength: 8 }),
  'security-groups-opened': done('ec2', 'AuthorizeSecurityGroupIngress', {
    groupId: 'sg-0a1b2c3d',
    ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
  }),
  'buckets-made-public': done('s3', 'PutBucketAcl', { bucketName: 'web', 'x-amz-acl': ['public-read'] }),
  'public-access-allowed': done('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'web' }),
  'snapshots-shared': done('ec2', 'ModifySnapshotAttribute', {
    snapshotId: 'snap-0a1b2c3d4e5f60718',
    createVolumePermission: { add: { items: [{ userId: OTHER_ACCOUNT }] } },
  }),
  'resource-policies-opened': done('sqs', 'SetQueueAttributes', {
    queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/orders',
    attributes: { Policy: document({ ...everything, Principal: '*', Action: 'sqs:*' }) },
  }),
  'encryption-weakened': done('ec2', 'DisableEbsEncryptionByDefault'),
  'imdsv1-allowed': done('ec2', 'ModifyInstanceMetadataOptions', {
    ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-0123456789abcdef0', HttpTokens: 'optional' },
  }),
  'secret-reads': { record: call('secretsmanager', 'GetSecretValue', { readOnly: true }) },
  'parameters-decrypted': {
    record: call('ssm', 'GetParameter', {
      readOnly: true,
      requestParameters: { name: '/db/password', withDecryption: true },
    }),
  },
  'kms-key-use': { record: call('kms', 'Decrypt', { readOnly: true }) },
  deletions: done('dynamodb', 'DeleteTable', { tableName: 'orders' }),
  'backup-deletions': done('rds', 'DeleteDBSnapshot', { dBSnapshotIdentifier: 'ledger-17' }),
  'unusual-identities': {
    record: call('s3', 'GetObject', {
      userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      readOnly: true,
    }),
  },
  'unauthorized-calls': { record: refused('iam', 'ListUsers', { readOnly: true }) },
  'console-sign-ins-without-mfa': { record: signIn('ConsoleLogin', 'Success') },
  'root-use': { record: call('support', 'DescribeCases', { userIdentity: ROOT, readOnly: true }) },
  'console-sign-in-failures': {
    record: signIn('ConsoleLogin', 'Failure', { errorMessage: 'Failed authentication' }),
  },
  'iam-policy-changes': done('iam', 'DetachUserPolicy', { userName: 'bob' }),
  'cloudtrail-changes': done('cloudtrail', 'CreateTrail', { name: 'audit' }),
  'kms-key-loss': done('kms', 'DisableKey', { keyId: 'k' }),
  's3-bucket-policy-changes': done('s3', 'PutBucketCors', { bucketName: 'web' }),
  'config-changes': done('config', 'PutConfigurationRecorder'),
  'organizations-changes': done('organizations', 'MoveAccount', { accountId: OTHER_ACCOUNT }),
  'security-group-changes': done('ec2', 'CreateSecurityGroup', { groupName: 'web' }),
  'network-acl-changes': done('ec2', 'CreateNetworkAcl', { vpcId: 'vpc-1' }),
  'network-gateway-changes': done('ec2', 'CreateInternetGateway'),
  'route-table-changes': done('ec2', 'CreateRoute', { routeTableId: 'rtb-1' }),
  'vpc-changes': done('ec2', 'CreateVpc', { cidrBlock: '10.0.0.0/16' }),
};
