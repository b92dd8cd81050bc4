/**
 * Management, data, network activity, Insights or aggregated event: as the record says, or, before eventVersion 1.07
 * introduced the field, as its other members leave no doubt.
 *
 * Absence of `managementEvent` (1.06) proves nothing: data events were logged without it. The calls on S3 objects and
 * invocations of Lambda functions are data events by definition, in records of any age.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import { flagOf, type JsonObject, memberOf, textIn } from './json.ts';

const CATEGORY_BY_TYPE: ReadonlyMap<string, string> = new Map([
  ['AwsCloudTrailInsight', 'Insight'],
  // Records say AwsVpceEvent, the documentation's list of types AwsVpceEvents.
  ['AwsVpceEvent', 'NetworkActivity'],
  ['AwsVpceEvents', 'NetworkActivity'],
  ['AwsAggregatedEvent', 'Aggregated'],
  ['AwsConsoleSignIn', 'Management'],
]);

const DATA_CALLS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    's3.amazonaws.com',
    new Set([
      'AbortMultipartUpload',
      'CompleteMultipartUpload',
      'CopyObject',
      'CreateMultipartUpload',
      'DeleteObject',
      'DeleteObjects',
      'DeleteObjectTagging',
      'GetObject',
      'GetObjectAcl',
      'GetObjectTagging',
      'HeadObject',
      'ListParts',
      'PutObject',
      'PutObjectAcl',
      'PutObjectTagging',
      'RestoreObject',
      'SelectObjectContent',
      'UploadPart',
      'UploadPartCopy',
    ]),
  ],
  ['lambda.amazonaws.com', new Set(['Invoke'])],
]);

/** The category in CloudTrail's spelling; undefined where an old record leaves it open. */
export function eventCategoryOf(record: JsonObject): string | undefined {
  return textIn(record, 'eventCategory') ?? inferred(record);
}

function inferred(record: JsonObject): string | undefined {
  const byType = CATEGORY_BY_TYPE.get(textIn(record, 'eventType') ?? '');
  if (byType !== undefined) return byType;
  const isManagement = flagOf(memberOf(record, 'managementEvent'));
  if (isManagement !== undefined) return isManagement ? 'Management' : 'Data';
  const dataCalls = DATA_CALLS.get(textIn(record, 'eventSource') ?? '');
  return dataCalls?.has(textIn(record, 'eventName') ?? '') ? 'Data' : undefined;
}
