/**
 * Refuses messages of everybody but those who are admitted, whatever their own policies let them do.
 *
 * Within an account, a policy of somebody's own is enough to send to any queue: only a denial in the queue's policy keeps
 * administrators and other functions from putting words into the trail's mouth. A source is what a service sends for, a
 * role sends itself. Services that act in the name of an admitted caller, as SQS does when dead letters are moved back,
 * have no source to go by; not being denied here allows them nothing. The dead-letter queue has no such denial: what is
 * moved back from there is looked at like any other message, and read only if it names a log file of the trail.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { Lazy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

export class QueueSenders {
  readonly #sourceArns: string[] = [];
  readonly #roleArns: string[] = [];

  constructor(queue: Queue) {
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
          // Both keys are in every request of a principal.
          Bool: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    );
  }

  /** Admits what a service sends for: a topic, a bucket or a rule. */
  admitSource(arn: string): void {
    this.#sourceArns.push(arn);
  }

  admitRole(role: IRole): void {
    this.#roleArns.push(role.roleArn);
  }

  #admitted(): Record<string, readonly string[]> {
    const admitted = { 'aws:SourceArn': this.#sourceArns, 'aws:PrincipalArn': this.#roleArns };
    return Object.fromEntries(Object.entries(admitted).filter(([, arns]) => arns.length > 0));
  }
}
