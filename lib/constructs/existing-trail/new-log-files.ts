/**
 * Which keys of a bucket are a trail's files, as policies, S3 notifications and event patterns say it.
 *
 * A bucket may hold other services' logs below the same `AWSLogs/` (AWS Config's, load balancers'), so what
 * is asked for is as narrow as each of the three can say. The grammar of the keys is lib/cloudtrail's, which
 * also has the last word.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
import { trailFolder } from '../../cloudtrail/object-key.ts';

export interface TrailFolder {
  readonly keyPrefix?: string | undefined;
  /** Of an organisation trail. */
  readonly organizationId?: string | undefined;
}

/** Filter of an S3 notification, which knows a beginning and an end and no pattern between them. */
export function notificationFilter(folder: TrailFolder) {
  return { prefix: newFilesFolder(folder), suffix: '.json.gz' };
}

/**
 * Event pattern of S3's `Object Created` events. One wildcard, because several conditions on a field are
 * alternatives.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function objectCreatedPattern(bucketName: string, bucketOwner: string, folder: TrailFolder) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    account: [bucketOwner],
    detail: {
      bucket: { name: [bucketName] },
      object: { key: [{ wildcard: `${newFilesFolder(folder)}*/CloudTrail*.json.gz` }] },
    },
  };
}

function newFilesFolder({ keyPrefix, organizationId }: TrailFolder): string {
  return trailFolder(keyPrefix) + (organizationId === undefined ? '' : `${organizationId}/`);
}
