/**
 * A trail that is there already, of this account or another: its bucket is read, its notifications heard.
 *
 * The stack changes nothing that is not its own and looks nothing up. What it needs of others it asks them
 * for, see owner-requests.ts. A topic that carries other messages too is subscribed without a filter: a
 * filter drops unseen what it does not know, while the function counts what it lets go, and a message that it
 * lets go costs little.
 */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ExistingTrailSettings } from '../../config/sections/trail.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import { otherAccount, type StackNames, stackNames } from '../owners/stack-names.ts';
import { tellOwners } from '../owners/tell-owners.ts';
import type { TrailSource, TrailSourceBucket } from '../trail/trail-source.ts';
import { objectCreatedPattern, type TrailFolder } from './new-log-files.ts';
import { ObjectCreatedRule } from './object-created-rule.ts';
import { ownerRequests } from './owner-requests.ts';

export interface ExistingTrailProps extends TrailFolder {
  readonly existing: ExistingTrailSettings;
  readonly delivery: DeliveryQueue;
}

export class ExistingTrail extends Construct implements TrailSource {
  readonly bucket: TrailSourceBucket;
  readonly bucketOwner: string;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, props: ExistingTrailProps) {
    super(scope, id);
    const { existing, delivery, ...folder } = props;
    const names = stackNames(this);
    this.bucket = Bucket.fromBucketName(this, 'Bucket', existing.bucketName);
    this.bucketOwner = existing.bucketAccountId ?? Aws.ACCOUNT_ID;
    this.key = existing.kmsKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', existing.kmsKeyArn);
    const { notifications } = existing;
    if (notifications.from === 'topic')
      delivery.subscribeTo(Topic.fromTopicArn(this, 'Topic', notifications.topicArn));
    if (notifications.from === 'event-bridge') this.hearEvents(props, names);
    if (notifications.from === 's3') this.admitBucket(delivery);
    const { queueArn } = delivery.queue;
    tellOwners(this, ownerRequests({ existing, folder, queueArn }, names));
  }

  private hearEvents({ existing, delivery, ...folder }: ExistingTrailProps, names: StackNames): void {
    const fromAccount = otherAccount(existing.bucketAccountId, names);
    new ObjectCreatedRule(this, 'ObjectCreated', {
      eventPattern: objectCreatedPattern(existing.bucketName, this.bucketOwner, folder),
      forwarded: fromAccount === undefined ? undefined : { fromAccount, busName: names.stackName },
      delivery,
    });
  }

  private admitBucket({ queue, senders }: DeliveryQueue): void {
    senders.admitSource(this.bucket.bucketArn);
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NotificationsOfTrailBucket',
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': this.bucket.bucketArn },
          StringEquals: { 'aws:SourceAccount': this.bucketOwner },
        },
      }),
    );
  }
}
