/**
 * What the owner of the bucket for access logs adds to its policy: S3 turns the logs on without it, and writes none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
import type { OwnerRequest } from '../owners/owner-request.ts';
import type { StackNames } from '../owners/stack-names.ts';

export interface AccessLogging {
  readonly bucketName: string;
  readonly prefix?: string | undefined;
  /** Of the bucket whose accesses are logged. */
  readonly sourceArn: string;
}

export function askForAccessLogs(
  { bucketName, prefix = '', sourceArn }: AccessLogging,
  { partition, account }: StackNames,
): OwnerRequest {
  return {
    name: 'AccessLogBucketPolicy',
    // S3 logs into buckets of the same account and region only.
    owner: undefined,
    deploymentNeedsIt: 'nowhere',
    text:
      `Add this statement to the policy of the bucket ${bucketName}: without it S3 writes no access log of ` +
      'the trail bucket, and does not say so.',
    paste: [
      {
        Sid: 'TraildexAccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:${partition}:s3:::${bucketName}/${prefix}*`,
        Condition: {
          ArnLike: { 'aws:SourceArn': sourceArn },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ],
  };
}
