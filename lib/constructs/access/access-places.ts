/**
 * What the rights in access-rights.ts are about, as it is in this stack: ARNs, and the key behind each.
 *
 * Whoever reads or writes through a service uses the key only for that place: each service tells KMS an encryption
 * context, and the policies ask for it. For an object in S3 it is the bucket's ARN where an S3 Bucket Key is used and
 * the object's where none is; a trail's bucket can hold both, before and after the setting was changed. CloudTrail's own
 * entry, `aws:cloudtrail:arn`, is not asked for: it is missing with a bucket key, and from files of other origin.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { trailFolder } from '../../cloudtrail/object-key.ts';
import { COVERAGE_SECTION } from '../../event-index/coverage.ts';
import { ledgerSection } from '../../event-index/ledger.ts';
import { PUBLIC_KEYS_SECTION } from '../../event-index/public-key-archive.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import type { EncryptedBy, Place } from './access-statements.ts';

/** What an action names that must not be allowed in this stack. */
export const NOWHERE: Place = { arns: [] };

/** The condition key with the partition keys of a request's items: in the LogFiles table these are sections. */
const SECTIONS = 'dynamodb:LeadingKeys';

/** For actions that know no resources. */
export const EVERYTHING: Place = { arns: ['*'] };

export function trailPlaces({ bucket, key }: TrailSource, keyPrefix: string | undefined) {
  const keys = `${trailFolder(keyPrefix)}*`;
  const logFiles = bucket.arnForObjects(keys);
  return {
    trailBucket: { arns: [bucket.bucketArn] },
    /** To list what is there, and nothing beside the trail's own folders. */
    trailFolders: { arns: [bucket.bucketArn], conditions: { StringLike: { 's3:prefix': keys } } },
    logFiles: {
      arns: [logFiles],
      encryptedBy: encryptedBy(key, 'aws:s3:arn', [bucket.bucketArn, logFiles]),
    },
  };
}

export function tablePlaces({ events, logFiles, indexNames }: EventIndexTables, key: IKey | undefined) {
  const keyOf = (tableName: string) => encryptedBy(key, 'aws:dynamodb:tableName', [tableName]);
  const logFilesTable = (conditions?: Conditions): Place => ({
    arns: [logFiles.tableArn],
    conditions,
    encryptedBy: keyOf(logFiles.tableName),
  });
  return {
    eventsTable: { arns: [events.tableArn], encryptedBy: keyOf(events.tableName) },
    eventsIndexes: {
      arns: indexNames.map((name) => `${events.tableArn}/index/${name}`),
      encryptedBy: keyOf(events.tableName),
    },
    logFilesTable: logFilesTable(),
    coverageSections: logFilesTable(inSections(COVERAGE)),
    publicKeySections: logFilesTable(inSections(PUBLIC_KEYS)),
    ledgerSections: logFilesTable(inSections(ledgerSection('*'))),
    /** What is known of log files and events: all but what verifications write, which judge the writer of these. */
    indexSections: logFilesTable(outsideSections(COVERAGE, PUBLIC_KEYS)),
  };
}

/** What a verification found out of each hour, and the public keys that prove it. */
const COVERAGE = `${COVERAGE_SECTION}*`;
const PUBLIC_KEYS = `${PUBLIC_KEYS_SECTION}*`;

/**
 * A batch names the sections of all its items, and every one must be of these. The key is there in each request with the
 * actions that are limited by it; where it is missing, such a condition holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function inSections(sections: string): Conditions {
  return { 'ForAllValues:StringLike': { [SECTIONS]: sections } };
}

/** The same the other way: no section of the request may be like any of these. */
function outsideSections(...sections: readonly string[]): Conditions {
  return { 'ForAllValues:StringNotLike': { [SECTIONS]: sections } };
}

export function queuePlace({ queueArn }: IQueue, key: IKey | undefined): Place {
  return { arns: [queueArn], encryptedBy: encryptedBy(key, 'aws:sqs:arn', [queueArn]) };
}

export function topicPlace({ topicArn }: ITopic, key: IKey | undefined): Place {
  return { arns: [topicArn], encryptedBy: encryptedBy(key, 'aws:sns:topicArn', [topicArn]) };
}

/** By name: CloudFormation is asked by name, and a stack that is made again has another id. */
export function stackPlace(scope: Construct): Place {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${stack.stackName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return { arns: [arn] };
}

function encryptedBy(
  key: IKey | undefined,
  contextKey: string,
  contextValues: readonly string[],
): EncryptedBy | undefined {
  return key === undefined ? undefined : { key, contextKey, contextValues };
}
