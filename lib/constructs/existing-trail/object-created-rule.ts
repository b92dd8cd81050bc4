/**
 * Hears of new log files from S3's `Object Created` events, with the queue as target.
 *
 * They appear on the default event bus of the bucket's account and region. Those of another account come to a
 * bus of the stack's own that nobody but this account may put events on; its owner forwards them. What
 * EventBridge cannot deliver in its 24 hours of trying goes to the dead-letter queue of the deliveries: it is
 * the event itself, which a redrive can index like any other.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
import { CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { objectCreatedPattern } from './new-log-files.ts';

export interface ObjectCreatedRuleProps {
  readonly eventPattern: ReturnType<typeof objectCreatedPattern>;
  /**
   * Another account that forwards the events, and the name of the bus that it forwards them to.
   * @default the events are on the default event bus of the stack's account
   */
  readonly forwarded?: { readonly fromAccount: string; readonly busName: string } | undefined;
  readonly delivery: Pick<DeliveryQueue, 'queue' | 'deadLetterQueue' | 'senders'>;
}

export class ObjectCreatedRule extends Construct {
  constructor(scope: Construct, id: string, { eventPattern, forwarded, delivery }: ObjectCreatedRuleProps) {
    super(scope, id);
    const { queue, deadLetterQueue } = delivery;
    // The construct Rule would let any rule of the account write to an encrypted queue.
    const rule = new CfnRule(this, 'Rule', {
      description: 'Announces new log files of the trail to the queue of traildex.',
      ...(forwarded === undefined ? {} : { eventBusName: this.makeBus(forwarded).eventBusName }),
      eventPattern,
      targets: [{ id: 'Queue', arn: queue.queueArn, deadLetterConfig: { arn: deadLetterQueue.queueArn } }],
    });
    delivery.senders.admitSource(rule.attrArn);
    for (const destination of [queue, deadLetterQueue]) {
      destination.addToResourcePolicy(
        new PolicyStatement({
          sid: 'ObjectCreatedEvents',
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [destination.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
        }),
      );
    }
  }

  private makeBus({ fromAccount, busName }: { fromAccount: string; busName: string }): EventBus {
    const bus = new EventBus(this, 'Bus', {
      eventBusName: busName,
      description: `"Object Created" events that account ${fromAccount} forwards to traildex.`,
    });
    bus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OwnerOfTrailBucket',
        principals: [new AccountPrincipal(fromAccount)],
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
      }),
    );
    return bus;
  }
}
