/**
 * The ARN of a trail, built by hand.
 *
 * The policies of bucket, topic and key name the trail that they let in, and CloudTrail checks them when the trail is
 * made: so they need its ARN before there is one. For an organisation trail it is the management account's, also where
 * a delegated administrator deploys.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** In the region of the stack, and in its account unless another is given. */
export function trailArnOf(scope: Construct, trailName: string, account?: string): string {
  return Stack.of(scope).formatArn({
    service: 'cloudtrail',
    resource: 'trail',
    resourceName: trailName,
    ...(account === undefined ? {} : { account }),
  });
}
