/** The configurations that every claim about the template is held against. */
import type { SettingsInput } from '../../lib/config/settings.ts';

const LOG_ARCHIVE = '222222222222';
const BUCKET = 'trail-of-the-organisation';

const VPC = {
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  securityGroupIds: ['sg-0123456789abcdef0'],
};

const PROVISIONED = { minWriteUnits: 25, maxWriteUnits: 2_000, minReadUnits: 5, maxReadUnits: 500 };

export const CONFIGURATIONS = {
  default: {},
  'everything on': {
    trail: {
      name: 'audit.main',
      keyPrefix: 'audit/main',
      multiRegion: true,
      managementEvents: 'all',
      excludeManagementEventSources: ['rdsdata.amazonaws.com'],
      eventSelectors: [
        {
          name: 'all objects',
          category: 'Data',
          fields: [{ field: 'resources.type', equals: ['AWS::S3::Object'] }],
        },
        {
          name: 'writes to one table',
          category: 'Data',
          fields: [
            { field: 'resources.type', equals: ['AWS::DynamoDB::Table'] },
            { field: 'readOnly', equals: ['false'] },
            {
              field: 'resources.ARN',
              startsWith: ['arn:aws:dynamodb:eu-central-1:111111111111:table/orders'],
            },
          ],
        },
        {
          name: 'other functions',
          category: 'Data',
          fields: [
            { field: 'resources.type', equals: ['AWS::Lambda::Function'] },
            { field: 'eventName', endsWith: ['Invoke'], notEquals: ['DryInvoke'] },
            { field: 'userIdentity.arn', notStartsWith: ['arn:aws:iam::'], notEndsWith: ['/robot'] },
          ],
        },
        {
          category: 'NetworkActivity',
          fields: [
            { field: 'eventSource', equals: ['s3.amazonaws.com'] },
            { field: 'errorCode', equals: ['VpceAccessDenied'] },
          ],
        },
      ],
      insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
    },
    bucket: {
      logFiles: {
        steps: [
          { afterDays: 30, storageClass: 'STANDARD_IA', minimumSizeKiB: 128 },
          { afterDays: 180, storageClass: 'GLACIER_IR' },
        ],
        expireAfterDays: 2_557,
      },
      digests: {
        steps: [{ afterDays: 90, storageClass: 'GLACIER_IR', minimumSizeKiB: 256 }],
        expireAfterDays: 3_653,
      },
      expireNoncurrentVersionsAfterDays: 365,
      abortIncompleteUploadsAfterDays: 1,
      objectLock: { mode: 'GOVERNANCE', days: 365 },
      accessLogs: 'own-bucket',
      expireAccessLogsAfterDays: 90,
      replicateTo: {
        bucketArn: 'arn:aws:s3:::copies-of-the-trail',
        accountId: LOG_ARCHIVE,
        kmsKeyArn: `arn:aws:kms:eu-west-1:${LOG_ARCHIVE}:key/0a1b2c3d-0000-4000-8000-000000000003`,
      },
    },
    encryption: 'new-key',
    index: {
      retentionDays: 730,
      writeShards: 8,
      optionalIndexes: ['by-user-name', 'by-access-key', 'by-source-ip'],
      capacity: { ...PROVISIONED, targetUtilizationPercent: 80 },
      tableClass: 'STANDARD_INFREQUENT_ACCESS',
      pointInTimeRecoveryDays: 14,
      deletionProtection: true,
    },
    ingest: {
      memoryMiB: 2_048,
      batchSize: 500,
      batchingWindowSeconds: 20,
      maxConcurrency: 50,
      reservedConcurrency: 60,
      maxInflatedMiB: 512,
      maxRecordMiB: 8,
      maxRecords: 200_000,
      maxKeysPerNotification: 500,
      logLevel: 'DEBUG',
      logRetentionDays: 365,
      tracing: true,
      vpc: VPC,
    },
    backfill: { everyHours: 1, lookBackDays: 7 },
    verify: { everyHours: 2, repair: true },
    alarms: {
      emails: ['oncall@example.com'],
      indexLagMinutes: 20,
      queueAgeMinutes: 30,
      runbookUrl: 'https://wiki.example.com/traildex/runbook.md',
    },
    tags: { team: 'platform', 'cost-centre': '4711' },
    removalPolicy: 'retain',
  },
  'existing trail': {
    trail: {
      keyPrefix: 'audit',
      existing: {
        bucketName: BUCKET,
        notifications: { from: 'topic', topicArn: 'arn:aws:sns:eu-central-1:111111111111:trail' },
      },
    },
  },
  'shared topic of another account': {
    trail: {
      organizationId: 'o-exampleorg1',
      existing: {
        bucketName: BUCKET,
        bucketAccountId: LOG_ARCHIVE,
        notifications: {
          from: 'topic',
          topicArn: `arn:aws:sns:eu-west-1:${LOG_ARCHIVE}:aws-controltower-AllConfigNotifications`,
        },
        kmsKeyArn: `arn:aws:kms:eu-west-1:${LOG_ARCHIVE}:key/0a1b2c3d-0000-4000-8000-000000000002`,
        expireAfterDays: 400,
        digestsExpireAfterDays: 3_653,
      },
    },
    index: { retentionDays: 400 },
  },
  'EventBridge of the same account': {
    trail: { existing: { bucketName: BUCKET, notifications: { from: 'event-bridge' } } },
  },
  'EventBridge of another account': {
    trail: {
      existing: {
        bucketName: BUCKET,
        bucketAccountId: LOG_ARCHIVE,
        notifications: { from: 'event-bridge' },
      },
    },
    encryption: 'new-key',
  },
  'S3 notification': {
    trail: {
      existing: { bucketName: BUCKET, bucketAccountId: LOG_ARCHIVE, notifications: { from: 's3' } },
    },
    encryption: 'new-key',
  },
  'organisation trail': { trail: { organizationId: 'o-exampleorg1', keyPrefix: 'org' } },
  'organisation trail with a key': {
    trail: { organizationId: 'o-exampleorg1', accountIds: ['111122223333', '222233334444'] },
    encryption: 'new-key',
  },
  'new key': { encryption: 'new-key' },
  'existing key': {
    encryption: {
      keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000001',
    },
  },
  'existing key in China': {
    encryption: {
      keyArn: 'arn:aws-cn:kms:cn-north-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000001',
    },
    alarms: { topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:alarms' },
  },
  'copies without a key': { bucket: { replicateTo: { bucketArn: 'arn:aws:s3:::copies-of-the-trail' } } },
  'access logs elsewhere': {
    bucket: { accessLogs: { bucketName: 'access-logs-of-the-account', prefix: 'traildex/' } },
  },
  provisioned: { index: { capacity: PROVISIONED } },
  'eight shards': {
    index: { writeShards: 8, warmThroughput: { writeUnits: 40_000, readUnits: 12_000 } },
  },
  'optional indexes': { index: { optionalIndexes: ['by-user-name', 'by-source-ip'] } },
  vpc: { ingest: { vpc: VPC, tracing: false } },
  'alarms elsewhere, no backfill': {
    alarms: { topicArn: 'arn:aws:sns:eu-central-1:111111111111:alarms' },
    backfill: { everyHours: 0 },
    bucket: { accessLogs: 'off' },
    index: { pointInTimeRecoveryDays: 0 },
  },
  'verification without repair': { verify: { repair: false }, encryption: 'new-key' },
  'no verification': { verify: { everyHours: 0 }, encryption: 'new-key' },
  'throw-away': { removalPolicy: 'destroy', encryption: 'new-key' },
} as const satisfies Record<string, SettingsInput>;

export type ConfigurationName = keyof typeof CONFIGURATIONS;

export const CONFIGURATION_NAMES = Object.keys(CONFIGURATIONS) as ConfigurationName[];
