/**
 * The queue between plan and verification: one message an account.
 *
 * A queue stands between them because an organisation has a thousand accounts and an invocation a quarter of an hour: each
 * account is verified, fails and is tried again by itself, and a few at a time, so that bucket and tables are not stormed.
 * A message says which hours of which account it is about, so one that waits is still right. What is tried in vain is set
 * aside: later plans cover only some of its hours.
 */
import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Encryption } from './encryption.ts';
import { makeQueuePair, visibilityTimeoutFor } from './queue-pair.ts';
import { QueueSenders } from './queue-senders.ts';

export interface VerifyQueueProps {
  /** Longest time that the function takes for an account. */
  readonly functionTimeout: Duration;
  readonly encryption: Encryption;
}

const TRIES = 3;
const RETENTION = Duration.days(4);

export class VerifyQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly #senders: QueueSenders;

  constructor(scope: Construct, id: string, { functionTimeout, encryption }: VerifyQueueProps) {
    super(scope, id);
    const { queue, deadLetterQueue } = makeQueuePair(this, {
      encryption,
      retention: RETENTION,
      visibilityTimeout: visibilityTimeoutFor(functionTimeout),
      tries: TRIES,
    });
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
    this.#senders = new QueueSenders(queue);
  }

  /** Takes messages of `role`: who plans, and who moves dead letters back. */
  allowSending(role: IRole): void {
    this.#senders.allowRole(role);
  }
}
