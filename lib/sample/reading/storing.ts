/** What is kept: buckets, databases, queues, streams, secrets, backups. */

import { ASSET_BUCKET, CUSTOMER_BUCKET, keyArn } from '../organization.ts';
import type { ServicePage } from './page.ts';

export const STORING_PAGES: readonly ServicePage[] = [
  {
    source: 's3',
    calls: [
      { name: 'ListBuckets', request: { Host: 's3.amazonaws.com' } },
      { name: 'GetBucketLocation', request: { bucketName: ASSET_BUCKET, location: '' } },
      { name: 'GetBucketPolicy', request: { bucketName: CUSTOMER_BUCKET, policy: '' } },
      { name: 'GetBucketAcl', request: { bucketName: CUSTOMER_BUCKET, acl: '' } },
      { name: 'GetBucketEncryption', request: { bucketName: CUSTOMER_BUCKET, encryption: '' } },
      { name: 'GetBucketVersioning', request: { bucketName: ASSET_BUCKET, versioning: '' } },
      { name: 'GetBucketPublicAccessBlock', request: { bucketName: ASSET_BUCKET, publicAccessBlock: '' } },
      { name: 'GetBucketTagging', request: { bucketName: ASSET_BUCKET, tagging: '' } },
      { name: 'GetBucketLifecycle', request: { bucketName: CUSTOMER_BUCKET, lifecycle: '' } },
    ],
  },
  {
    source: 'rds',
    calls: [
      { name: 'DescribeDBInstances', request: { maxRecords: 100 } },
      { name: 'DescribeDBClusters', request: { dBClusterIdentifier: 'orders' } },
      { name: 'DescribeDBSnapshots', request: { dBInstanceIdentifier: 'orders-1', snapshotType: 'manual' } },
    ],
  },
  {
    source: 'dynamodb',
    calls: [
      { name: 'ListTables', request: { limit: 100 } },
      { name: 'DescribeTable', request: { tableName: 'orders' } },
      { name: 'DescribeContinuousBackups', request: { tableName: 'orders' } },
    ],
  },
  {
    source: 'kms',
    calls: [
      { name: 'ListAliases', request: { limit: 100 } },
      { name: 'DescribeKey', request: (place) => ({ keyId: keyArn(place) }) },
      { name: 'GetKeyRotationStatus', request: (place) => ({ keyId: keyArn(place) }) },
    ],
  },
  {
    source: 'secretsmanager',
    calls: [
      { name: 'ListSecrets', request: { maxResults: 20 } },
      { name: 'DescribeSecret', request: { secretId: 'storefront/payment-gateway' } },
    ],
  },
  {
    source: 'sqs',
    calls: [
      { name: 'ListQueues', request: { maxResults: 1000 } },
      {
        name: 'GetQueueAttributes',
        request: ({ region, accountId }) => ({
          queueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/orders`,
          attributeNames: ['All'],
        }),
      },
    ],
  },
  {
    source: 'sns',
    calls: [
      { name: 'ListTopics' },
      {
        name: 'GetTopicAttributes',
        request: ({ region, accountId }) => ({ topicArn: `arn:aws:sns:${region}:${accountId}:order-events` }),
      },
    ],
  },
  { source: 'elasticfilesystem', calls: [{ name: 'DescribeFileSystems', request: { maxItems: 100 } }] },
  { source: 'elasticache', calls: [{ name: 'DescribeCacheClusters', request: { showCacheNodeInfo: true } }] },
  { source: 'redshift', calls: [{ name: 'DescribeClusters', request: { maxRecords: 100 } }] },
  {
    source: 'es',
    calls: [{ name: 'ListDomainNames' }, { name: 'DescribeDomain', request: { domainName: 'catalogue' } }],
  },
  { source: 'kinesis', calls: [{ name: 'ListStreams', request: { limit: 100 } }] },
  { source: 'firehose', calls: [{ name: 'ListDeliveryStreams', request: { limit: 10 } }] },
  {
    source: 'glue',
    calls: [{ name: 'GetDatabases' }, { name: 'GetTables', request: { databaseName: 'sales' } }],
  },
  {
    source: 'athena',
    calls: [
      { name: 'ListWorkGroups' },
      { name: 'GetQueryExecution', request: { queryExecutionId: '7b1f3b8e-3a0c-4f7d-9f6b-2f0d9d6b6a31' } },
    ],
  },
  {
    source: 'backup',
    calls: [{ name: 'ListBackupPlans' }, { name: 'ListBackupJobs', request: { maxResults: '100' } }],
  },
  { source: 'sagemaker', calls: [{ name: 'ListNotebookInstances', request: { maxResults: 100 } }] },
  { source: 'bedrock', calls: [{ name: 'ListFoundationModels' }] },
  { source: 'transfer', calls: [{ name: 'ListServers', request: { maxResults: 100 } }] },
];
