/**
 * Settings by which the owner of an existing trail's bucket makes it announce new log files: to EventBridge,
 * and from there to the stack's account, or straight to the stack's queue.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
import type { OwnerRequest } from '../owners/owner-request.ts';
import type { StackNames } from '../owners/stack-names.ts';
import { notificationFilter, objectCreatedPattern, type TrailFolder } from './new-log-files.ts';

export function askForEvents(bucketName: string, owner: string | undefined): OwnerRequest {
  return {
    name: 'BucketNotification',
    owner,
    deploymentNeedsIt: 'nowhere',
    text: `${mergeNotification(bucketName)} It turns on that the bucket sends its events to EventBridge.`,
    paste: { EventBridgeConfiguration: {} },
  };
}

export function askForNotification(
  bucketName: string,
  owner: string | undefined,
  folder: TrailFolder,
  queueArn: string,
): OwnerRequest {
  const { prefix, suffix } = notificationFilter(folder);
  return {
    name: 'BucketNotification',
    owner,
    deploymentNeedsIt: 'nowhere',
    text: `${mergeNotification(bucketName)} It announces new log files to the queue, which must be there.`,
    paste: {
      QueueConfigurations: [
        {
          Id: 'traildex',
          QueueArn: queueArn,
          Events: ['s3:ObjectCreated:*'],
          Filter: {
            Key: {
              FilterRules: [
                { Name: 'prefix', Value: prefix },
                { Name: 'suffix', Value: suffix },
              ],
            },
          },
        },
      ],
    },
  };
}

export function askForForwarding(
  bucketName: string,
  owner: string,
  folder: TrailFolder,
  stack: StackNames,
): OwnerRequest {
  const busArn = `arn:${stack.partition}:events:${stack.region}:${stack.account}:event-bus/${stack.stackName}`;
  const trust = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const right = { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn };
  return {
    name: 'EventForwarding',
    owner,
    deploymentNeedsIt: 'nowhere',
    text:
      `Deploy this CloudFormation template in the region of the bucket ${bucketName}, after the stack: ` +
      "it forwards the bucket's events of new log files to the event bus of the stack.",
    paste: {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
            Policies: [
              { PolicyName: 'PutEvents', PolicyDocument: { Version: '2012-10-17', Statement: [right] } },
            ],
          },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: objectCreatedPattern(bucketName, owner, folder),
            Targets: [{ Id: 'traildex', Arn: busArn, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
          },
        },
      },
    },
  };
}

function mergeNotification(bucketName: string): string {
  return (
    `Merge this into the notification configuration of the bucket ${bucketName}, as ` +
    '"aws s3api get-bucket-notification-configuration" gives it: putting one replaces all that was set.'
  );
}
