/**
 * Data events: what happens to the objects, items and functions themselves. These calls are most of a busy day.
 *
 * Members follow AWS's samples: S3 names its object and its bucket among the resources and counts the bytes, DynamoDB
 * shows keys but no items, Lambda the version that ran.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */

import { drawExtendedRequestId } from './identifiers.ts';
import type { LambdaFunction, Place } from './organization.ts';
import type { ApiCall, JsonObject } from './record.ts';
import type { Stage } from './stage.ts';

type ObjectCallName = 'GetObject' | 'PutObject' | 'HeadObject' | 'DeleteObject';

interface ObjectCall {
  readonly name: ObjectCallName;
  readonly bucket: string;
  readonly key: string;
  /** The account that owns the bucket, and the bucket's region. */
  readonly place: Place;
}

export function objectCall(stage: Stage, { name, bucket, key, place }: ObjectCall): ApiCall {
  const host = `${bucket}.s3.${place.region}.amazonaws.com`;
  const size = stage.random.between(420, 2_400_000);
  return {
    source: 's3',
    name,
    region: place.region,
    readOnly: name === 'GetObject' || name === 'HeadObject',
    data: true,
    request: { bucketName: bucket, Host: host, key },
    response: name === 'PutObject' ? { 'x-amz-server-side-encryption': 'AES256' } : null,
    additional: describeTransfer(stage, name === 'PutObject' ? size : 0, name === 'GetObject' ? size : 0),
    resources: [
      { type: 'AWS::S3::Object', arn: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: place.accountId, type: 'AWS::S3::Bucket', arn: `arn:aws:s3:::${bucket}` },
    ],
    host,
  };
}

/** A management call on a bucket: what policy it has, whether it is public. */
export function bucketCall(stage: Stage, name: string, bucket: string, place: Place): ApiCall {
  const host = `${bucket}.s3.${place.region}.amazonaws.com`;
  return {
    source: 's3',
    name,
    region: place.region,
    readOnly: name.startsWith('Get') || name.startsWith('List'),
    request: { bucketName: bucket, Host: host },
    additional: describeTransfer(stage, 0, stage.random.between(120, 900)),
    resources: [{ accountId: place.accountId, type: 'AWS::S3::Bucket', arn: `arn:aws:s3:::${bucket}` }],
    host,
  };
}

function describeTransfer(stage: Stage, bytesIn: number, bytesOut: number): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: bytesIn,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': drawExtendedRequestId(stage.random),
    bytesTransferredOut: bytesOut,
  };
}

type ItemCallName = 'GetItem' | 'PutItem' | 'UpdateItem' | 'Query';

export function itemCall(
  name: ItemCallName,
  table: string,
  key: string,
  { accountId, region }: Place,
): ApiCall {
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
  const request: Record<ItemCallName, JsonObject> = {
    GetItem: { tableName: table, key: { id: key }, consistentRead: false },
    PutItem: { tableName: table, key: { id: key }, items: ['id', 'status', 'updatedAt'] },
    UpdateItem: { tableName: table, key: { id: key }, returnValues: 'NONE' },
    Query: { tableName: table, indexName: 'by-customer', limit: 50, scanIndexForward: false },
  };
  return {
    source: 'dynamodb',
    name,
    region,
    readOnly: name === 'GetItem' || name === 'Query',
    data: true,
    request: request[name],
    resources: [{ accountId, type: 'AWS::DynamoDB::Table', arn }],
  };
}

export function invokeCall(stage: Stage, { arn, region, accountId }: LambdaFunction): ApiCall {
  return {
    source: 'lambda',
    name: 'Invoke',
    region,
    readOnly: false,
    data: true,
    request: {
      functionName: arn,
      sourceArn: `arn:aws:sqs:${region}:${accountId}:orders`,
      contentType: 'application/json',
    },
    additional: { functionVersion: `${arn}:$LATEST`, executedVersion: String(stage.random.between(31, 34)) },
    resources: [{ accountId, type: 'AWS::Lambda::Function', arn }],
  };
}
