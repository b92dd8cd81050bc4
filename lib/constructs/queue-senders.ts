/**
 * Refuses a queue's messages of everybody but those who are admitted, whatever their own policies let them do.
 *
 * Within an account, a policy of somebody's own is enough to send to any queue: only a denial in the queue's policy keeps
 * administrators and other functions from putting words into the trail's mouth. A source is what a service sends for, a
 * role sends itself, or has a service send in its name: SQS moves dead letters back as whoever started that. A service that
 * sends for itself is not denied, which does not allow it anything. The dead-letter queue has no such denial: what is
 * moved back from there is looked at like any other message, and read only if it names a log file of the trail.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { Lazy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

export class QueueSenders {
  readonly #sourceArns: string[] = [];
  readonly #roleArns: string[] = [];
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElse',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          // Holds as well where the request has no such key.
          ArnNotEquals: Lazy.any({ produce: () => this.#admitted() }),
          // In every request of a principal; true of a service that is one itself.
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    );
  }

  /** Admits what a service sends for: a topic, a bucket or a rule. */
  admitSource(arn: string): void {
    this.#sourceArns.push(arn);
  }

  /** Admits what `role` sends, and allows it to. */
  allowRole(role: IRole): void {
    this.#queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: ['sqs:SendMessage'],
        resources: [this.#queue.queueArn],
      }),
    );
    this.#roleArns.push(role.roleArn);
  }

  #admitted(): Record<string, readonly string[]> {
    const admitted = { 'aws:SourceArn': this.#sourceArns, 'aws:PrincipalArn': this.#roleArns };
    return Object.fromEntries(Object.entries(admitted).filter(([, arns]) => arns.length > 0));
  }
}
