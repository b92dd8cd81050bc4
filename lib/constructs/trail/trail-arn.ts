/**
 * The ARN of a trail, built by hand.
 *
 * The policies of bucket, topic and key name the trail that they let in, and CloudTrail checks them when the trail is
 * made: so they need its ARN before there is one. An organisation trail is the management account's, and that is where
 * it is deployed: from the account of a delegated administrator CloudFormation makes the trail there and then looks for
 * it in the account of the stack.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** In the account and region of the stack. */
export function trailArnOf(scope: Construct, trailName: string): string {
  return Stack.of(scope).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName });
}
